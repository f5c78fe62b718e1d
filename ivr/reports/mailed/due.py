"""When a scheduled report is due, and the time that it is about. Pure.

A report is due once on each of its days, by the date in the site's zone: the hour that a clock shows twice is
taken the first time, and one that it leaves out is as long after midnight as on any other day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ivr.settings.reports import WEEKDAYS, Range, Scheduled

LONGEST = 31
"""Days between two that a schedule names."""


def latest(scheduled: Scheduled, now: datetime, zone: tzinfo) -> date:
    """The last day on which it was due."""
    return next(
        day for day in _days(now, zone, -1) if is_on(scheduled, day) and moment(scheduled, day, zone) <= now
    )


def following(scheduled: Scheduled, now: datetime, zone: tzinfo) -> date:
    """The next day on which it is due."""
    return next(
        day for day in _days(now, zone, 1) if is_on(scheduled, day) and moment(scheduled, day, zone) > now
    )


def _days(now: datetime, zone: tzinfo, step: int) -> Iterator[date]:
    """From the day after or before today on, since a clock that leaves out an hour may carry a time over
    midnight."""
    today = now.astimezone(zone).date()
    for number in range(-1, LONGEST + 2):
        yield today + timedelta(days=step * number)


def is_on(scheduled: Scheduled, day: date) -> bool:
    """Whether it is due on this day."""
    last = monthrange(day.year, day.month)[1]
    return not scheduled.on or any(_names(each, day, last) for each in scheduled.on)


def _names(on: str | int, day: date, last: int) -> bool:
    if isinstance(on, int):
        return day.day == min(on, last)
    return day.day == last if on == "last" else WEEKDAYS[day.weekday()] == on


def moment(scheduled: Scheduled, day: date, zone: tzinfo) -> datetime:
    """When it is due on a day."""
    return _at(day, scheduled.at, zone)


def range_of(scheduled: Scheduled, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The time that it is about when it is due on a day: [since, until)."""
    first, last = _range(scheduled.range, day)
    until = moment(scheduled, day, zone) if last is None else _at(last, time(), zone)
    return _at(first, time(), zone), until


def _range(name: Range, day: date) -> tuple[date, date | None]:
    """First day, and the day after the last; None for up to the moment."""
    monday, first, one = day - timedelta(days=day.weekday()), day.replace(day=1), timedelta(days=1)
    ranges: Mapping[Range, tuple[date, date | None]] = {
        "today": (day, None),
        "this_week": (monday, None),
        "this_month": (first, None),
        "yesterday": (day - one, day),
        "last_week": (monday - 7 * one, monday),
        "last_month": ((first - one).replace(day=1), first),
        "last_7_days": (day - 7 * one, day),
        "last_30_days": (day - 30 * one, day),
    }
    return ranges[name]


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    """In the zone's own clock: by way of UTC a time that is left out becomes one that there is."""
    return datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)
