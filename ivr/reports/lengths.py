"""The lengths of intervals: as they are typed, and which suits a time."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivr.measures.intervals import Interval

LENGTHS: Mapping[str, Interval] = {
    "half_hour": "half_hour",
    "hour": "hour",
    "day": "day",
    "week": "week",
    "month": "month",
    "all": "all",
}
_MINUTES = re.compile(r"([0-9]{1,4}) *m?")
_DAY = 86_400.0
_SECONDS = {"half_hour": 1800.0, "hour": 3600.0, "day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY}
_SUITABLE: Mapping[Interval, float] = {"half_hour": 2.1, "day": 93.0, "week": 733.0}
"""Each up to so many days."""


def length_of(text: str) -> Interval:
    """Of `day`, `half-hour`, `15m`. Raises ValueError."""
    name = text.strip().lower().replace("-", "_")
    if name in LENGTHS:
        return LENGTHS[name]
    found = _MINUTES.fullmatch(name)
    if not found or not 1 <= int(found[1]) <= 1440:
        raise ValueError(f"no length of an interval: {text}")
    return int(found[1])


def suitable(seconds: float) -> Interval:
    """The length that gives a table which can be read."""
    return next((length for length, days in _SUITABLE.items() if seconds <= days * _DAY), "month")


def how_many(length: Interval, seconds: float) -> int:
    """About so many intervals a time has."""
    if length == "all":
        return 1
    own = 60.0 * length if isinstance(length, int) else _SECONDS[length]
    return round(seconds / own) + 1
