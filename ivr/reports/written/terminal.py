"""A table for a terminal, with what it is about above and notes below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from rich.cells import cell_len
from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from ivr.reports.figures import shown
from ivr.reports.sheet import Sheet

_GAP = 2
_LONGEST_NAME = 30


def head(sheet: Sheet) -> Iterator[str]:
    """The lines above the table."""
    yield sheet.title
    colon = "：" if sheet.language == "zh" else ": "
    for heading, text in sheet.facts:
        yield f"  {heading}{colon}{text}"


def table(sheet: Sheet, most: int | None = None) -> Table:
    """The rows, `most` of them at most, and the total set apart."""
    return _table(replace(sheet, rows=sheet.rows[:most]), range(len(sheet.columns)), folded=False)


def tables(sheet: Sheet, width: int | None = None) -> Iterator[Table]:
    """The rows, and the total set apart. What is wider than `width` characters comes in parts one below the
    other, each with what the rows are called; figures and their headings stay whole."""
    names = len(list(takewhile(lambda column: column.unit == "text", sheet.columns)))
    wide = _widths(sheet)
    part: list[int] = []
    for at in range(names, len(sheet.columns)):
        fits = width is None or sum(wide[each] + _GAP for each in [*range(names), *part, at]) - _GAP <= width
        if part and not fits:
            yield _table(sheet, [*range(names), *part], folded=width is not None)
            part = []
        part.append(at)
    yield _table(sheet, [*range(names), *part], folded=width is not None)


def _widths(sheet: Sheet) -> list[int]:
    rows = [*sheet.rows, *([] if sheet.total is None else [sheet.total])]
    return [
        min(
            max([cell_len(column.title), *(cell_len(shown(row[at], column.unit)) for row in rows)]),
            _LONGEST_NAME if column.unit == "text" else _LONGEST_NAME * 2,
        )
        for at, column in enumerate(sheet.columns)
    ]


def _table(sheet: Sheet, chosen: Sequence[int], *, folded: bool) -> Table:
    found = Table(box=None, pad_edge=False, padding=(0, 1))
    columns = [sheet.columns[at] for at in chosen]
    for column in columns:
        text = column.unit == "text"
        most = _LONGEST_NAME if text and folded else None
        justify: JustifyMethod = "left" if text else "right"
        found.add_column(Text(column.title), justify=justify, overflow="fold", max_width=most)
    for row in sheet.rows:
        cells = (shown(row[at], column.unit) for at, column in zip(chosen, columns, strict=True))
        found.add_row(*map(Text, cells))
    if sheet.total is not None:
        total = (shown(sheet.total[at], column.unit) for at, column in zip(chosen, columns, strict=True))
        found.add_row(*(Text(cell, "bold") for cell in total))
    return found
