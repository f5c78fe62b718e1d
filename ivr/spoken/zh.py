"""Mandarin: groups of 万 and 亿, 零 where a place is skipped, 两 before a unit and 二 elsewhere.

The conventions stand at the top of tests/spoken/cases.tsv, with what follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal

from ivr.spoken.parse import Count, Money, Wait
from ivr.spoken.units import UNITS

_ONES = "零一二三四五六七八九"
_SIGNS = {"*": "星号", "#": "井号", "+": "加"}
_UNITS = {"CNY": ("元", "分"), "USD": ("美元", "美分")}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEEKDAYS = "一二三四五六日"
_DAY_PARTS = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def number(value: Decimal) -> Iterator[str]:
    """2050 → 两千 零 五十; -1.5 → 负 一 点 五."""
    if value < 0:
        yield "负"
    whole, _, decimals = f"{abs(value):f}".partition(".")
    yield from _integer(int(whole))
    if decimals:
        yield "点"
        yield from (_ONES[int(key)] for key in decimals)


def digits(keys: str) -> Iterator[str]:
    """One by one, 1 as 一."""
    return (_SIGNS.get(key) or _ONES[int(key)] for key in keys)


def phone(keys: str) -> Iterator[str]:
    """One by one, 1 as 幺, as telephone numbers are read."""
    return ("幺" if key == "1" else _SIGNS.get(key) or _ONES[int(key)] for key in keys)


def code(signs: str) -> Iterator[str]:
    """SF102 → S F 幺 零 二."""
    return (sign if sign in _LETTERS else next(phone(sign)) for sign in signs)


def count(value: Count) -> Iterator[str]:
    """2 people → 两 位; 12 items → 十二 件."""
    yield from ["两"] if value.amount == 2 else number(value.amount)
    yield value.unit.zh


def ordinal(value: int) -> Iterator[str]:
    """2 → 第 二; 222 → 第 二百 二十二: ordinals keep 二 throughout."""
    yield "第"
    yield from ("二百" if word == "两百" else word for word in _integer(value))


def percent(value: Decimal) -> Iterator[str]:
    """25 → 百分之 二十五; 100 → 百分之 百."""
    if value < 0:
        yield "负"
    yield "百分之"
    yield from ["百"] if abs(value) == 100 else number(abs(value))


def money(value: Money) -> Iterator[str]:
    """12.05 CNY → 十二 元 零 五 分; 12.50 USD → 十二 美元 五十 美分."""
    if value.amount < 0:
        yield "负"
    whole, cents = divmod(int(abs(value.amount) * 100), 100)
    large, small = _UNITS[value.currency]
    if whole or not cents:
        yield from (*_counted(whole), large)
    if value.currency == "CNY":
        yield from _jiao_fen(cents, after_yuan=whole > 0)
    elif cents:
        yield from (*_counted(cents), small)


def day(value: date) -> Iterator[str]:
    """2026-11-22 → 二 零 二 六 年 十一月 二十二日."""
    yield from digits(str(value.year))
    yield from ("年", f"{_below_hundred(value.month)}月", f"{_below_hundred(value.day)}日")


def weekday(value: date) -> Iterator[str]:
    """2026-11-25 → 星期三."""
    yield f"星期{_WEEKDAYS[value.weekday()]}"


def clock(value: time) -> Iterator[str]:
    """14:05 → 下午 两点 零五分, 14:30 → 下午 两点 半; by twelve hours with the part of the day."""
    yield next(part for end, part in _DAY_PARTS if value.hour < end)
    yield _hour(value.hour if value.hour <= 12 else value.hour - 12)
    if value.minute:
        yield "半" if value.minute == 30 else _minute(value.minute)


def duration(seconds: int) -> Iterator[str]:
    """3605 → 一 小时 零 五 秒."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        yield from (*_counted(hours), "小时")
    if minutes:
        yield from (*_counted(minutes), "分钟")
    if hours and not minutes and left:
        yield "零"
    if left or not seconds:
        yield from (*_counted(left), "秒")


