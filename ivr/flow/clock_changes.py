"""When the clocks of a time zone are put forward or back; which times are left out then, or come twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_AHEAD = 400  # days: whatever comes once a year is within them
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


class ClockChange(NamedTuple):
    """On this day the clock goes from `before` to `after`, in minutes since midnight. What is between
    them does not exist on that day or, when the clock is put back, comes twice."""

    on: date
    before: int
    after: int

    def concerns(self, minute: int) -> bool:
        """Whether a time of that day is left out or comes twice; the ends themselves are no trouble."""
        return min(self.before, self.after) < minute < max(self.before, self.after)


@lru_cache(maxsize=64)
def clock_changes(zone: str, since: date) -> tuple[ClockChange, ...]:
    """The changes within the next 400 days."""
    where = ZoneInfo(zone)
    start = datetime(since.year, since.month, since.day, tzinfo=UTC)
    days = [start + _DAY * number for number in range(_AHEAD)]
    return tuple(_change(day, where) for day in days if _offset(day, where) != _offset(day + _DAY, where))


def _change(moment: datetime, zone: ZoneInfo) -> ClockChange:
    """The change in the day that begins at this moment."""
    low, high = 0, _DAY // _MINUTE
    offset = _offset(moment, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(moment + _MINUTE * middle, zone) == offset else (low, middle)
    there = moment + _MINUTE * high
    before, after = (there.replace(tzinfo=None) + shift for shift in (offset, _offset(there, zone)))
    midnight = datetime.combine(min(before, after), datetime.min.time())
    return ClockChange(midnight.date(), (before - midnight) // _MINUTE, (after - midnight) // _MINUTE)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
