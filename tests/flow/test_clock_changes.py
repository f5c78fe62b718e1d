"""Clock changes of real time zones."""

from __future__ import annotations

from datetime import date

import pytest

from ivr.flow.clock_changes import ClockChange, clock_changes

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Asia/Shanghai", []),
        ("Europe/Berlin", [(date(2027, 3, 28), 120, 180), (date(2027, 10, 31), 180, 120)]),
        ("America/New_York", [(date(2027, 3, 14), 120, 180), (date(2027, 11, 7), 120, 60)]),
        ("Australia/Lord_Howe", [(date(2027, 4, 4), 120, 90), (date(2027, 10, 3), 120, 150)]),
    ],
)
def test_the_next_changes(zone: str, changes: list[ClockChange]) -> None:
    assert list(clock_changes(zone, TODAY)) == changes


def test_the_clock_that_goes_back_at_midnight_does_so_on_the_day_whose_hour_comes_twice() -> None:
    azores = clock_changes("Atlantic/Azores", TODAY)
    assert azores == ((date(2027, 3, 28), 0, 60), (date(2027, 10, 31), 60, 0))
    havana = clock_changes("America/Havana", TODAY)
    assert [change.on for change in havana] == [date(2027, 3, 14), date(2027, 11, 7)]


def test_only_what_is_between_is_left_out() -> None:
    change = ClockChange(date(2027, 3, 28), 120, 180)
    assert [minute for minute in (119, 120, 121, 179, 180) if change.concerns(minute)] == [121, 179]
