"""CSV for spreadsheets: UTF-8 with the mark that Excel looks for, the table, and below it what it is about.

Figures are exact: seconds, and shares as parts of 1. No data is an empty cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ivr.files.spreadsheets import defused
from ivr.reports.sheet import Cell, Sheet


def write(sheet: Sheet) -> bytes:
    """The whole file."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([defused(column.title) for column in sheet.columns])
    for row in sheet.all_rows:
        rows.writerow([_plain(cell) for cell in row])
    rows.writerow([])
    rows.writerows(_about(sheet))
    return text.getvalue().encode("utf-8-sig")


def _about(sheet: Sheet) -> Iterator[list[str]]:
    yield [defused(sheet.title)]
    for heading, text in sheet.facts:
        yield [defused(heading), defused(text)]
    for note in sheet.notes:
        yield [defused(note)]


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return defused(cell) if isinstance(cell, str) else f"{round(cell, 6):.15g}"
