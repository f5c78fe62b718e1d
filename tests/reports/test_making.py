"""From counted parts to a sheet."""

from __future__ import annotations

import pytest

from ivr.measures.parts import Parts
from ivr.reports.making import Rows, sheet_of
from ivr.reports.sheet import Sheet
from ivr.reports.stated import Seen
from tests.reports.asks import asked

SUPPORT = Parts(
    entered=10, answered=8, abandoned=2, answered_within=7, abandoned_within=1, waited=80.0, longest=40.0
)
VIP = Parts(entered=1, waiting=1)
ROWS: Rows = {("vip",): VIP, ("support",): SUPPORT}


def row(sheet: Sheet, first: str) -> dict[str, object]:
    (found,) = [each for each in sheet.all_rows if each[0] == first]
    return {column.name: cell for column, cell in zip(sheet.columns, found, strict=True)}


def test_a_row_has_the_measures_of_its_parts() -> None:
    found = row(sheet_of(asked(), ROWS, Seen(11, 1)), "Customer service")
    assert (found["offered"], found["answered"], found["asa"]) == (10, 8, 10.0)
    assert found["service_level"] == 7 / 9


def test_the_total_is_made_of_the_parts_and_not_of_the_shares() -> None:
    found = row(sheet_of(asked(), ROWS, Seen(11, 1)), "Total")
    assert (found["offered"], found["waiting"], found["abandon_rate"]) == (11, 1, 2 / 11)


def test_no_data_is_none_and_told() -> None:
    sheet = sheet_of(asked(), ROWS, Seen(11, 1))
    assert row(sheet, "vip")["service_level"] is None
    assert sheet.notes == ("“–” is no data, which is neither 0 % nor 100 %.",)


def test_whether_an_agent_rises_is_told_with_what_it_means() -> None:
    falls = Parts(csat_answers=3, trend_t=3, trend_y=9, trend_tt=5, trend_ty=7, trend_yy=29)
    sheet = sheet_of(asked("agent"), {("li",): falls}, Seen(3, 0))
    found = row(sheet, "李娜")
    assert (found["agent_trend"], found["agent_rises"]) == (pytest.approx(-30), -1)
    assert any("↑ they rise" in note and "standard error" in note for note in sheet.notes)


@pytest.mark.parametrize(("letter", "share"), [("A", 7 / 8), ("B", 0.7), ("E", 0.8)])
def test_the_formula_chosen_is_the_one_named(letter: str, share: float) -> None:
    sheet = sheet_of(asked(formula=letter), ROWS, Seen(11, 1))
    assert row(sheet, "Customer service")["service_level"] == pytest.approx(share)
    assert dict(sheet.facts)["Service level"].startswith(f"formula {letter}, 20 s: ")
    assert f"Service level ({letter}), 20 s" in [column.title for column in sheet.columns]


def test_a_report_over_nothing_says_so() -> None:
    sheet = sheet_of(asked(), {}, Seen(0, 0))
    assert (sheet.rows, sheet.charts) == ((), ())
    assert sheet.notes == ("The log has no calls of this time.",)


def test_without_a_split_there_is_one_row_and_no_total() -> None:
    sheet = sheet_of(asked(by=()), {(): SUPPORT}, Seen(10, 0))
    assert len(sheet.rows) == 1
    assert sheet.total is None
    assert dict(sheet.facts)["Split by"] == "not split"


def test_parts_of_a_chart_add_up_to_what_was_offered() -> None:
    chart = sheet_of(asked(), ROWS, Seen(11, 1)).charts[0]
    assert chart.categories == ("Customer service", "vip")
    assert [sum(series.values[at] or 0 for series in chart.series) for at in (0, 1)] == [10, 1]


def test_two_dimensions_have_a_column_each() -> None:
    rows: Rows = {("2025-11-22T02:00:00Z", "support"): SUPPORT, ("2025-11-22T02:30:00Z", "support"): VIP}
    sheet = sheet_of(asked("inbound", by=("interval", "queue")), rows, Seen(11, 1))
    assert [each[:2] for each in sheet.rows] == [
        ("2025-11-22 10:00", "Customer service"),
        ("2025-11-22 10:30", "Customer service"),
    ]
    assert sheet.exact_rows[0][:2] == ("2025-11-22T02:00:00Z", "support")
    assert sheet.total is not None
    assert sheet.total[:2] == ("Total", "")
    assert "Time (by half-hour) · Queue" in dict(sheet.facts).values()


def test_everything_is_there_in_chinese() -> None:
    sheet = sheet_of(asked(language="zh"), ROWS, Seen(11, 1))
    shown = [sheet.title, *(heading for heading, _ in sheet.facts), *(c.title for c in sheet.columns)]
    assert all(any("一" <= char <= "鿿" for char in text) for text in shown)
