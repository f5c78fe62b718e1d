"""What the commands about agreement, calibration and trend say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

WORDS: Mapping[str, Mapping[str, str]] = {
    "form": {"zh": "表单", "en": "Form"},
    "pair": {"zh": "评分人", "en": "Scorers"},
    "item": {"zh": "项目", "en": "Item"},
    "talks": {"zh": "通话数", "en": "Talks"},
    "same": {"zh": "一致率", "en": "Same"},
    "kappa": {"zh": "kappa", "en": "Kappa"},
    "weighted": {"zh": "加权 kappa", "en": "Weighted kappa"},
    "all_items": {"zh": "全部", "en": "all"},
    "no_data": {"zh": "无数据", "en": "no data"},
    "no_pairs": {
        "zh": "没有由两人都定稿评分的通话，无法比较。",
        "en": "No talk has final scores of two scorers on the same form, so nothing can be compared.",
    },
    "agent": {"zh": "坐席", "en": "Agent"},
    "scores": {"zh": "得分数", "en": "Scores"},
    "mean": {"zh": "平均分", "en": "Mean"},
    "slope": {"zh": "每30天", "en": "In 30 days"},
    "direction": {"zh": "趋势", "en": "Trend"},
    "rises": {"zh": "上升", "en": "rises"},
    "falls": {"zh": "下降", "en": "falls"},
    "steady": {"zh": "平稳", "en": "steady"},
    "too_few": {"zh": "样本不足", "en": "too few"},
    "no_scores": {"zh": "没有定稿的得分。", "en": "There are no final scores."},
    "session": {"zh": "会话", "en": "Session"},
    "when": {"zh": "时间", "en": "When"},
    "call": {"zh": "通话", "en": "Call"},
    "scorer": {"zh": "评分人", "en": "Scorer"},
    "score": {"zh": "得分", "en": "Score"},
    "agreed": {"zh": "结论", "en": "Agreed"},
    "points": {"zh": "偏差", "en": "Deviation"},
    "items": {"zh": "不同的项目", "en": "Answered otherwise"},
    "sessions": {"zh": "会话数", "en": "Sessions"},
    "bias": {"zh": "平均偏差", "en": "Bias"},
    "off": {"zh": "平均偏离", "en": "Mean distance"},
    "opened": {
        "zh": "校准会话 {id} 已开始：每人用 ivr quality score … --session {id} --final 评分，"
        "再用 ivr quality agree … --session {id} 写入结论。",
        "en": "Calibration {id} is open: each scores by ivr quality score … --session {id} --final, "
        "then ivr quality agree … --session {id} says what was agreed on.",
    },
    "agreed_now": {
        "zh": "校准会话 {id} 的结论已定稿：{score}。",
        "en": "Calibration {id} agreed on {score}.",
    },
    "not_agreed": {
        "zh": "此校准会话尚无结论；请用 ivr quality agree 写入。",
        "en": "This calibration has not agreed yet; ivr quality agree says what it agreed on.",
    },
    "no_sessions": {
        "zh": "还没有校准会话；请用 ivr quality calibrate 发起。",
        "en": "There was no calibration yet; ivr quality calibrate opens one.",
    },
    "no_scores_in_it": {
        "zh": "结论已定稿，但无人评分。",
        "en": "It agreed, and nobody had scored.",
    },
}


def word(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return WORDS[name][chosen(language)].format(**values)
