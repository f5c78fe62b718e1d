"""The report of what is unusual in a day: its half-hours against those of the same weekday before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ivr.journal.reader import JournalReader
from ivr.measures.intervals import Intervals
from ivr.measures.measure import Measure
from ivr.measures.parts import Parts, total
from ivr.measures.split import table
from ivr.reports.asked import Asked
from ivr.reports.figures import shown
from ivr.reports.labels import label
from ivr.reports.making import measure, title
from ivr.reports.reading import Progress, read
from ivr.reports.sheet import Chart, Column, Series, Sheet
from ivr.reports.stated import Seen, stated, told
from ivr.reports.unusual import FEWEST, Slot, Unusual, expected, unusual
from ivr.reports.words import word

WEEKS = 8
MOST_CHARTS = 6
_WATCHED: Mapping[str, str] = {
    "calls": "",
    "offered": "",
    "abandon_rate": "offered",
    "service_level": "offered",
    "asa": "answered",
    "aht": "handled",
    "menu_abandon_rate": "into_menu",
}
"""Measures, and those that tell of how many calls they are made."""

Key = tuple[str, ...]
Half = Mapping[str, Parts]
"""Parts by the local time at which a half-hour begins."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day's parts by split and half-hour, and how many calls began in it."""

    parts: Mapping[Key, Half]
    seen: Seen


@dataclass(frozen=True, slots=True)
class Found:
    """What was unusual: of which part of the split (None for all calls), in which measure."""

    key: Key | None
    of: Measure
    when: Unusual
    times: Sequence[str]
    today: Half
    before: Sequence[Half]

    @property
    def span(self) -> Sequence[str]:
        """The half-hours in which it was so."""
        return self.times[self.when.begin : self.when.end]

    @property
    def now(self) -> float | None:
        """The figure in them."""
        return self.of.of(total(self.today.get(time, Parts()) for time in self.span))

    @property
    def usual(self) -> float | None:
        """What it is else in them."""
        if self.of.unit == "count":
            each = (_usual(self, time) for time in self.span)
            return sum(value or 0.0 for value in each)
        return self.of.of(total(day.get(time, Parts()) for day in self.before for time in self.span))


async def anomalies(reader: JournalReader, asked: Asked, progress: Progress) -> Sheet:
    """The report over the day in which `asked.since` lies, as far as `asked.until`. Raises
    `DatabaseUnusable`."""
    begin = asked.since.replace(hour=0, minute=0, second=0, microsecond=0)
    end = min(asked.until, asked.now, begin + timedelta(days=1))
    times = _times(begin, end, asked)
    today = await _day(reader, asked, begin, end)
    before: list[Day] = []
    for week in range(1, WEEKS + 1):
        progress(week, WEEKS)
        other = begin - timedelta(weeks=week)
        day = await _day(reader, asked, other, other + timedelta(days=1))
        before += [day] if day.seen.calls else []
    found = sorted(_all(asked, times, today, before), key=lambda each: (each.when.end or 0, -each.when.most))
    return _sheet(asked, found, (today, before))


async def _day(reader: JournalReader, asked: Asked, begin: datetime, end: datetime) -> Day:
    since, until = begin.timestamp(), end.timestamp()
    log = await read(reader, since, until, lambda done, whole: None)
    reckoning = replace(
        asked.reckoning, interval="half_hour", since=since, until=until, known_until=asked.now.timestamp()
    )
    parts: dict[Key, dict[str, Parts]] = defaultdict(dict)
    for (moment, *key), each in table(log.calls, log.times, ("interval", *asked.by), reckoning).items():
        local = f"{datetime.fromisoformat(moment).astimezone(asked.zone):%H:%M}"
        own = parts[tuple(key)]
        own[local] = own.get(local, Parts()) + each
    began = [call for call in log.calls if call.is_of_a_caller and since <= call.began < until]
    return Day(parts, Seen(len(began), sum(call.ended is None for call in began)))


def _times(begin: datetime, end: datetime, asked: Asked) -> list[str]:
    """The half-hours of the day that are over by then, by their local times, each once."""
    grid, at = Intervals("half_hour", asked.zone), begin.timestamp()
    found: dict[str, None] = {}
    while (after := grid.around(at)[1]) <= end.timestamp():
        found[f"{datetime.fromtimestamp(at, asked.zone):%H:%M}"] = None
        at = after
    return list(found)


