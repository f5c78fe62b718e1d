"""A value that cannot be said as what it should be: why, and what to write instead, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS: Mapping[str, tuple[str, str]] = {
    "number": ("a number", "数字"),
    "digits": ("digits", "逐位数字"),
    "code": ("a code", "编号"),
    "count": ("a count", "数量"),
    "ordinal": ("an ordinal", "序数"),
    "money": ("money", "金额"),
    "day": ("a date", "日期"),
    "clock": ("a time of day", "时刻"),
    "seconds": ("a duration", "时长"),
    "wait": ("a waiting time", "等待时间"),
}
_REMEDIES: Mapping[str, tuple[str, str]] = {
    "number": ("write it like 1299 or 1299.50", "请写成 1299 或 1299.50"),
    "largest": ("at most 1000000000000 can be said", "最大可读 1000000000000"),
    "decimals": ("at most 6 decimals can be said", "最多可读六位小数"),
    "too_long": ("a number has at most 40 digits", "数字最多40位"),
    "digits": (
        "only 0-9, * and # can be said one by one, at most 40 of them",
        "只能逐位读 0-9、* 和 #，最多40位",
    ),
    "code": (
        "only A-Z and 0-9 can be said one by one, at most 40 of them",
        "只能逐位读 A-Z 和 0-9，最多40位",
    ),
    "count": ("write it like 2 people; what can be counted: {0}", "请写成 2 位；可用的量词：{1}"),
    "negative": ("it cannot be less than 0", "不能小于0"),
    "ordinal": ("whole numbers from 1 to 999 can be said", "可读1到999的整数"),
    "currency": ("the currencies are CNY and USD", "可用的货币是CNY和USD"),
    "cents": ("at most two decimals; round it first", "最多两位小数；请先取整"),
    "money": ("write it like 12.50 USD", "请写成 12.50 USD"),
    "day": ("write it like 2026-11-22", "请写成 2026-11-22"),
    "clock": ("write it like 14:05", "请写成 14:05"),
    "seconds": ("from 0 to 359999 seconds can be said", "可读0到359999秒"),
    "order": ("write the shorter time first, like 180-300", "请把较短的时间写在前面，如 180-300"),
}


class CannotBeSaid(ValueError):
    """Says why in English; `zh` says it in Chinese."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.zh = zh


def refused(value: object, kind: str, remedy: str = "", names: tuple[str, str] = ("", "")) -> CannotBeSaid:
    """The refusal of a value of a kind; `remedy` is that of the kind if it is left out."""
    try:
        shown = repr(value)[:60]
    except Exception:
        shown = type(value).__name__
    kinds, remedies = _KINDS[kind], _REMEDIES[remedy or kind]
    return CannotBeSaid(
        f"{shown} cannot be said as {kinds[0]}: {remedies[0].format(*names)}",
        f"{shown} 不能读作{kinds[1]}：{remedies[1].format(*names)}",
    )
