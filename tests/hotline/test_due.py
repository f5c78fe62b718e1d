"""Due times count working hours: nights, weekends and holidays do not pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.hotline.due import NeverOpen, due
from ivr.settings.hours import Hours
from tests.hotline.made import OFFICE, at

HOURS = Hours.model_validate({**OFFICE, "closed_on": ["2026-11-25"], "open_on": ["2026-11-28 10:00-12:00"]})
HOUR = 3600.0


@pytest.mark.parametrize(
    ("opened", "hours", "until"),
    [
        ("2026-11-23 09:00", 2, "2026-11-23 11:00"),
        ("2026-11-23 09:00", 9, "2026-11-23 18:00"),
        ("2026-11-23 03:00", 1, "2026-11-23 10:00"),
        ("2026-11-23 17:00", 2, "2026-11-24 10:00"),
        ("2026-11-24 17:30", 1, "2026-11-26 09:30"),
        ("2026-11-27 18:00", 1, "2026-11-28 11:00"),
        ("2026-11-27 17:00", 4, "2026-11-30 10:00"),
    ],
    ids=["same_day", "to_the_minute", "at_night", "overnight", "a_day_off", "a_saturday_open", "a_weekend"],
)
def test_only_open_time_counts(opened: str, hours: int, until: str) -> None:
    assert due(at(opened), hours * HOUR, HOURS) == at(until)


def test_without_hours_all_time_counts() -> None:
    assert due(1000.0, 5.0) == 1005.0


def test_a_night_shift_goes_on_after_midnight_and_counts_once() -> None:
    night = Hours.model_validate({"timezone": "Asia/Shanghai", "open": ["mon-sun 22:00-02:00"]})
    assert due(at("2026-11-23 23:00"), 4 * HOUR, night) == at("2026-11-24 23:00")


def test_where_the_clock_is_put_back_the_real_hours_count() -> None:
    berlin = Hours.model_validate({"timezone": "Europe/Berlin", "open": ["mon-sun 00:00-06:00"]})
    begins = 1792879200.0  # 2026-10-25 00:00 in Berlin; at 03:00 it is 02:00 again
    assert due(begins, 7 * HOUR, berlin) == begins + 7 * HOUR


def test_an_office_that_is_never_open_makes_nothing_due() -> None:
    with pytest.raises(NeverOpen):
        due(1000.0, 1.0, Hours.model_validate({"timezone": "Asia/Shanghai", "open": []}))


@given(start=st.floats(1.79e9, 1.8e9), first=st.floats(1.0, 2e5), then=st.floats(1.0, 2e5))
def test_two_stretches_of_work_take_as_long_as_one(start: float, first: float, then: float) -> None:
    together = due(start, first + then, HOURS)
    assert due(due(start, first, HOURS), then, HOURS) == pytest.approx(together, abs=0.01)
    assert together >= start + first + then - 0.01
