"""Differences in sentences, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.differences.compare import Difference
from ivr.journal.story import clean

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "number_added": {"zh": "接听号码 {new}", "en": "the number {new} is answered"},
    "number_gone": {"zh": "不再接听号码 {old}", "en": "the number {old} is no longer answered"},
    "language": {"zh": "开始时的语言由{old}改为{new}", "en": "calls begin in {new}, no longer in {old}"},
    "start": {"zh": "通话从 {new} 开始，原为 {old}", "en": "calls begin in {new}, no longer in {old}"},
    "on_error": {
        "zh": "出错后进入 {new}，原为 {old}",
        "en": "after a fault callers go to {new}, no longer to {old}",
    },
    "flow_renamed": {"zh": "原名 {old}，来电者无感", "en": "was called {old}; callers do not notice"},
    "flow_added": {"zh": "新流程", "en": "is new"},
    "flow_gone": {"zh": "已删除", "en": "is gone"},
    "flow_reached": {"zh": "现在可以到达", "en": "can be reached now"},
    "flow_unreached": {"zh": "不再能到达", "en": "can no longer be reached"},
    "step_added": {"zh": "新增“{new}”", "en": "is new: “{new}”"},
    "step_gone": {"zh": "删除“{old}”", "en": "is gone: “{old}”"},
    "words": {"zh": "{label}：听到“{new}”，原为“{old}”", "en": "{label}: “{new}”, no longer “{old}”"},
    "words_added": {"zh": "{label}：听到“{new}”", "en": "{label}: “{new}” is said now"},
    "words_gone": {"zh": "{label}：不再听到“{old}”", "en": "{label}: “{old}” is no longer said"},
    "link": {"zh": "{label} → {new}，原为 {old}", "en": "{label} leads to {new}, no longer to {old}"},
    "link_added": {"zh": "{label} → {new}，新增", "en": "{label} leads to {new}, which is new"},
    "link_gone": {"zh": "{label} 取消，原为 → {old}", "en": "{label} is not taken any more; it led to {old}"},
    "value": {"zh": "{label}：{new}，原为 {old}", "en": "{label}: {new}, no longer {old}"},
    "value_added": {"zh": "{label}：{new}，新增", "en": "{label}: {new}, which is new"},
    "value_gone": {"zh": "{label}：取消，原为 {old}", "en": "{label}: none, no longer {old}"},
}
_LABELS: Mapping[str, Mapping[str, str]] = {
    "also": {"zh": "另外", "en": "also says"},
    "announce": {"zh": "播报", "en": "announcement"},
    "closed": {"zh": "休息时", "en": "when closed"},
    "condition": {"zh": "条件", "en": "condition"},
    "gap": {"zh": "按键间隔", "en": "time between keys"},
    "give_up": {"zh": "放弃后", "en": "giving up"},
    "keys": {"zh": "按键", "en": "key"},
    "max": {"zh": "最长", "en": "at most"},
    "max_wait": {"zh": "最长等待", "en": "longest wait"},
    "no_input": {"zh": "未按键", "en": "after silence"},
    "no_match": {"zh": "按错键", "en": "after a wrong key"},
    "of": {"zh": "营业时间", "en": "opening hours"},
    "on_error": {"zh": "出错后", "en": "after a fault"},
    "on_timeout": {"zh": "超时后", "en": "when the wait is over"},
    "open": {"zh": "营业时", "en": "when open"},
    "agent": {"zh": "指定坐席", "en": "agent"},
    "exclude": {"zh": "排除技能", "en": "excluded skill"},
    "patience": {"zh": "等待指定坐席", "en": "time for that agent"},
    "prefer": {"zh": "优先技能", "en": "preferred skill"},
    "priority": {"zh": "优先级", "en": "priority"},
    "prompt": {"zh": "提示音", "en": "prompt"},
    "relax": {"zh": "放宽", "en": "relaxation"},
    "ring": {"zh": "振铃", "en": "rings for"},
    "rings": {"zh": "逐环放宽", "en": "rings"},
    "skills": {"zh": "技能", "en": "skill"},
    "timeout": {"zh": "等待按键", "en": "time for an answer"},
    "tries": {"zh": "次数", "en": "tries"},
    "zh": {"zh": "中文", "en": "in Chinese"},
    "en": {"zh": "英文", "en": "in English"},
}


def said(difference: Difference, language: str) -> str:
    """One line without the flow: `menu (line 31): key 2 leads to seller, no longer to buyer`."""
    sentence = _SENTENCES[difference.what][language].format(
        label=_label(difference.label, language),
        old=clean(difference.old) or "-",
        new=clean(difference.new) or "-",
    )
    if not difference.verb:
        return sentence
    place = {"zh": "（第{line}行）", "en": " (line {line})"}[language].format(line=difference.line)
    return f"{difference.verb}{place}{'：' if language == 'zh' else ': '}{sentence}"


def _label(label: str, language: str) -> str:
    """`keys 1` is `key 1`, `prompt/zh` is `prompt in Chinese`; a key that has no word here stays."""
    words, _, spoken = label.partition("/")
    first, *rest = words.split(" ")
    parts = [_LABELS.get(first, {}).get(language, first), *rest]
    return " ".join([*parts, *([_LABELS[spoken][language]] if spoken else [])])
