"""Values as they come (keyed digits, JSON answers, dates) made exact, or refused with `CannotBeSaid`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ivr.spoken.refused import refused
from ivr.spoken.units import BY_NAME, UNITS, Unit

LARGEST = 10**12
CURRENCIES = {"CNY": "CNY", "RMB": "CNY", "¥": "CNY", "元": "CNY", "USD": "USD", "$": "USD"}

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,20})?")
_CODE = re.compile(r"[0-9A-Z]{1,40}")
_COUNT = re.compile(r"([+-]?[0-9.,]+)\s*([^\d\s.,+-]{1,20})")
_RANGE = re.compile(r"([0-9.]{1,10})\s*[-~–—至到]\s*([0-9.]{1,10})")
_DIGITS = re.compile(r"[+]?[0-9*#]{1,40}")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].{1,40})?")
_TIME = re.compile(
    r"(?:.{10}[T ])?([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9:]{2,6})?"
)
_AMOUNT = re.compile(r"([^\d\s.,+-]{0,3})\s*([+-]?[0-9.,]+)\s*([^\d\s.,+-]{0,3})")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency: CNY or USD, at most two decimals."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something."""

    amount: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Wait:
    """A waiting time from `low` to `high` whole minutes; `high` is 0 for less than one."""

    low: int
    high: int

    @property
    def shared(self) -> int:
        """The minutes in the unit that both ends are told in: 60 or 1; 0 when there is none."""
        if self.low % 60 == 0 and self.high % 60 == 0:
            return 60
        return 1 if self.high < 60 else 0


def number(value: object) -> Decimal:
    """An int, float, Decimal or a text like `-1,299.50`; at most 1 000 000 000 000 and 6 decimals."""
    exact = _exact(value)
    if not exact.is_finite() or abs(exact) > LARGEST:
        raise refused(value, "number", "largest")
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    if _decimals(exact) > 6:
        raise refused(value, "number", "decimals")
    return exact


def digits(value: object) -> str:
    """The keys 0-9 * # of a text or an int, after a + or not; blanks, hyphens and brackets are left out."""
    text = _text(value) if isinstance(value, str) else str(_whole(value))
    keys = re.sub(r"[\s()-]", "", text)
    if not _DIGITS.fullmatch(keys) or (isinstance(value, int) and value < 0):
        raise refused(value, "digits")
    return keys


def code(value: object) -> str:
    """The letters A-Z and digits of a text, in capitals; blanks and hyphens are left out."""
    text = _text(value).upper() if isinstance(value, str) else str(_whole(value))
    signs = re.sub(r"[\s-]", "", text)
    if not _CODE.fullmatch(signs) or (isinstance(value, int) and value < 0):
        raise refused(value, "code")
    return signs


def count(value: object) -> Count:
    """A text like `2 people` or `2 位`, of what `ivr.spoken.units` lists."""
    found = _COUNT.fullmatch(_text(value)) if isinstance(value, str) else None
    unit = BY_NAME.get(found[2].lower()) if found else None
    if found is None or unit is None:
        names = ", ".join(known.many for known in UNITS), "、".join(known.zh for known in UNITS)
        raise refused(value, "count", names=names)
    amount = number(found[1])
    if amount < 0:
        raise refused(value, "count", "negative")
    return Count(amount, unit)


def ordinal(value: object) -> int:
    """A whole number from 1 to 999."""
    exact = number(value)
    if not 1 <= exact <= 999 or _decimals(exact):
        raise refused(value, "ordinal")
    return int(exact)


def percent(value: object) -> Decimal:
    """A number, with a % after it or not: 25 is said as twenty-five percent."""
    return number(_text(value).removesuffix("%") if isinstance(value, str) else value)


def money(value: object) -> Money:
    """A `Money`, a mapping with `amount` and `currency`, a text like `12.50 USD`, a number (CNY)."""
    amount, currency = _amount_and_currency(value)
    known = CURRENCIES.get(currency.strip().upper())
    if known is None:
        raise refused(value, "money", "currency")
    exact = number(amount)
    if _decimals(exact) > 2:
        raise refused(value, "money", "cents")
    return Money(exact, known)


def day(value: object) -> date:
    """A date, a datetime (its own date) or a text that begins like `2026-11-22`; years 1000 to 9999."""
    found = _day(value)
    if found is None or found.year < 1000:
        raise refused(value, "day")
    return found


def clock(value: object) -> time:
    """A time, a datetime (its own time) or a text like `14:05`; seconds are not said."""
    if isinstance(value, datetime | time):
        return time(value.hour, value.minute)
    found = _TIME.fullmatch(_text(value)) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise refused(value, "clock")
    return time(int(found[1]), int(found[2]))


def seconds(value: object) -> int:
    """Whole seconds, of a number of seconds or a timedelta; from 0 to under 100 hours."""
    length = value.total_seconds() if isinstance(value, timedelta) else value
    whole = round(number(length))
    if not 0 <= whole < 360_000:
        raise refused(value, "seconds")
    return whole


def wait(value: object) -> Wait:
    """Seconds, or a text with two of them like `180-300`, rounded up to what one would tell a person: whole
    minutes, above an hour steps of five."""
    found = _RANGE.fullmatch(_text(value)) if isinstance(value, str) else None
    low, high = (seconds(found[1]), seconds(found[2])) if found else (seconds(value),) * 2
    if low > high:
        raise refused(value, "wait", "order")
    most = _told(high)
    return Wait(min(max(1, _told(low)), most), most)


def _told(waited: int) -> int:
    if waited < 60:
        return 0
    return -(-waited // 60) if waited <= 3600 else -(-waited // 300) * 5


def _exact(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):  # 0.1 + 0.2 is meant as 0.3
        return round(Decimal(repr(value)), 6) if abs(value) <= LARGEST else Decimal("NaN")
    if isinstance(value, str):
        text = _text(value)
        if not _NUMBER.fullmatch(text):
            raise refused(value, "number")
        return Decimal(text.replace(",", ""))
    return Decimal(_whole(value))


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise refused(value, "number")
    if abs(value) >= 10**40:
        raise refused("a long number", "number", "too_long")
    return value


def _decimals(exact: Decimal) -> int:
    exponent = exact.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _amount_and_currency(value: object) -> tuple[object, str]:
    if isinstance(value, Money):
        return value.amount, value.currency
    if isinstance(value, Mapping):
        return value.get("amount"), str(value.get("currency", "CNY"))
    if not isinstance(value, str):
        return value, "CNY"
    found = _AMOUNT.fullmatch(_text(value))
    if not found or (found[1] and found[3]):
        raise refused(value, "money")
    return found[2], found[1] or found[3] or "CNY"


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DATE.fullmatch(_text(value)) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _text(value: str) -> str:
    """Full-width digits and signs, as Chinese keyboards write them, count as the plain ones."""
    return unicodedata.normalize("NFKC", value).strip() if len(value) <= 200 else ""
