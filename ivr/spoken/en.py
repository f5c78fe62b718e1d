"""English as it is said in the United States: no 'and' inside numbers, twelve hours, month before day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal

from ivr.spoken.parse import Count, Money, Wait
from ivr.spoken.units import UNITS

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # not calendar.month_name: that follows the machine's locale
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = {"*": "star", "#": "pound", "+": "plus"}
_UNITS = {"CNY": (("yuan", "yuan"), ("fen", "fen")), "USD": (("dollar", "dollars"), ("cent", "cents"))}
_TIMES = (("hour", "hours"), ("minute", "minutes"), ("second", "seconds"))


def number(value: Decimal) -> Iterator[str]:
    """2050 → two thousand fifty; -1.5 → minus one point five."""
    if value < 0:
        yield "minus"
    whole, _, decimals = f"{abs(value):f}".partition(".")
    yield from _integer(int(whole))
    if decimals:
        yield "point"
        yield from (_SMALL[int(key)] for key in decimals)


def digits(keys: str) -> Iterator[str]:
    """One by one, 0 as zero."""
    return (_SIGNS.get(key) or _SMALL[int(key)] for key in keys)


def code(signs: str) -> Iterator[str]:
    """SF102 → S F one zero two."""
    return (sign if sign in _LETTERS else _SMALL[int(sign)] for sign in signs)


def count(value: Count) -> Iterator[str]:
    """2 people → two people; 1 people → one person."""
    yield from number(value.amount)
    yield value.unit.one if value.amount == 1 else value.unit.many


def ordinal(value: int) -> Iterator[str]:
    """2 → second; 212 → two hundred twelfth; 300 → three hundredth."""
    hundreds, rest = divmod(value, 100)
    if hundreds:
        yield f"{_SMALL[hundreds]} hundred" if rest else _SMALL[hundreds]
    yield _ordinal(rest) if rest else "hundredth"


def percent(value: Decimal) -> Iterator[str]:
    """25 → twenty-five percent."""
    yield from (*number(value), "percent")


def money(value: Money) -> Iterator[str]:
    """12.50 USD → twelve dollars and fifty cents."""
    if value.amount < 0:
        yield "minus"
    whole, cents = divmod(int(abs(value.amount) * 100), 100)
    large, small = _UNITS[value.currency]
    if whole or not cents:
        yield from _counted(whole, large)
    if whole and cents:
        yield "and"
    if cents:
        yield from _counted(cents, small)


def day(value: date) -> Iterator[str]:
    """2026-11-22 → November twenty-second twenty twenty-six."""
    yield from (_MONTHS[value.month - 1], _ordinal(value.day))
    century, rest = divmod(value.year, 100)
    if century % 10 == 0 and rest < 10:
        yield from _integer(value.year)
    else:
        yield _below_hundred(century)
        yield "hundred" if not rest else _minute(rest)


def weekday(value: date) -> Iterator[str]:
    """2026-11-25 → Wednesday."""
    yield _WEEKDAYS[value.weekday()]


def clock(value: time) -> Iterator[str]:
    """14:05 → two oh five p.m.; twelve o'clock is noon or midnight."""
    if value.hour % 12 == 0 and not value.minute:
        yield "noon" if value.hour else "midnight"
        return
    yield _SMALL[value.hour % 12 or 12]
    if value.minute:
        yield _minute(value.minute)
    yield "a.m." if value.hour < 12 else "p.m."


def duration(seconds: int) -> Iterator[str]:
    """3605 → one hour five seconds."""
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    for value, names in zip(parts, _TIMES, strict=True):
        if value:
            yield from _counted(value, names)
    if not seconds:
        yield from _counted(0, _TIMES[-1])


def wait(value: Wait) -> Iterator[str]:
    """3 minutes → about three minutes; 3 to 5 → three to five minutes; 0 → less than one minute."""
    if not value.high:
        yield from ("less than", "one", "minute")
    elif value.low == value.high:
        yield from ("about", *duration(value.high * 60))
    elif value.shared:
        unit = _TIMES[1] if value.shared == 1 else _TIMES[0]
        yield from _integer(value.low // value.shared)
        yield from ("to", *_counted(value.high // value.shared, unit))
    else:
        yield from (*duration(value.low * 60), "to", *duration(value.high * 60))


def vocabulary() -> Iterator[str]:
    """Every fragment that the functions above can give, for numbers up to 1 000 000 000 000."""
    yield from (_below_hundred(n) for n in range(100))
    yield from (f"{_SMALL[n]} hundred" for n in range(1, 10))
    yield from (
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "minus",
        "point",
        "and",
        *_SIGNS.values(),
    )
    yield from (name for unit in _UNITS.values() for names in unit for name in dict.fromkeys(names))
    yield from (name for names in _TIMES for name in names)
    yield from _MONTHS
    yield from _WEEKDAYS
    yield from (_ordinal(n) for n in range(1, 100))
    yield from ("hundredth", "percent", "about", "less than", "to", *_LETTERS)
    yield from (name for unit in UNITS for name in (unit.one, unit.many))
    yield from (_minute(n) for n in range(1, 10))
    yield from ("noon", "midnight", "a.m.", "p.m.")


def _integer(value: int) -> list[str]:
    if not value:
        return ["zero"]
    words: list[str] = []
    for size, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (10**3, "thousand"),
        (1, ""),
    ):
        group = value // size % 1000
        hundreds, tail = divmod(group, 100)
        words += [f"{_SMALL[hundreds]} hundred"] if hundreds else []
        words += [_below_hundred(tail)] if tail else []
        words += [name] if group and name else []
    return words


def _counted(value: int, names: tuple[str, str]) -> list[str]:
    return [*_integer(value), names[0] if value == 1 else names[1]]


def _below_hundred(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    tens, ones = divmod(value, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]


def _minute(value: int) -> str:
    return f"oh {_SMALL[value]}" if value < 10 else _below_hundred(value)


def _ordinal(value: int) -> str:
    head, hyphen, last = _below_hundred(value).rpartition("-")
    ordinal = _IRREGULAR.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{hyphen}{ordinal}"
