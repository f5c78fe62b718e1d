"""From counted parts to a sheet: the columns of a report, its charts, and what must be known to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.journal.story import clean
from ivr.measures.catalogue import MEASURES
from ivr.measures.measure import Measure
from ivr.measures.parts import Parts, total
from ivr.measures.service_level import FORMULAS
from ivr.reports.asked import Asked
from ivr.reports.definitions import Drawn
from ivr.reports.labels import label, moments, short
from ivr.reports.sheet import Cell, Chart, Column, Series, Sheet, Unit
from ivr.reports.words import word

Rows = Mapping[tuple[str, ...], Parts]
"""The parts by the keys of the split."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How many calls of the log a report was made of, and how many of them were still running."""

    calls: int
    running: int


def sheet_of(asked: Asked, rows: Rows, seen: Seen) -> Sheet:
    """The report."""
    keys = sorted(rows)
    labels = _labels(asked, keys)
    whole = total(rows.values())
    measures = [measure(name, asked.formula) for name in asked.report.columns]
    named = zip(asked.report.columns, measures, strict=True)
    figures = {name: [found.of(rows[key]) for key in keys] for name, found in named}
    body = tuple((*texts, *(figures[name][at] for name in figures)) for at, texts in enumerate(labels))
    heads = [word("total", asked.language), *[""] * (len(asked.by) - 1)] if asked.by else []
    return Sheet(
        name=asked.report.name,
        title=asked.report.title[asked.language],
        language=asked.language,
        facts=tuple(_facts(asked, whole, seen)),
        columns=_columns(asked, measures),
        rows=body,
        total=(*heads, *(m.of(whole) for m in measures)) if asked.by else None,
        charts=tuple(_charts(asked, labels, figures)),
        notes=tuple(_notes(asked, body)),
        told=_told(asked, whole, seen),
        keys=tuple(keys),
    )


def measure(name: str, formula: str) -> Measure:
    """The measure of a column; the service level is that of the formula chosen. Raises KeyError."""
    return MEASURES[f"service_level_{formula.lower()}" if name == "service_level" else name]


def _labels(asked: Asked, keys: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    columns = []
    for at, dimension in enumerate(asked.by):
        own = [key[at] for key in keys]
        if dimension == "interval":
            columns.append(moments(own, asked.reckoning.interval, asked.zone))
        else:
            columns.append([label(dimension, key, asked.names, asked.language) for key in own])
    return list(zip(*columns, strict=True)) if columns else [() for _ in keys]


def _columns(asked: Asked, measures: Sequence[Measure]) -> tuple[Column, ...]:
    split = [Column(name, word(f"by_{name}", asked.language), "text") for name in asked.by]
    for name, found in zip(asked.report.columns, measures, strict=True):
        split.append(Column(name, title(found, asked), found.unit))
    return tuple(split)


def title(found: Measure, asked: Asked) -> str:
    """The heading of a measure; of a service level with its time."""
    text = found.title[asked.language]
    if found.name.startswith("service_level"):
        text = f"{text}, {asked.reckoning.within:g} s" if not asked.reckoning.targets else text
    return text[:1].upper() + text[1:]


def _charts(
    asked: Asked, labels: Sequence[tuple[str, ...]], figures: Mapping[str, Sequence[Cell]]
) -> Iterator[Chart]:
    in_time = asked.by in (("interval",), ("hour",), ("weekday",))
    names = tuple(" · ".join(texts) for texts in labels)
    names = tuple(short(names)) if asked.by == ("interval",) else names
    for drawn in asked.report.charts if asked.by and labels else ():
        found = _chart(asked, drawn, figures)
        yield Chart(drawn.title[asked.language], drawn.kind, _unit(drawn, asked), in_time, names, found)


def _unit(drawn: Drawn, asked: Asked) -> Unit:
    return measure(drawn.columns[0], asked.formula).unit


def _chart(asked: Asked, drawn: Drawn, figures: Mapping[str, Sequence[Cell]]) -> tuple[Series, ...]:
    found = []
    for name in drawn.columns:
        values = tuple(each if isinstance(each, int | float) else None for each in figures[name])
        found.append(Series(title(measure(name, asked.formula), asked), values))
    return tuple(found)


def _facts(asked: Asked, whole: Parts, seen: Seen) -> Iterator[tuple[str, str]]:
    language = asked.language
    split = [word(f"by_{name}", language) for name in asked.by]
    if "interval" in asked.by:
        split[asked.by.index("interval")] += f" ({_length(asked)})"
    ends = {"begin": _shown(asked.since), "end": _shown(asked.until)}
    yield word("range", language), word("from_to", language, **ends)
    yield word("zone", language), str(asked.zone)
    yield word("split", language), " · ".join(split) or word("whole", language)
    formula = FORMULAS[asked.formula]
    said = {"letter": formula.letter, "text": formula.text[language], "seconds": _target(asked)}
    yield word("service_level", language), word("formula", language, **said)
    yield word("calls", language), f"{seen.calls:,}"
    yield word("open", language), _open(asked, whole, seen)
    yield word("made", language), _shown(asked.now)


def _target(asked: Asked) -> str:
    """The time of the service level, and of which queues it is another."""
    own = asked.reckoning.targets.items()
    others = [f"{clean(asked.names.get(name, name))} {seconds:g}" for name, seconds in own]
    return f"{asked.reckoning.within:g}" + (f" ({', '.join(others)})" if others else "")


def _length(asked: Asked) -> str:
    length = asked.reckoning.interval
    if isinstance(length, int):
        return word("minutes", asked.language, minutes=length)
    return word(length, asked.language)


def _open(asked: Asked, whole: Parts, seen: Seen) -> str:
    language, found = asked.language, []
    if asked.until > asked.now:
        found.append(word("goes_on", language))
    if seen.running:
        found.append(word("running", language, calls=seen.running))
    if whole.waiting:
        found.append(word("waiting", language, calls=whole.waiting))
    if whole.pending and "fcr" in asked.report.columns:
        days = f"{asked.reckoning.fcr_window / 86_400:g}"
        found.append(word("pending", language, calls=whole.pending, days=days))
    return ("；" if language == "zh" else "; ").join(found) or word("nothing_open", language)


def _told(asked: Asked, whole: Parts, seen: Seen) -> Mapping[str, object]:
    return {
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "zone": str(asked.zone),
        "made": asked.now.isoformat(timespec="seconds"),
        "by": list(asked.by),
        "interval": asked.reckoning.interval if "interval" in asked.by else None,
        "formula": asked.formula,
        "within": asked.reckoning.within,
        "targets": dict(asked.reckoning.targets),
        "short": asked.reckoning.short,
        "calls": seen.calls,
        "running": seen.running,
        "waiting": whole.waiting,
    }


def _notes(asked: Asked, rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    if not rows:
        yield word("no_calls", asked.language)
    elif any(cell is None for row in rows for cell in row):
        yield word("no_data", asked.language)


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
