"""NPS: the share of 9 and 10 less that of 0 to 6, of all answers from 0 to 10, in points from -100 to 100."""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def nps(parts: Parts) -> float | None:
    """None without answers."""
    return ratio(100 * (parts.nps_promoters - parts.nps_detractors), parts.nps_answers)


MEASURES = (
    Measure(
        "nps",
        "score",
        words("净推荐值", "NPS"),
        words("(9至10分-0至6分)/有效回答×100", "(9 and 10 less 0 to 6) / answers × 100"),
        nps,
    ),
    Measure(
        "nps_answers",
        "count",
        words("净推荐值回答数", "NPS answers"),
        words("有效回答", "answers"),
        lambda parts: parts.nps_answers,
    ),
)
