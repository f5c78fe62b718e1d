"""Reports as CSV."""

from __future__ import annotations

import csv as standard
import io

from ivr.reports.written import csv
from tests.reports.sheets import EMPTY, HOSTILE, SHEET


def read(data: bytes) -> list[list[str]]:
    return list(standard.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert csv.write(SHEET).startswith(b"\xef\xbb\xbf")


def test_the_table_comes_first_with_exact_figures_and_the_total_last() -> None:
    heading, first, _, total, *_ = read(csv.write(SHEET))
    assert heading == ["Queue", "Offered", "Answered", "Abandoned", "Service level", "ASA"]
    assert first == ["Customer service", "10", "8", "2", "0.8125", "12.5"]
    assert total == ["Total", "11", "8", "3", "0.7", "12.5"]


def test_a_name_is_never_a_formula_and_comes_back_whole() -> None:
    hostile = read(csv.write(SHEET))[2]
    assert hostile[0] == f"'{HOSTILE}"


def test_no_data_is_an_empty_cell() -> None:
    assert read(csv.write(SHEET))[2][4:] == ["", ""]


def test_below_the_table_stands_what_it_is_about() -> None:
    rows = read(csv.write(SHEET))
    assert rows[4:] == [
        [],
        ["Calls by queue"],
        ["Range", "2026-11-25 00:00 to 2026-11-26 00:00"],
        ["Service level", "formula D, 20 s"],
        ["A note."],
    ]


def test_a_report_over_nothing_has_its_headings() -> None:
    assert read(csv.write(EMPTY))[0][0] == "Queue"
