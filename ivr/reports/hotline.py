"""The report of the suggestion lines: how much came in, on which line, about what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from statistics import fmean

from ivr.journal.reader import JournalReader
from ivr.journal.suggestions import Suggestion, suggestions
from ivr.measures.intervals import Intervals
from ivr.measures.parts import Parts
from ivr.reports.asked import Asked
from ivr.reports.labels import label, moments, short
from ivr.reports.sheet import Cell, Chart, Column, Series, Sheet, Unit
from ivr.reports.stated import Seen, stated, told, without_calls
from ivr.reports.words import word

_COLUMNS: Mapping[str, Unit] = {
    "suggestions": "count",
    "suggestion_share": "share",
    "suggestion_callers": "count",
    "suggestion_length": "seconds",
}
Key = tuple[str, ...]


async def hotline(reader: JournalReader, asked: Asked) -> Sheet:
    """The report. Raises `DatabaseUnusable`."""
    found = await suggestions(reader, asked.since.timestamp(), asked.until.timestamp())
    read = _readers(asked)
    parts: dict[Key, list[Suggestion]] = defaultdict(list)
    for each in found:
        parts[tuple(read[name](each) for name in asked.by)].append(each)
    keys = sorted(parts)
    labels = _labels(asked, keys)
    rows = tuple((*texts, *_figures(parts[key], len(found))) for key, texts in zip(keys, labels, strict=True))
    heads = [Column(name, word(_heading(name), asked.language), "text") for name in asked.by]
    blank = [word("total", asked.language), *[""] * (len(asked.by) - 1)]
    seen = Seen(len(found), 0)
    return Sheet(
        name=asked.report.name,
        title=asked.report.title[asked.language],
        language=asked.language,
        facts=tuple(_stated(asked, seen)),
        columns=(
            *heads,
            *(Column(name, word(name, asked.language), unit) for name, unit in _COLUMNS.items()),
        ),
        rows=rows,
        total=(*blank, *_figures(found, len(found))) if asked.by and found else None,
        charts=(_chart(asked, labels, rows),) if asked.by and rows else (),
        notes=() if rows else (word("no_suggestions", asked.language),),
        told=told(asked, seen, Parts()),
        keys=tuple(keys),
    )


def _readers(asked: Asked) -> Mapping[str, Callable[[Suggestion], str]]:
    grid, zone = Intervals(asked.reckoning.interval, asked.zone), asked.zone
    return {
        "interval": lambda each: grid.key(each.opened),
        "weekday": lambda each: str(datetime.fromtimestamp(each.opened, zone).isoweekday()),
        "hour": lambda each: f"{datetime.fromtimestamp(each.opened, zone).hour:02}",
        "line": lambda each: each.line,
        "category": lambda each: each.category,
        "language": lambda each: each.language,
    }


def _stated(asked: Asked, seen: Seen) -> list[tuple[str, str]]:
    """Without the service level: nobody waits here."""
    kept = without_calls(asked, [*stated(asked, seen, Parts())])
    return [*kept, (word("suggestions", asked.language), f"{seen.calls:,}")]


def _figures(found: Sequence[Suggestion], whole: int) -> tuple[Cell, ...]:
    callers = {each.caller for each in found if each.caller}
    length = fmean(each.seconds for each in found) if found else None
    return len(found), len(found) / whole if whole else None, len(callers), length


def _labels(asked: Asked, keys: Sequence[Key]) -> list[Key]:
    columns = []
    for at, name in enumerate(asked.by):
        own = [key[at] for key in keys]
        if name == "interval":
            columns.append(moments(own, asked.reckoning.interval, asked.zone))
        else:
            columns.append([label(name, key, {}, asked.language) for key in own])
    return list(zip(*columns, strict=True)) if columns else [() for _ in keys]


def _heading(name: str) -> str:
    return "by_hotline" if name == "line" else f"by_{name}"


def _chart(asked: Asked, labels: Sequence[Key], rows: Sequence[Sequence[Cell]]) -> Chart:
    names = [" · ".join(texts) for texts in labels]
    counts = (row[len(asked.by)] for row in rows)
    values = tuple(each if isinstance(each, int | float) else None for each in counts)
    in_time = asked.by in (("interval",), ("hour",), ("weekday",))
    shown = tuple(short(names) if asked.by == ("interval",) else names)
    title = word("suggestions", asked.language)
    return Chart(title, "parts", "count", in_time, shown, (Series(title, values),))
