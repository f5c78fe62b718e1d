"""From counted parts to a sheet: the columns of a report, its charts, and what must be known to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ivr.measures.catalogue import MEASURES
from ivr.measures.measure import Measure
from ivr.measures.parts import Parts, total
from ivr.reports.asked import Asked
from ivr.reports.definitions import OF_SCORES
from ivr.reports.labels import label, moments, short
from ivr.reports.sheet import Cell, Chart, Column, Series, Sheet
from ivr.reports.stated import Seen, stated, told
from ivr.reports.words import word

Key = tuple[str, ...]
"""What a row is about: a part of each dimension of the split."""
Rows = Mapping[Key, Parts]


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns that are no measures, and `of` what stands in them in the row with this key, None for all
    rows together. `keys`: the rows that they need. `facts`, `open` (what is not settled), `told`: as of a
    sheet."""

    columns: tuple[Column, ...] = ()
    keys: tuple[Key, ...] = ()
    of: Callable[[Key | None], tuple[Cell, ...]] = lambda key: ()
    facts: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()
    told: Mapping[str, object] = field(default_factory=dict)


NOTHING = Beside()


def sheet_of(asked: Asked, rows: Rows, seen: Seen, beside: Beside = NOTHING) -> Sheet:
    """The report; every key of `beside` is among the rows."""
    keys = sorted(rows)
    labels = _labels(asked, keys)
    whole = total(rows.values())
    measures = [measure(name, asked.formula) for name in asked.report.columns]
    columns = (*beside.columns, *_columns(asked, measures))
    cells = [(*beside.of(key), *(found.of(rows[key]) for found in measures)) for key in keys]
    body = tuple((*texts, *own) for texts, own in zip(labels, cells, strict=True))
    figures = {column.name: (column, [own[at] for own in cells]) for at, column in enumerate(columns)}
    heads = [word("total", asked.language), *[""] * (len(asked.by) - 1)] if asked.by else []
    return Sheet(
        name=asked.report.name,
        title=asked.report.title[asked.language],
        language=asked.language,
        facts=(*stated(asked, seen, whole, beside.open), *beside.facts),
        columns=(*(Column(name, word(f"by_{name}", asked.language), "text") for name in asked.by), *columns),
        rows=body,
        total=(*heads, *beside.of(None), *(m.of(whole) for m in measures)) if asked.by else None,
        charts=tuple(_charts(asked, labels, figures)),
        notes=tuple(notes(asked, body)),
        told={**told(asked, seen, whole), **beside.told},
        keys=tuple(keys),
    )


def measure(name: str, formula: str) -> Measure:
    """The measure of a column; the service level is that of the formula chosen. Raises KeyError."""
    return MEASURES[f"service_level_{formula.lower()}" if name == "service_level" else name]


def _labels(asked: Asked, keys: Sequence[Key]) -> list[Key]:
    columns = []
    for at, dimension in enumerate(asked.by):
        own = [key[at] for key in keys]
        if dimension == "interval":
            columns.append(moments(own, asked.reckoning.interval, asked.zone))
        else:
            names = {} if dimension in OF_SCORES else asked.names
            columns.append([label(dimension, key, names, asked.language) for key in own])
    return list(zip(*columns, strict=True)) if columns else [() for _ in keys]


def _columns(asked: Asked, measures: Sequence[Measure]) -> Iterator[Column]:
    for name, found in zip(asked.report.columns, measures, strict=True):
        yield Column(name, title(found, asked), found.unit)


def title(found: Measure, asked: Asked) -> str:
    """The heading of a measure; of a service level with its time."""
    text = found.title[asked.language]
    if found.name.startswith("service_level"):
        said = word("in_seconds", asked.language, seconds=f"{asked.reckoning.within:g}")
        text = text + (said if not asked.reckoning.targets else "")
    return text[:1].upper() + text[1:]


_Figures = Mapping[str, tuple[Column, Sequence[Cell]]]
"""The columns by their names, and what stands in them."""


def _charts(asked: Asked, labels: Sequence[Key], figures: _Figures) -> Iterator[Chart]:
    in_time = asked.by in (("interval",), ("hour",), ("weekday",))
    names = tuple(" · ".join(texts) for texts in labels)
    names = tuple(short(names)) if asked.by == ("interval",) else names
    for drawn in asked.report.charts if asked.by and labels else ():
        if drawn.fits(asked.by) and figures.keys() >= set(drawn.columns):
            found = tuple(_series(*figures[name]) for name in drawn.columns)
            unit = figures[drawn.columns[0]][0].unit
            yield Chart(drawn.title[asked.language], drawn.kind, unit, in_time, names, found)


def _series(column: Column, cells: Sequence[Cell]) -> Series:
    return Series(column.title, tuple(each if isinstance(each, int | float) else None for each in cells))


def notes(asked: Asked, rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """What must be known to read these rows."""
    if not rows:
        yield word("no_calls", asked.language)
        return
    if any(cell is None for row in rows for cell in row):
        yield word("no_data", asked.language)
    if "agent_rises" in asked.report.columns:
        yield word("agent_trend_means", asked.language)
    if "score_kappa" in asked.report.of_scores:
        yield word("scores_mean", asked.language)
