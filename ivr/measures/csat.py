"""CSAT: of the answers from 1 to 5, the share of 4 and 5. Never without the number of answers beside it.

The response rate is of the calls in which a survey began: who hung up before the first question is in it.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "csat",
        "share",
        words("满意度", "CSAT"),
        words("4分和5分/有效回答", "answers of 4 and 5 / answers"),
        lambda parts: ratio(parts.csat_satisfied, parts.csat_answers),
    ),
    Measure(
        "csat_score",
        "score",
        words("满意度均分", "mean satisfaction"),
        words("分数合计/有效回答", "sum of scores / answers"),
        lambda parts: ratio(parts.trend_y, parts.csat_answers),
    ),
    Measure(
        "csat_answers",
        "count",
        words("满意度回答数", "CSAT answers"),
        words("有效回答", "answers"),
        lambda parts: parts.csat_answers,
    ),
    Measure(
        "survey_response_rate",
        "share",
        words("调查应答率", "survey response rate"),
        words("至少答一题/开始调查的来电", "at least one answer / calls in which a survey began"),
        lambda parts: ratio(parts.surveys_answered, parts.surveys),
    ),
)