def wait(value: Wait) -> Iterator[str]:
    """3 minutes → 大约 三 分钟; 3 to 5 → 三 到 五 分钟; 0 → 不到 一 分钟."""
    if not value.high:
        yield from ("不到", "一", "分钟")
    elif value.low == value.high:
        yield from ("大约", *duration(value.high * 60))
    elif value.shared:
        unit = "分钟" if value.shared == 1 else "小时"
        yield from (*_counted(value.low // value.shared), "到", *_counted(value.high // value.shared), unit)
    else:
        yield from (*duration(value.low * 60), "到", *duration(value.high * 60))


def vocabulary() -> Iterator[str]:
    """Every fragment that the functions above can give, for numbers up to 1 000 000 000 000."""
    yield from (_below_hundred(n) for n in range(100))
    yield from ("一" + _below_hundred(n) for n in range(10, 20))
    yield from (_times(n) + unit for unit in "百千" for n in range(1, 10))
    yield from ("两", "万", "亿", "点", "负", "幺", *_SIGNS.values())
    yield from ("元", "角", "分", "美元", "美分", "年", "小时", "分钟", "秒")
    yield from ("第", "二百", "百分之", "百", "半", "大约", "不到", "到", *_LETTERS)
    yield from (unit.zh for unit in UNITS)
    yield from (f"星期{day}" for day in _WEEKDAYS)
    yield from (f"{_below_hundred(n)}月" for n in range(1, 13))
    yield from (f"{_below_hundred(n)}日" for n in range(1, 32))
    yield from (part for _, part in _DAY_PARTS)
    yield from (_hour(n) for n in range(13))
    yield from (_minute(n) for n in range(1, 60))


def _integer(value: int) -> list[str]:
    if not value:
        return ["零"]
    words: list[str] = []
    skipped = False
    for group, unit in ((value // 10**8, "亿"), (value // 10**4 % 10**4, "万"), (value % 10**4, "")):
        if not group:
            skipped = bool(words)
            continue
        if words and (skipped or group < 1000):
            words.append("零")
        words += ["两"] if unit and group == 2 else _group(group, first=not words)
        words += [unit] if unit else []
        skipped = False
    return words


def _group(value: int, first: bool) -> list[str]:
    """1 to 9999 (10000 for 一万亿); ten is 十 at the very beginning of a number and 一十 inside it."""
    if value == 10_000:
        return ["一", "万"]
    thousands, rest = divmod(value, 1000)
    hundreds, tail = divmod(rest, 100)
    words = [_times(thousands) + "千"] if thousands else []
    words += [_times(hundreds) + "百"] if hundreds else []
    if tail and words and (tail < 10 or not hundreds):
        words.append("零")
    if tail:
        inside = not first or bool(words)
        words.append(("一" if inside and 10 <= tail < 20 else "") + _below_hundred(tail))
    return words


def _counted(value: int) -> list[str]:
    """Before a measure word two things are 两."""
    return ["两"] if value == 2 else _integer(value)


def _jiao_fen(cents: int, after_yuan: bool) -> Iterator[str]:
    jiao, fen = divmod(cents, 10)
    if jiao:
        yield from (*_counted(jiao), "角")
    if fen and not jiao and after_yuan:
        yield "零"
    if fen:
        yield from (*_counted(fen), "分")


def _below_hundred(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _ONES[ones]
    return (_ONES[tens] if tens > 1 else "") + "十" + (_ONES[ones] if ones else "")


def _times(value: int) -> str:
    return "两" if value == 2 else _ONES[value]


def _hour(value: int) -> str:
    return ("两" if value == 2 else _below_hundred(value)) + "点"


def _minute(value: int) -> str:
    return ("零" if value < 10 else "") + _below_hundred(value) + "分"
