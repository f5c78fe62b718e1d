"""Intervals of the site's clock, as spans of real time.

Intervals of minutes begin with the local day and never reach over a change of the clock or over midnight: the
day on which the clock goes forward has 46 half-hours in Berlin, the one on which it goes back 50. Where the
clock changes within an interval (Lord Howe, by half an hour), the interval is cut there in two. Days, weeks
(from Monday) and months last from one local midnight to another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import floor
from typing import Literal

Interval = Literal["half_hour", "hour", "day", "week", "month", "all"] | int
"""A whole number is one of minutes, 1 to 1440."""

_MINUTES = {"half_hour": 30, "hour": 60}
_DAY = timedelta(days=1)


class Intervals:
    """All intervals of one length in a zone. Raises ValueError for a length that is none."""

    def __init__(self, length: Interval, zone: tzinfo) -> None:
        self._length, self._zone = length, zone
        minutes = length if isinstance(length, int) else _MINUTES.get(length, 0)
        if isinstance(length, int) and not 1 <= length <= 24 * 60:
            raise ValueError(f"an interval of {length} minutes: 1 to 1440 are possible")
        if not minutes and length not in ("day", "week", "month", "all"):
            raise ValueError(f"no interval '{length}'")
        self._step = 60.0 * minutes
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._keys: dict[float, str] = {}

    def around(self, at: float) -> tuple[float, float]:
        """[begin, end) of the interval in which this moment lies, in seconds since 1970."""
        place = bisect_right(self._starts, at) - 1
        if place >= 0 and at < self._ends[place]:
            return self._starts[place], self._ends[place]
        begin, end = self._reckoned(floor(at))  # all of them begin with a full second
        self._starts.insert(place + 1, begin)
        self._ends.insert(place + 1, end)
        return begin, end

    def key(self, at: float) -> str:
        """The begin of the interval, in UTC: 2026-10-25T00:30:00Z; '' where there is but one."""
        if self._length == "all":
            return ""
        begin = self.around(at)[0]
        if begin not in self._keys:
            self._keys[begin] = datetime.fromtimestamp(begin, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._keys[begin]

    def _reckoned(self, at: float) -> tuple[float, float]:
        if self._length == "all":
            return float("-inf"), float("inf")
        if self._step:
            return self._of_minutes(at)
        first, after = _days(self._local(at).date(), self._length)
        return self._midnight(first), self._midnight(after)

    def _of_minutes(self, at: float) -> tuple[float, float]:
        local = self._local(at)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        since = (local.replace(tzinfo=None) - midnight).total_seconds()
        offset = _offset(local)
        begin = midnight.replace(tzinfo=UTC).timestamp() - offset + since // self._step * self._step
        end = min(
            begin + self._step, midnight.replace(tzinfo=UTC).timestamp() - offset + _DAY.total_seconds()
        )
        return self._cut(begin, at), self._cut(end, at)

    def _cut(self, edge: float, at: float) -> float:
        """The edge, or the change of the clock between it and a moment inside."""
        same = _offset(self._local(at))
        inner = edge if edge <= at else edge - 1
        if _offset(self._local(inner)) == same:
            return edge
        inside, outside = at, inner
        while abs(inside - outside) > _NEAR:
            middle = (inside + outside) / 2
            if _offset(self._local(middle)) == same:
                inside = middle
            else:
                outside = middle
        return float(round(inside))

    def _midnight(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp()

    def _local(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, self._zone)


_NEAR = 0.1


def _offset(local: datetime) -> float:
    return (local.utcoffset() or timedelta()).total_seconds()


def _days(day: date, length: Interval) -> tuple[date, date]:
    if length == "month":
        first = day.replace(day=1)
        return first, (first + 31 * _DAY).replace(day=1)
    if length == "week":
        first = day - day.weekday() * _DAY
        return first, first + 7 * _DAY
    return day, day + _DAY


def pieces(begin: float, end: float, *grids: Intervals) -> Iterator[tuple[float, float]]:
    """[begin, end) cut wherever an interval of one of these ends."""
    while begin < end:
        cut = min([end, *(grid.around(begin)[1] for grid in grids)])
        yield begin, cut
        begin = cut
