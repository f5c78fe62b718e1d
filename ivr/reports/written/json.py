"""JSON for programs: one object, with names instead of headings and null for no data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from ivr.reports.sheet import Cell, Sheet


def write(sheet: Sheet) -> bytes:
    """The object and a line end."""
    found = {
        "report": sheet.name,
        "title": sheet.title,
        **sheet.told,
        "notes": list(sheet.notes),
        "columns": [{"name": c.name, "title": c.title, "unit": c.unit} for c in sheet.columns],
        "rows": [_named(sheet, row) for row in sheet.exact_rows],
        "total": None if sheet.total is None else _named(sheet, sheet.total),
    }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _named(sheet: Sheet, row: Sequence[Cell]) -> dict[str, Any]:
    return {column.name: cell for column, cell in zip(sheet.columns, row, strict=True)}
