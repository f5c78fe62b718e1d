"""What was done, as the trails of recordings and of quality tell it to people."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.journal.story import clean

_DONE: Mapping[str, Mapping[str, str]] = {
    "recording_downloaded": {"zh": "取出录音", "en": "copied"},
    "recording_played": {"zh": "播放录音", "en": "played"},
    "recordings_held": {"zh": "法律保全", "en": "held"},
    "recordings_released": {"zh": "解除保全", "en": "released"},
    "recordings_pruned": {"zh": "到期清理", "en": "kept long enough, removed"},
    "recordings_erased": {"zh": "删除录音", "en": "erased"},
    "caller_erased": {"zh": "删除来电者", "en": "caller erased"},
    "drafted": {"zh": "评分草稿", "en": "drafted"},
    "finalised": {"zh": "评分定稿", "en": "made final"},
    "appealed": {"zh": "提出申诉", "en": "appealed"},
    "upheld": {"zh": "申诉：维持原分", "en": "appeal: the score stands"},
    "changed": {"zh": "申诉：改分", "en": "appeal: the score was changed"},
    "sampled": {"zh": "抽样", "en": "sample drawn"},
    "calibration_opened": {"zh": "发起校准", "en": "calibration opened"},
}


def done(what: str, language: str) -> str:
    """The words for a name in a trail; the name itself where it has none."""
    return _DONE.get(what, {}).get(language) or clean(what)
