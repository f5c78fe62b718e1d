"""The report of work that is no call: e-mails, chats, tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ivr.journal.reader import JournalReader
from ivr.journal.work_journeys import work_journeys
from ivr.measures.intervals import Intervals
from ivr.measures.parts import Parts
from ivr.measures.work.catalogue import WORK_MEASURES
from ivr.measures.work.facts import WorkFacts, facts_of
from ivr.measures.work.parts import WorkParts, total
from ivr.measures.work.table import table
from ivr.reports.asked import Asked
from ivr.reports.labels import label, moments, short
from ivr.reports.sheet import Cell, Chart, Column, Series, Sheet
from ivr.reports.stated import Seen, stated, told, without_calls
from ivr.reports.words import word

Key = tuple[str, ...]
_PORTION = 20_000
_FATES = ("work_finished", "work_cancelled", "work_open")
_CHARTS = (("work_fates", "parts", _FATES), ("work_in_time", "figures", ("work_within_due",)))


async def work(reader: JournalReader, asked: Asked) -> Sheet:
    """The report. Raises `DatabaseUnusable`."""
    since, until, now = (moment.timestamp() for moment in (asked.since, asked.until, asked.now))
    own = replace(asked.reckoning, since=since, until=min(until, now), known_until=now)
    asked = replace(asked, reckoning=own)
    rows: dict[Key, WorkParts] = {}
    found: list[WorkFacts] = []
    async for journey in work_journeys(reader, since, min(until, now)):
        found.append(facts_of(journey))
        if len(found) >= _PORTION:
            _add(rows, asked, found)
            found = []
    _add(rows, asked, found)
    return sheet_of(asked, rows)


def sheet_of(asked: Asked, rows: Mapping[Key, WorkParts]) -> Sheet:
    """These parts as a sheet."""
    rows = _filled(asked, rows)
    keys, whole = sorted(rows), total(rows.values())
    labels = _labels(asked, keys)
    body = tuple((*texts, *_figures(rows[key])) for key, texts in zip(keys, labels, strict=True))
    blank = [word("total", asked.language), *[""] * (len(asked.by) - 1)]
    return Sheet(
        name=asked.report.name,
        title=asked.report.title[asked.language],
        language=asked.language,
        facts=_stated(asked, whole),
        columns=tuple(_columns(asked)),
        rows=body,
        total=(*blank, *_figures(whole)) if asked.by and rows else None,
        charts=tuple(_charts(asked, labels, body)) if asked.by and rows else (),
        notes=tuple(_notes(asked, body)),
        told={**told(asked, Seen(0, 0), Parts()), "work": whole.arrived, "open": whole.open},
        keys=tuple(keys),
    )


def _add(rows: dict[Key, WorkParts], asked: Asked, found: Sequence[WorkFacts]) -> None:
    for key, parts in table(found, asked.by, asked.reckoning).items():
        rows[key] = rows.get(key, WorkParts()) + parts


def _filled(asked: Asked, rows: Mapping[Key, WorkParts]) -> Mapping[Key, WorkParts]:
    """With the intervals in between in which nothing happened, or a chart would be wrong."""
    if asked.by != ("interval",) or not rows or asked.reckoning.interval == "all":
        return rows
    grid = Intervals(asked.reckoning.interval, asked.zone)
    at, last = (datetime.fromisoformat(key).timestamp() for (key,) in (min(rows), max(rows)))
    empty: dict[Key, WorkParts] = {}
    while at <= last:
        empty[(grid.key(at),)] = WorkParts()
        at = grid.around(at)[1]
    return empty | dict(rows)


def _columns(asked: Asked) -> Iterator[Column]:
    for name in asked.by:
        yield Column(name, word(f"by_{name}", asked.language), "text")
    for name, found in WORK_MEASURES.items():
        title = found.title[asked.language]
        yield Column(name, title[:1].upper() + title[1:], found.unit)


def _figures(parts: WorkParts) -> tuple[Cell, ...]:
    return tuple(found.of(parts) for found in WORK_MEASURES.values())


def _stated(asked: Asked, whole: WorkParts) -> tuple[tuple[str, str], ...]:
    """Without the service level of calls; what is open is work."""
    still = [word("work_still_open", asked.language, works=whole.open)] if whole.open else []
    facts = without_calls(asked, [*stated(asked, Seen(0, 0), Parts(), still)])
    return (*facts, (word("work", asked.language), f"{whole.arrived:,}"))


def _labels(asked: Asked, keys: Sequence[Key]) -> list[Key]:
    columns = []
    for at, name in enumerate(asked.by):
        own = [key[at] for key in keys]
        if name == "interval":
            columns.append(moments(own, asked.reckoning.interval, asked.zone))
        else:
            columns.append([label(name, key, asked.names, asked.language) for key in own])
    return list(zip(*columns, strict=True)) if columns else [() for _ in keys]


def _charts(asked: Asked, labels: Sequence[Key], rows: Sequence[Sequence[Cell]]) -> Iterator[Chart]:
    places = {name: len(asked.by) + at for at, name in enumerate(WORK_MEASURES)}
    in_time = asked.by in (("interval",), ("hour",), ("weekday",))
    names = [" · ".join(texts) for texts in labels]
    shown = tuple(short(names) if asked.by == ("interval",) else names)
    for title, kind, columns in _CHARTS:
        unit = WORK_MEASURES[columns[0]].unit
        series = tuple(
            Series(
                WORK_MEASURES[name].title[asked.language], tuple(_number(row[places[name]]) for row in rows)
            )
            for name in columns
        )
        yield Chart(word(title, asked.language), kind, unit, in_time, shown, series)  # type: ignore[arg-type]


def _series(name: str, at: int, rows: Sequence[Sequence[Cell]], language: str) -> Series:
    return Series(WORK_MEASURES[name].title[language], tuple(_number(row[at]) for row in rows))


def _number(cell: Cell) -> float | None:
    return cell if isinstance(cell, int | float) else None


def _notes(asked: Asked, rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    if not rows:
        yield word("no_work", asked.language)
    elif any(cell is None for row in rows for cell in row):
        yield word("no_data", asked.language)
