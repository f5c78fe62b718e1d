"""Values as they come (keyed digits, JSON answers, dates) made exact, or refused with a `ValueError`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

LARGEST = 99_999_999_999
CURRENCIES = {"CNY": "CNY", "RMB": "CNY", "¥": "CNY", "元": "CNY", "USD": "USD", "$": "USD"}

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,20})?")
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


def number(value: object) -> Decimal:
    """An int, float, Decimal or a text like `-1,299.50`; at most 99 999 999 999 and 6 decimals."""
    exact = _exact(value)
    if not exact.is_finite() or abs(exact) > LARGEST:
        raise _refused(value, "a number", f"at most {LARGEST} can be said")
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    if _decimals(exact) > 6:
        raise _refused(value, "a number", "at most 6 decimals can be said")
    return exact


def digits(value: object) -> str:
    """The keys 0-9 * # of a text or an int, after a + or not; blanks, hyphens and brackets are left out."""
    text = _text(value) if isinstance(value, str) else str(_whole(value))
    keys = re.sub(r"[\s()-]", "", text)
    if not _DIGITS.fullmatch(keys) or (isinstance(value, int) and value < 0):
        raise _refused(value, "digits", "only 0-9, * and # can be said one by one, at most 40 of them")
    return keys


def money(value: object) -> Money:
    """A `Money`, a mapping with `amount` and `currency`, a text like `12.50 USD`, a number (CNY)."""
    amount, currency = _amount_and_currency(value)
    known = CURRENCIES.get(currency.strip().upper())
    if known is None:
        raise _refused(value, "money", "the currencies are CNY and USD")
    exact = number(amount)
    if _decimals(exact) > 2:
        raise _refused(value, "money", "at most two decimals; round it first")
    return Money(exact, known)


def day(value: object) -> date:
    """A date, a datetime (its own date) or a text that begins like `2026-11-22`; years 1000 to 9999."""
    found = _day(value)
    if found is None or found.year < 1000:
        raise _refused(value, "a date", "write it like 2026-11-22")
    return found


def clock(value: object) -> time:
    """A time, a datetime (its own time) or a text like `14:05`; seconds are not said."""
    if isinstance(value, datetime | time):
        return time(value.hour, value.minute)
    found = _TIME.fullmatch(_text(value)) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise _refused(value, "a time of day", "write it like 14:05")
    return time(int(found[1]), int(found[2]))


def seconds(value: object) -> int:
    """Whole seconds, of a number of seconds or a timedelta; from 0 to under 100 hours."""
    length = value.total_seconds() if isinstance(value, timedelta) else value
    whole = round(number(length))
    if not 0 <= whole < 360_000:
        raise _refused(value, "a duration", "from 0 to 359999 seconds can be said")
    return whole


def _exact(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):  # 0.1 + 0.2 is meant as 0.3
        return round(Decimal(repr(value)), 6) if abs(value) <= LARGEST else Decimal("NaN")
    if isinstance(value, str):
        text = _text(value)
        if not _NUMBER.fullmatch(text):
            raise _refused(value, "a number", "write it like 1299 or 1299.50")
        return Decimal(text.replace(",", ""))
    return Decimal(_whole(value))


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refused(value, "a number", "write it like 1299 or 1299.50")
    if abs(value) >= 10**40:
        raise ValueError("a number of more than 40 digits cannot be said")
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
        raise _refused(value, "money", "write it like 12.50 USD")
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


def _refused(value: object, what: str, remedy: str) -> ValueError:
    try:
        shown = repr(value)
    except Exception:
        shown = type(value).__name__
    return ValueError(f"{shown[:60]} cannot be said as {what}: {remedy}")
