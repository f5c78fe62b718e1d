"""What a picture says beside the dialplan's own texts, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "numbers": {"zh": "号码 {numbers} · {flows} 个流程", "en": "numbers {numbers} · {flows} flows"},
    "calls": {"zh": "{calls} 个通话{since}", "en": "{calls} calls{since}"},
    "elsewhere": {
        "zh": "其中 {count} 次转移不在此版本中",
        "en": "{count} moves that this version does not have",
    },
    "uncovered": {"zh": "红色：{count} 个出口没有测试覆盖", "en": "red: {count} exits that no story covers"},
    "covered": {"zh": "所有出口均有测试覆盖", "en": "every exit is covered by a story"},
    "left": {"zh": "在此结束 {parts}", "en": "ended here: {parts}"},
    "by_caller": {"zh": "主叫挂机 {count}", "en": "caller hung up {count}"},
    "by_agent": {"zh": "坐席挂机 {count}", "en": "agent hung up {count}"},
    "by_flow": {"zh": "流程结束 {count}", "en": "flow over {count}"},
    "by_engine": {"zh": "系统结束 {count}", "en": "engine {count}"},
    "written": {"zh": "已写入 {file}", "en": "written: {file}"},
    "one_only": {
        "zh": "输出到屏幕（--out -）时只能有一个拨号方案，这里有 {count} 个",
        "en": "printing (--out -) takes one dialplan, here are {count}: name one",
    },
    "no_test": {"zh": "没有测试覆盖", "en": "no story covers this"},
}


def words(name: str, language: str, **values: object) -> str:
    """The text with this id."""
    return _TEXTS[name][language].format(**values)
