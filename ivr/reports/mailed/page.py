"""The page in a letter. Mail programs take the style of each element, and tables; no scripts, no style
sheets, no SVG: charts are pictures in the letter, or rows of bars where no font can draw them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jinja2

from ivr.mail.letter import Picture
from ivr.reports.drawn.chart import MOST_BARS
from ivr.reports.drawn.picture import FontMissing, png, size
from ivr.reports.drawn.styles import style
from ivr.reports.figures import NO_DATA, shown
from ivr.reports.sheet import Cell, Chart, Sheet
from ivr.reports.words import word

Noted = Sequence[tuple[Sheet, Sequence[str]]]
"""Sheets, and what is to be said below each."""
WIDEST_TEXT = 200
_MOST_BARS_IN_TIME = 100


def page(noted: Noted, most_rows: int, pictures: list[Picture]) -> str:
    """The page; the pictures it shows are added to the list."""
    parts = [_part(sheet, notes, most_rows, pictures) for sheet, notes in noted]
    title = " / ".join(sheet.title for sheet, _ in noted)
    return _template().render(title=title, language=_tag(noted[0][0].language), parts=parts)


def _tag(language: str) -> str:
    return {"zh": "zh-CN"}.get(language, language)


def _part(sheet: Sheet, notes: Sequence[str], most: int, pictures: list[Picture]) -> Mapping[str, Any]:
    units = [column.unit for column in sheet.columns]
    return {
        "sheet": sheet,
        "language": _tag(sheet.language),
        "charts": [_chart(chart, sheet.language, pictures) for chart in sheet.charts if chart.categories],
        "rows": [_cells(row, sheet) for row in sheet.rows[:most]],
        "total": _cells(sheet.total, sheet) if sheet.total else [],
        "units": units,
        "notes": [*sheet.notes, *notes],
    }


def _cells(row: Sequence[Cell], sheet: Sheet) -> list[str]:
    return [_cut(shown(cell, column.unit)) for cell, column in zip(row, sheet.columns, strict=True)]


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST_TEXT else text[: WIDEST_TEXT - 1] + "…"


def _chart(chart: Chart, language: str, pictures: list[Picture]) -> Mapping[str, Any]:
    many, drawn = len(chart.categories), MOST_BARS
    more = "" if chart.in_time or many <= drawn else word("drawn", language, drawn=drawn, of=many)
    told = {"title": chart.title, "alt": _alt(chart, language), "more": more, "bars": (), "picture": None}
    try:
        picture = Picture(f"chart{len(pictures)}@{secrets.token_hex(8)}", png(chart))
    except FontMissing:
        return told | {"bars": _bars(chart), "legend": _legend(chart)}
    pictures.append(picture)
    wide, high = size(picture.png)
    return told | {"picture": picture.id, "wide": wide, "high": high}


def _alt(chart: Chart, language: str) -> str:
    """What a person hears who does not see the picture; each figure is in the table."""
    series = ("、" if language == "zh" else ", ").join(each.title for each in chart.series)
    return word("mail_alt", language, title=chart.title, series=series)


def _legend(chart: Chart) -> list[Mapping[str, str]]:
    return [{"title": each.title, "colour": style(at).colour} for at, each in enumerate(chart.series)]


def _bars(chart: Chart) -> list[Mapping[str, Any]]:
    """A row for each category; its bars one after another, or one below another."""
    most = _MOST_BARS_IN_TIME if chart.in_time else MOST_BARS
    whole = _largest(chart)
    return [
        {"name": _cut(name), "bars": [_bar(chart, number, at, whole) for number in range(len(chart.series))]}
        for at, name in enumerate(chart.categories[:most])
    ]


def _bar(chart: Chart, number: int, at: int, whole: float) -> Mapping[str, Any]:
    value = chart.series[number].values[at]
    share = 100 * max(0.0, value or 0.0) / whole
    said = NO_DATA if value is None else shown(value, chart.unit)
    return {"width": round(share), "said": said, "colour": style(number).colour}


def _largest(chart: Chart) -> float:
    found = max((value or 0.0 for each in chart.series for value in each.values), default=0.0)
    return max(found, 1.0) if chart.unit == "share" else found or 1.0


@cache
def _template() -> jinja2.Template:
    around = jinja2.Environment(
        loader=jinja2.PackageLoader("ivr.reports.mailed", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return around.get_template("page.html.j2")
