"""Moments as people type them: today, yesterday, 2026-11-22, 2026-11-22 10:30, 90m, 2h, 7d."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

_AGO = re.compile(r"([0-9]{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_DAYS = {"today": 0, "yesterday": 1, "今天": 0, "昨天": 1}
_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


def moment(text: str, now: datetime, *, end: bool = False) -> datetime:
    """The moment meant, in the zone of `now`; of a day its beginning, or with `end` the next day's beginning.

    Raises ValueError with what may be written instead.
    """
    text = text.strip()
    if text in _DAYS:
        return _day(now - timedelta(days=_DAYS[text]), end)
    if ago := _AGO.fullmatch(text):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    assert now.tzinfo is not None
    return _written(text, now.tzinfo, end)


def _written(text: str, zone: tzinfo, end: bool) -> datetime:
    for form in _FORMATS:
        try:
            found = datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
        return _day(found, end) if form == _FORMATS[0] else found
    raise ValueError(
        f"'{text}' is no time; write today, 2026-11-22, '2026-11-22 10:30', or 90m, 2h, 7d for so long ago"
    )


def _day(within: datetime, end: bool) -> datetime:
    start = within.replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1) if end else start
