"""From counted parts to a sheet: the columns of a report, its charts, and what must be known to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ivr.measures.catalogue import MEASURES
from ivr.measures.measure import Measure
from ivr.measures.parts import Parts, total
from ivr.reports.asked import Asked
from ivr.reports.definitions import Drawn
from ivr.reports.labels import label, moments, short
from ivr.reports.sheet import Cell, Chart, Column, Series, Sheet, Unit
from ivr.reports.stated import Seen, stated, told
from ivr.reports.words import word

Rows = Mapping[tuple[str, ...], Parts]
"""The parts by the keys of the split."""


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
        facts=tuple(stated(asked, seen, whole)),
        columns=_columns(asked, measures),
        rows=body,
        total=(*heads, *(m.of(whole) for m in measures)) if asked.by else None,
        charts=tuple(_charts(asked, labels, figures)),
        notes=tuple(notes(asked, body)),
        told=told(asked, seen, whole),
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
        said = word("in_seconds", asked.language, seconds=f"{asked.reckoning.within:g}")
        text = text + (said if not asked.reckoning.targets else "")
    return text[:1].upper() + text[1:]


def _charts(
    asked: Asked, labels: Sequence[tuple[str, ...]], figures: Mapping[str, Sequence[Cell]]
) -> Iterator[Chart]:
    in_time = asked.by in (("interval",), ("hour",), ("weekday",))
    names = tuple(" · ".join(texts) for texts in labels)
    names = tuple(short(names)) if asked.by == ("interval",) else names
    for drawn in asked.report.charts if asked.by and labels else ():
        if not drawn.fits(asked.by):
            continue
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


def notes(asked: Asked, rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """What must be known to read these rows."""
    if not rows:
        yield word("no_calls", asked.language)
    elif any(cell is None for row in rows for cell in row):
        yield word("no_data", asked.language)
