"""How many callers entered each queue, by half-hour, on the days before one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.journal.reader import JournalReader
from ivr.journal.stretch import counted, span

HALF_HOUR = 1800.0
Calls = Mapping[str, Mapping[str, float]]
"""By queue and by the local time at which a half-hour begins, such as 09:30."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the site's zone. `holiday` is its name, '' for an ordinary day."""

    day: date
    calls: Calls
    holiday: str = ""

    @property
    def total(self) -> float:
        return sum(sum(queue.values()) for queue in self.calls.values())


def bounds(day: date, zone: ZoneInfo) -> tuple[float, float]:
    """When a day begins and ends in the zone, seconds since 1970: 23 to 25 hours apart."""
    begin, end = (datetime.combine(day + timedelta(days=n), time(), zone).timestamp() for n in (0, 1))
    return begin, end


def half_hours(day: date, zone: ZoneInfo) -> list[str]:
    """The local times at which its half-hours begin, each once: 46 on the day that loses an hour."""
    begin, end = bounds(day, zone)
    return list(
        dict.fromkeys(_label(begin + HALF_HOUR * n, zone) for n in range(round((end - begin) / HALF_HOUR)))
    )


def _label(at: float, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(zone):%H:%M}"


def holidays_of(country: str, years: Iterator[int]) -> Mapping[date, str]:
    """The public holidays of a country; none where none are known for it."""
    import holidays  # takes a while to import

    try:
        return dict(holidays.country_holidays(country, years=list(years)))
    except NotImplementedError:
        return {}


async def days_before(
    reader: JournalReader, day: date, weeks: int, zone: ZoneInfo, progress: Callable[[int, int], None]
) -> list[Day]:
    """The days of so many weeks before it, newest first. Raises `DatabaseUnusable`."""
    found = []
    for back in range(1, 7 * weeks + 1):
        found.append(await of_day(reader, day - timedelta(days=back), zone))
        progress(back, 7 * weeks)
    return found


async def of_day(reader: JournalReader, day: date, zone: ZoneInfo) -> Day:
    """One day, its half-hours by local time; those of an hour that comes twice are halved."""
    begin, end = bounds(day, zone)
    over = await span(reader, begin, end)
    many = await counted(reader, over, "queue_entered", "queue", HALF_HOUR, begin, end)
    labels = [_label(begin + HALF_HOUR * n, zone) for n in range(round((end - begin) / HALF_HOUR))]
    calls: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (queue, slot), number in many.items():
        label = labels[min(slot, len(labels) - 1)]
        calls[queue][label] += number / labels.count(label)
    return Day(day, {queue: dict(slots) for queue, slots in calls.items()})
