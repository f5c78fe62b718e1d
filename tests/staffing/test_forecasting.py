"""Days of the log, the forecast from them, and its error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.events import QueueEntered
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.staffing.forecasting import calls_of, error_of, in_hindsight, rows
from ivr.staffing.history import Day, bounds, half_hours, holidays_of, of_day
from ivr.staffing.kept import Forecasts, Kept
from ivr.staffing.needed import Needed, Work
from ivr.staffing.patience import Patience
from routing.forecast import Goal
from tests.journal.conftest import journal, reader

__all__ = ["journal", "reader"]  # fixtures

MONDAY = date(2026, 11, 30)
BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


def ago(days: int, calls: float, holiday: str = "") -> Day:
    return Day(MONDAY - timedelta(days=days), {"q": {"09:00": calls, "09:30": calls / 2}}, holiday)


def work(talk: float = 180.0, patience: float = 120.0) -> Work:
    return Work(talk, patience, 0.0, [({}, 1)], [talk], Patience((), (), patience))


# Half-hours of a day


@pytest.mark.parametrize(
    ("day", "zone", "hours", "labels"),
    [
        (date(2026, 3, 29), BERLIN, 23, 46),
        (date(2026, 10, 25), BERLIN, 25, 48),
        (date(2026, 11, 30), SHANGHAI, 24, 48),
        (date(2026, 4, 5), ZoneInfo("Australia/Lord_Howe"), 24.5, 48),
        (date(2026, 11, 30), ZoneInfo("Asia/Kathmandu"), 24, 48),
    ],
)
def test_a_day_has_the_half_hours_of_its_zone(day: date, zone: ZoneInfo, hours: float, labels: int) -> None:
    begin, end = bounds(day, zone)
    assert (end - begin) / 3600 == hours
    found = half_hours(day, zone)
    assert (len(found), found[0], found[-1]) == (labels, "00:00", "23:30")


def test_the_hour_that_is_skipped_has_no_half_hours() -> None:
    assert "02:30" not in half_hours(date(2026, 3, 29), BERLIN)


async def test_calls_are_counted_by_the_time_of_entry_and_the_hour_that_comes_twice_is_halved(
    journal: JournalWriter, reader: JournalReader
) -> None:
    begin, _ = bounds(date(2026, 10, 25), BERLIN)
    for number, hours in enumerate((2.25, 3.25, 3.25, 10.25)):
        at = begin + 3600 * hours
        journal.append(QueueEntered(at=at, call=f"c{number}", queue="q", priority=0))
    assert await journal.flush()
    day = await of_day(reader, date(2026, 10, 25), BERLIN)
    assert day.calls == {"q": {"02:00": 1.5, "09:00": 1.0}}
    assert day.total == 2.5


def test_public_holidays_have_names_and_a_country_without_has_none() -> None:
    assert "National Day" in holidays_of("CN", iter([2026]))[date(2026, 10, 1)]
    assert holidays_of("XX", iter([2026])) == {}


# Calls


def test_a_monday_is_expected_to_be_like_mondays() -> None:
    past = [ago(7, 40.0), ago(14, 40.0), *(ago(days, 5.0) for days in (1, 2, 8, 9))]
    assert calls_of(MONDAY, ["q"], past) == {"q": {"09:00": 40.0, "09:30": 20.0}}


def test_holidays_and_days_without_calls_are_left_out() -> None:
    past = [ago(7, 3.0, "National Day"), ago(14, 40.0), ago(21, 0.0)]
    assert calls_of(MONDAY, ["q"], past)["q"]["09:00"] == 40.0


def test_without_a_monday_nothing_is_expected() -> None:
    assert calls_of(MONDAY, ["q"], [ago(1, 9.0), ago(7, 3.0, "National Day")]) == {}


def test_growth_of_all_days_carries_a_monday_on() -> None:
    past = [ago(days, 100 * 1.05 ** -((days - 1) // 7)) for days in range(1, 57)]
    expected = calls_of(MONDAY, ["q"], past)["q"]["09:00"]
    assert 100.0 < expected < 105.0, "growth is held back"


# Agents


def test_only_half_hours_with_calls_have_rows_and_shrinkage_is_in_the_schedule() -> None:
    calls = {"q": {"09:00": 100.0, "09:30": 0.0}}
    goals = {"q": Goal(shrinkage=0.3)}
    (row,) = rows(calls, ["09:00", "09:30"], {"q": work()}, goals, None, lambda done, total: None)
    assert (row.begins, row.needed) == ("09:00", Needed(14, 12))
    assert row.scheduled == 18, "12 at the phone are 17.1 paid"


def test_queues_with_agents_of_their_own_are_added_up() -> None:
    calls = {"q": {"09:00": 100.0}, "r": {"09:00": 30.0}}
    goals: Mapping[str, Goal] = {"q": Goal(), "r": Goal()}
    (row,) = rows(calls, ["09:00"], {"q": work(), "r": work()}, goals, None, lambda done, total: None)
    assert row.needed.erlang_c == 14 + 5


# Errors


def test_a_forecast_is_judged_by_what_came() -> None:
    found = error_of({"q": {"09:00": 50.0}}, ago(0, 40.0), ["q"])
    assert (found.calls, found.wape, found.bias) == (60.0, 0.5, -10 / 60)


def test_in_hindsight_the_last_monday_is_forecast_from_the_days_up_to_a_week_before() -> None:
    past = [ago(7, 60.0), ago(8, 9.0), ago(14, 40.0)]
    found = in_hindsight(MONDAY, ["q"], past)
    assert found is not None
    assert (found.day, found.made) == (date(2026, 11, 23), None)
    assert found.errors.bias == pytest.approx(-1 / 3)
    assert in_hindsight(MONDAY, ["q"], past[:2]) is None


def test_forecasts_are_kept_by_day_and_queue_and_the_last_is_found(tmp_path: Path) -> None:
    kept = Forecasts(tmp_path)
    first = Kept(MONDAY, date(2026, 11, 20), {"q": {"09:00": 1.0}})
    kept.keep(first)
    kept.keep(Kept(MONDAY, date(2026, 11, 25), {"r": {"09:00": 2.0}}))
    kept.keep(Kept(MONDAY + timedelta(days=7), date(2026, 11, 25), {"q": {"09:00": 3.0}}))
    both = kept.of(MONDAY)
    assert both is not None
    assert both.calls == {"q": {"09:00": 1.0}, "r": {"09:00": 2.0}}
    assert kept.last_before(MONDAY, {"q"}) is None, "its day is not over"
    assert kept.last_before(MONDAY + timedelta(days=1), {"q", "r"}) == both
    assert kept.last_before(MONDAY + timedelta(days=9), {"q", "r"}) == both


def test_a_kept_forecast_that_cannot_be_read_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "forecasts").mkdir()
    (tmp_path / "forecasts/2026-11-23.json").write_text("{")
    (tmp_path / "forecasts/notes.json").write_text("{}")
    assert Forecasts(tmp_path).last_before(MONDAY, {"q"}) is None
    assert Forecasts(tmp_path / "absent").last_before(MONDAY, {"q"}) is None
