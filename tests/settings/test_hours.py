"""Opening hours: weekdays, midnight, time zones, holidays and single dates."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from ivr.settings.hours import Hours


def is_open(hours: Hours, local: str) -> bool:
    return hours.is_open(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(hours.timezone)))


OFFICE = Hours.model_validate({"open": ["mon-fri 09:00-18:00", "sat 10:00-16:00"], "holidays": "CN"})


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-02 08:59", False),  # Monday
        ("2026-03-02 09:00", True),
        ("2026-03-06 17:59", True),
        ("2026-03-06 18:00", False),
        ("2026-03-07 09:30", False),  # Saturday
        ("2026-03-07 10:00", True),
        ("2026-03-08 12:00", False),  # Sunday
        ("2026-10-01 12:00", False),  # National Day, a Thursday
    ],
)
def test_office_hours(local: str, expected: bool) -> None:
    assert is_open(OFFICE, local) is expected


def test_the_time_of_the_line_counts_not_that_of_the_machine() -> None:
    assert OFFICE.is_open(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))


def test_around_the_clock() -> None:
    always = Hours.model_validate({"open": ["mon-sun 00:00-24:00"]})
    assert all(
        is_open(always, f"2026-03-0{day} {time}") for day in range(1, 9) for time in ("00:00", "23:59")
    )


def test_a_span_may_go_on_after_midnight() -> None:
    night = Hours.model_validate({"open": ["fri 22:00-02:00"]})
    assert is_open(night, "2026-03-06 23:00")
    assert is_open(night, "2026-03-07 01:59")
    assert not is_open(night, "2026-03-07 02:00")
    assert not is_open(night, "2026-03-06 01:00")


def test_days_may_wrap_and_be_listed() -> None:
    odd = Hours.model_validate({"open": ["sat-mon 09:00-10:00", "wed,thu 09:00-10:00"]})
    opened = [day for day in range(2, 9) if is_open(odd, f"2026-03-0{day} 09:30")]
    assert opened == [2, 4, 5, 7, 8]


def test_single_dates_win_over_the_week_and_the_holidays() -> None:
    hours = Hours.model_validate(
        {
            "open": ["mon-fri 09:00-18:00"],
            "holidays": "CN",
            "closed_on": ["2026-03-02"],
            "open_on": ["2026-10-01 10:00-12:00"],
        }
    )
    assert not is_open(hours, "2026-03-02 12:00")
    assert is_open(hours, "2026-10-01 11:00")
    assert not is_open(hours, "2026-10-01 12:30")


def test_the_hour_that_summer_time_skips_and_repeats() -> None:
    berlin = Hours.model_validate({"timezone": "Europe/Berlin", "open": ["sun 01:00-04:00"]})
    assert berlin.is_open(datetime(2026, 3, 29, 1, 30, tzinfo=UTC))  # 03:30, an hour was skipped
    assert not berlin.is_open(datetime(2026, 3, 29, 2, 30, tzinfo=UTC))
    assert berlin.is_open(datetime(2026, 10, 25, 2, 30, tzinfo=UTC))  # 03:30, an hour came twice


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"open": ["mon-fry 09:00-18:00"]}, "did you mean 'fri'?"),
        ({"open": ["09:00-18:00"]}, "write it like mon-fri 09:00-18:00"),
        ({"open": ["mon 9-18"]}, "write it like 09:00-18:00"),
        ({"open": ["mon 09:00-25:00"]}, "write it like 09:00-18:00"),
        ({"open": ["mon 09:00-09:00"]}, "write it like 09:00-18:00"),
        ({"timezone": "Asia/Bejing"}, "there is no time zone 'Asia/Bejing'"),
        ({"timezone": "../../etc/passwd"}, "there is no time zone"),
        ({"holidays": "XX"}, "no public holidays are known for 'XX'"),
        ({"open_on": ["1.10. 10:00-12:00"]}, "write it like 2026-10-01"),
    ],
)
def test_slips_are_told_with_the_remedy(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=r".") as refused:
        Hours.model_validate(fields)
    assert words in str(refused.value)
