"""What the commands about samples say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

WORDS: Mapping[str, Mapping[str, str]] = {
    "sample": {"zh": "样本", "en": "Sample"},
    "made": {"zh": "时间", "en": "When"},
    "by": {"zh": "抽样人", "en": "Who"},
    "seed": {"zh": "种子", "en": "Seed"},
    "strata": {"zh": "分层", "en": "By"},
    "risk": {"zh": "风险", "en": "Risk"},
    "picks": {"zh": "抽取/候选", "en": "Drawn of"},
    "place": {"zh": "序号", "en": "No."},
    "recording": {"zh": "录音", "en": "Recording"},
    "agent": {"zh": "坐席", "en": "Agent"},
    "stratum": {"zh": "分层", "en": "Stratum"},
    "reasons": {"zh": "原因", "en": "Reasons"},
    "call": {"zh": "通话", "en": "Call"},
    "yes": {"zh": "是", "en": "yes"},
    "transfers": {"zh": "转接 {value} 次", "en": "transfers {value}"},
    "disposition": {"zh": "处理结果 {value}", "en": "disposition {value}"},
    "csat": {"zh": "满意度 {value}", "en": "satisfaction {value}"},
    "nps": {"zh": "推荐度 {value}", "en": "recommendation {value}"},
    "silence": {"zh": "静音 {value} 秒", "en": "silence {value} s"},
    "both_talking": {"zh": "同时说话 {value}", "en": "both talking {value}"},
    "drawn": {
        "zh": "样本 {id}：{candidates} 个通话中抽取 {picks} 个，种子 {seed}；再看：ivr quality samples {id}",
        "en": "Sample {id}: {picks} of {candidates} talks, seed {seed}; see ivr quality samples {id}.",
    },
    "none": {
        "zh": "还没有样本；请用 ivr quality sample 抽样。",
        "en": "There is no sample yet; ivr quality sample draws one.",
    },
}


def word(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return WORDS[name][chosen(language)].format(**values)
