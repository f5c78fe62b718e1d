"""Reports in a terminal."""

from __future__ import annotations

import io

from rich.console import Console

from ivr.reports.written import terminal
from tests.reports.sheets import EMPTY, SHEET


def printed(width: int = 160) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    console.print(next(terminal.tables(SHEET)))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_the_head_says_what_it_is_about() -> None:
    assert list(terminal.head(SHEET)) == [
        "Calls by queue",
        "  Range: 2026-11-25 00:00 to 2026-11-26 00:00",
        "  Service level: formula D, 20 s",
    ]


def test_a_row_has_its_figures() -> None:
    assert printed()[1].split()[-5:] == ["8", "2", "81.2", "%", "0:12"]


def test_the_total_is_the_last_line() -> None:
    assert printed()[-1].split()[:3] == ["Total", "11", "8"]


def test_a_report_over_nothing_has_its_headings() -> None:
    assert len(next(terminal.tables(EMPTY)).columns) == 6


def test_a_table_too_wide_comes_in_parts_that_each_name_the_rows() -> None:
    parts = list(terminal.tables(SHEET, 60))
    headings = [[str(column.header) for column in part.columns] for part in parts]
    assert [each[0] for each in headings] == ["Queue"] * len(parts)
    assert [name for each in headings for name in each[1:]] == [
        "Offered",
        "Answered",
        "Abandoned",
        "Service level",
        "ASA",
    ]
    assert len(parts) == 2
