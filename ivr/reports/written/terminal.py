"""A table for a terminal, with what it is about above and notes below."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from ivr.reports.figures import shown
from ivr.reports.sheet import Sheet


def head(sheet: Sheet) -> Iterator[str]:
    """The lines above the table."""
    yield sheet.title
    for heading, text in sheet.facts:
        yield f"  {heading}: {text}"


def table(sheet: Sheet, most: int | None = None) -> Table:
    """The rows, `most` of them at most, and the total set apart."""
    found = Table(box=None, pad_edge=False, padding=(0, 1))
    for column in sheet.columns:
        text = column.unit == "text"
        found.add_column(Text(column.title), justify="left" if text else "right", overflow="fold")
    for row in sheet.rows[:most]:
        found.add_row(*(Text(shown(cell, c.unit)) for cell, c in zip(row, sheet.columns, strict=True)))
    if sheet.total is not None:
        cells = (shown(cell, c.unit) for cell, c in zip(sheet.total, sheet.columns, strict=True))
        found.add_row(*(Text(cell, "bold") for cell in cells))
    return found