def _all(asked: Asked, times: Sequence[str], today: Day, before: Sequence[Day]) -> Iterator[Found]:
    keys = {key for day in (today, *before) for key in day.parts}
    whole = [_summed(day) for day in (today, *before)]
    yield from _of_key(asked, times, None, whole)
    for key in sorted(keys) if asked.by else ():
        yield from _of_key(asked, times, key, [day.parts.get(key, {}) for day in (today, *before)])


def _summed(day: Day) -> Half:
    found: dict[str, Parts] = {}
    for half in day.parts.values():
        for time, parts in half.items():
            found[time] = found.get(time, Parts()) + parts
    return found


def _of_key(asked: Asked, times: Sequence[str], key: Key | None, days: Sequence[Half]) -> Iterator[Found]:
    for name, of in _WATCHED.items():
        own = measure(name, asked.formula)
        size = measure(of, asked.formula) if of else own
        slots = [[_slot(day.get(time, Parts()), own, size) for time in times] for day in days]
        for when in unusual(slots[0], slots[1:], own.unit):
            yield Found(key, own, when, times, days[0], days[1:])


def _slot(parts: Parts, own: Measure, size: Measure) -> Slot:
    return Slot(own.of(parts), size.of(parts) or 0.0)


def _usual(found: Found, time: str) -> float | None:
    slots = [Slot(found.of.of(day.get(time, Parts())), 1.0) for day in found.before]
    return expected(slots, found.of.unit)


def _sheet(asked: Asked, found: Sequence[Found], days: tuple[Day, Sequence[Day]]) -> Sheet:
    today, before = days
    language = asked.language
    heads = [Column(name, word(f"by_{name}", language), "text") for name in asked.by]
    names = ("what", "direction", "since", "until", "now", "usual")
    texts = [Column(name, word(f"anomaly_{name}", language), "text") for name in names]
    whole = total(parts for half in today.parts.values() for parts in half.values())
    facts = [*stated(asked, today.seen, whole)]
    facts.insert(1, (word("anomaly_against", language), word("anomaly_days", language, days=len(before))))
    return Sheet(
        name=asked.report.name,
        title=asked.report.title[language],
        language=language,
        facts=tuple(facts),
        columns=(*heads, *texts, Column("strength", word("anomaly_strength", language), "score")),
        rows=tuple(_row(asked, each) for each in found),
        charts=tuple(_chart(asked, each) for each in found[:MOST_CHARTS]),
        notes=tuple(_notes(language, len(before), bool(found))),
        told={**told(asked, today.seen, whole), "days_before": len(before), "found": _plain(found)},
    )


def _row(asked: Asked, found: Found) -> tuple[str | float, ...]:
    return (
        *_part(asked, found),
        title(found.of, asked),
        word("anomaly_more" if found.when.sign > 0 else "anomaly_less", asked.language),
        found.span[0],
        _end(found) or word("anomaly_goes_on", asked.language),
        shown(found.now, found.of.unit),
        shown(found.usual, found.of.unit),
        round(found.when.most, 1),
    )


def _end(found: Found) -> str:
    """'' while it goes on."""
    return "" if found.when.end is None else found.times[found.when.end]


def _part(asked: Asked, found: Found) -> list[str]:
    if found.key is None:
        return [word("anomaly_all", asked.language), *[""] * (len(asked.by) - 1)] if asked.by else []
    named = zip(asked.by, found.key, strict=True)
    return [label(name, key, asked.names, asked.language) for name, key in named]


def _chart(asked: Asked, found: Found) -> Chart:
    values = tuple(found.of.of(found.today.get(time, Parts())) for time in found.times)
    usual = tuple(_usual(found, time) for time in found.times)
    series = (
        Series(word("anomaly_now", asked.language), values),
        Series(word("anomaly_usual", asked.language), usual),
    )
    heading = " · ".join([*filter(None, _part(asked, found)), title(found.of, asked)])
    return Chart(heading, "figures", found.of.unit, True, tuple(found.times), series)


def _notes(language: str, days: int, found: bool) -> Iterator[str]:
    if days < FEWEST:
        yield word("anomaly_too_few", language, days=days, least=FEWEST)
    elif not found:
        yield word("anomaly_none", language)
    else:
        yield word("anomaly_how", language)


def _plain(found: Sequence[Found]) -> list[dict[str, object]]:
    """For programs: the figures as they are."""
    return [
        {
            "key": each.key,
            "measure": each.of.name,
            "sign": each.when.sign,
            "since": each.span[0],
            "until": _end(each) or None,
            "now": each.now,
            "usual": each.usual,
        }
        for each in found
    ]
