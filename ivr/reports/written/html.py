"""A page that is whole in itself: charts, table, style; no scripts, nothing from elsewhere.

It prints as a report, so that a browser makes it a PDF.
"""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element, tostring

import jinja2
from markupsafe import Markup

from ivr.reports.drawn.chart import MOST_BARS, draw
from ivr.reports.figures import shown
from ivr.reports.sheet import Chart, Sheet
from ivr.reports.words import word


def write(sheet: Sheet) -> bytes:
    """The page."""
    charts = [
        {"title": each.title, "svg": _markup(draw(each)), "more": _more(each, sheet)} for each in sheet.charts
    ]
    page = _template().render(
        sheet=sheet,
        language={"zh": "zh-CN"}.get(sheet.language, sheet.language),
        charts=charts,
        rows=[_cells(sheet, number) for number in range(len(sheet.rows))],
        total=[shown(cell, c.unit) for cell, c in zip(sheet.total or (), sheet.columns, strict=False)],
    )
    return page.encode()


def _cells(sheet: Sheet, number: int) -> list[str]:
    return [shown(cell, c.unit) for cell, c in zip(sheet.rows[number], sheet.columns, strict=True)]


def _more(chart: Chart, sheet: Sheet) -> str:
    many = len(chart.categories)
    return (
        "" if chart.in_time or many <= MOST_BARS else word("drawn", sheet.language, drawn=MOST_BARS, of=many)
    )


def _markup(element: Element) -> Markup:
    """ElementTree has escaped the texts in it."""
    return Markup(tostring(element, encoding="unicode"))


@cache
def _template() -> jinja2.Template:
    around = jinja2.Environment(
        loader=jinja2.PackageLoader("ivr.reports.written", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return around.get_template("page.html.j2")
