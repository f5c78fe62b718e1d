"""When something is due that may take so long, counted in working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.settings.hours import Hours

_DAY = timedelta(days=1)
_FAR = 3700
"""Days after which nobody waits for an office any more."""


class NeverOpen(ValueError):
    """The hours have not enough open time in ten years."""


def due(at: float, working: float, hours: Hours | None = None) -> float:
    """The moment, in seconds since 1970, by which `working` seconds of open time have passed since `at`; of
    all time without `hours`. Where the clock is put back or forward the real seconds count. Raises
    `NeverOpen`."""
    if hours is None or not working:
        return at + working
    left = working
    for opens, closes in _open_time(hours, at):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise NeverOpen


def _open_time(hours: Hours, since: float) -> Iterator[tuple[float, float]]:
    """The times when it is open from `since` on, one after the other, none twice."""
    zone, told = ZoneInfo(hours.timezone), since
    today = datetime.fromtimestamp(since, zone).date()
    for day in (today + _DAY * number for number in range(-1, _FAR)):
        for span in hours.spans(day):
            opens = max(_moment(day, span.first, zone), told)
            closes = _moment(day, span.last, zone)
            if closes > opens:
                yield opens, closes
                told = closes


def _moment(day: date, minute: int, zone: ZoneInfo) -> float:
    return (
        (datetime(day.year, day.month, day.day) + timedelta(minutes=minute)).replace(tzinfo=zone).timestamp()
    )
