"""Reports as a workbook, read as what it is: XML in a zip."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ivr.reports.sheet import Chart, Series
from ivr.reports.written import xlsx
from tests.reports.sheets import EMPTY, HOSTILE, SHEET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BOOK = zipfile.ZipFile(io.BytesIO(xlsx.write(SHEET)))


def cells(row: int) -> list[ElementTree.Element]:
    page = ElementTree.fromstring(BOOK.read("xl/worksheets/sheet1.xml"))
    return page.findall(f".//{MAIN}row[@r='{row}']/{MAIN}c")


def texts() -> list[str]:
    shared = ElementTree.fromstring(BOOK.read("xl/sharedStrings.xml"))
    return ["".join(each.itertext()) for each in shared]


def test_figures_are_numbers() -> None:
    values = [cell.findtext(f"{MAIN}v") for cell in cells(2)[1:]]
    assert [float(value or "nan") for value in values] == [10, 8, 2, 0.8125, 12.5]


def test_no_cell_is_a_formula_whatever_its_text() -> None:
    page = ElementTree.fromstring(BOOK.read("xl/worksheets/sheet1.xml"))
    assert page.findall(f".//{MAIN}f") == []
    assert HOSTILE in texts()


def test_no_data_is_an_empty_cell() -> None:
    assert [cell.findtext(f"{MAIN}v") for cell in cells(3)[4:]] == [None, None]


def test_a_second_sheet_says_what_it_is_about() -> None:
    assert {"Calls by queue", "formula D, 20 s", "A note."} <= set(texts())
    assert "xl/worksheets/sheet2.xml" in BOOK.namelist()


def test_the_chart_follows_the_cells() -> None:
    chart = ElementTree.fromstring(BOOK.read("xl/charts/chart1.xml"))
    drawn = [each.findtext(f".//{CHART}val//{CHART}f") for each in chart.iter(f"{CHART}ser")]
    assert drawn == ["Figures!$C$2:$C$3", "Figures!$D$2:$D$3"]


@pytest.mark.filterwarnings("error")
def test_a_report_over_nothing_is_a_workbook_without_charts() -> None:
    book = zipfile.ZipFile(io.BytesIO(xlsx.write(EMPTY)))
    assert not [name for name in book.namelist() if "chart" in name]


def test_a_chart_of_figures_that_the_table_does_not_have_brings_its_own() -> None:
    days = Chart("Calls", "figures", "count", True, ("09:00", "09:30"), (Series("This day", (1, None)),))
    book = zipfile.ZipFile(io.BytesIO(xlsx.write(replace(SHEET, charts=(*SHEET.charts, days)))))
    chart = ElementTree.fromstring(book.read("xl/charts/chart2.xml"))
    (drawn,) = (each.findtext(f".//{CHART}val//{CHART}f") for each in chart.iter(f"{CHART}ser"))
    assert drawn == "Drawn!$B$3:$B$4"
