"""A workbook: the table with its charts beside it, and a second sheet that says what it is about.

Figures are numbers, so that they can be reckoned on; texts are never formulas. Charts are the spreadsheet's
own and follow the cells.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ivr.files.spreadsheets import LONGEST_CELL
from ivr.reports.drawn.styles import style
from ivr.reports.sheet import Cell, Chart, Sheet, Unit
from ivr.reports.words import word

_FORMATS: dict[Unit, str] = {
    "count": "#,##0",
    "share": "0.0 %",
    "seconds": "#,##0.0",
    "score": "0.00",
    "direction": '"↑";"↓";"→"',
}
_PATTERNS = (
    "",
    "wide_upward_diagonal",
    "percent_50",
    "wide_downward_diagonal",
    "diagonal_brick",
    "vertical",
    "horizontal",
)
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus", "short_dash")
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot", "square_dot", "long_dash", "dash_dot")


def write(sheet: Sheet) -> bytes:
    """The whole file."""
    import xlsxwriter  # takes a while to import

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title[:200]})
        page = book.add_worksheet(word("sheet_figures", sheet.language))
        _fill(book, page, sheet)
        _charts(book, page, sheet)
        _about(book, book.add_worksheet(word("sheet_about", sheet.language)), sheet)
    return target.getvalue()


def _fill(book: Any, page: Any, sheet: Sheet) -> None:
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    looks: dict[tuple[Unit, bool], Any] = {}
    for unit in ("text", *_FORMATS):
        for total in (False, True):
            given = {"bold": total, "top": 1 if total else 0}
            looks[unit, total] = book.add_format(
                given | ({"num_format": _FORMATS[unit]} if unit in _FORMATS else {})
            )
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, 22 if column.unit == "text" else 12)
        page.write_string(0, at, column.title[:LONGEST_CELL], heading)
    for number, row in enumerate(sheet.all_rows, start=1):
        total = number > len(sheet.rows)
        for at, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(page, (number, at), cell, looks[column.unit, total])
    page.freeze_panes(1, sum(column.unit == "text" for column in sheet.columns))
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write(page: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
    if cell is None:
        page.write_blank(*at, None, look)
    elif isinstance(cell, str):
        page.write_string(*at, cell[:LONGEST_CELL], look)
    else:
        page.write_number(*at, cell, look)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where the figures of a chart stand: `page`, its columns by the titles of the series, and its rows."""

    page: str
    columns: Mapping[str, int]
    names: int
    first: int
    last: int

    def of(self, title: str) -> Mapping[str, Any]:
        """Name, categories and values of a series."""
        at = self.columns[title]
        return {
            "name": [self.page, self.first - 1, at],
            "categories": [self.page, self.first, 0, self.last, self.names],
            "values": [self.page, self.first, at, self.last, at],
        }


def _charts(book: Any, page: Any, sheet: Sheet) -> None:
    texts = sum(column.unit == "text" for column in sheet.columns)
    columns = {column.title: at for at, column in enumerate(sheet.columns)}
    table = _Cells(page.get_name(), columns, texts - 1, 1, len(sheet.rows))
    own = [chart for chart in sheet.charts if not {each.title for each in chart.series} <= columns.keys()]
    apart = _beside(book, sheet, own) if own else {}
    row = len(sheet.rows) + 3
    for number, chart in enumerate(sheet.charts if sheet.rows else ()):
        drawn = _chart(book, chart, apart.get(id(chart), table))
        page.insert_chart(row + 20 * number, 0, drawn, {"x_scale": 2, "y_scale": 1.2})


def _beside(book: Any, sheet: Sheet, charts: Sequence[Chart]) -> Mapping[int, _Cells]:
    """Figures that are not in the table, on a page of their own, one chart below the other."""
    page = book.add_worksheet(word("sheet_drawn", sheet.language))
    page.set_column(0, 0, 22)
    found, row = {}, 0
    for chart in charts:
        looks = book.add_format({"num_format": _FORMATS[chart.unit]})
        page.write_string(row, 0, chart.title[:LONGEST_CELL])
        for at, series in enumerate(chart.series, start=1):
            page.write_string(row + 1, at, series.title)
            for number, value in enumerate(series.values, start=row + 2):
                _write(page, (number, at), value, looks)
        for number, name in enumerate(chart.categories, start=row + 2):
            page.write_string(number, 0, name[:LONGEST_CELL])
        columns = {series.title: at for at, series in enumerate(chart.series, start=1)}
        last = row + 1 + len(chart.categories)
        found[id(chart)] = _Cells(page.get_name(), columns, 0, row + 2, last)
        row = last + 2
    return found


def _chart(book: Any, chart: Chart, cells: _Cells) -> Any:
    kind = {"type": "column" if chart.in_time else "bar"}
    if chart.kind == "parts":
        kind["subtype"] = "stacked"
    elif chart.in_time:
        kind = {"type": "line"}
    found = book.add_chart(kind)
    for number, series in enumerate(chart.series):
        found.add_series({**cells.of(series.title), **_look(number, kind["type"])})
    found.set_title({"name": chart.title[:200], "overlay": False})
    found.set_y_axis({"num_format": _FORMATS[chart.unit]} if chart.in_time else {"reverse": True})
    found.set_legend({"position": "bottom"})
    found.show_blanks_as("gap")
    return found


def _look(number: int, kind: str) -> dict[str, Any]:
    each, number = style(number), number % len(_MARKERS)
    if kind == "line":
        ink = {"color": each.colour}
        return {
            "line": ink | {"width": 2, "dash_type": _DASHES[number]},
            "marker": {"type": _MARKERS[number], "size": 6, "border": ink, "fill": ink},
        }
    if not _PATTERNS[number]:
        return {"fill": {"color": each.colour}, "border": {"color": each.colour}}
    pattern = {"pattern": _PATTERNS[number], "fg_color": "#FFFFFF", "bg_color": each.colour}
    return {"pattern": pattern, "border": {"color": each.colour}}


def _about(book: Any, page: Any, sheet: Sheet) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, sheet.title[:LONGEST_CELL], bold)
    row = 1
    for heading, text in sheet.facts:
        page.write_string(row, 0, heading)
        page.write_string(row, 1, text[:LONGEST_CELL], wrapped)
        row += 1
    for note in sheet.notes:
        page.write_string(row, 1, note[:LONGEST_CELL], wrapped)
        row += 1
