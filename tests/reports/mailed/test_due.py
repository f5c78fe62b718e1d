"""When a scheduled report is due: once on each of its days, whatever the clock of the site does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.reports.mailed.due import following, is_on, latest, moment, range_of
from ivr.settings.reports import WEEKDAYS, Scheduled

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name)
    for name in ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo")
]


def schedule(at: str = "08:00", on: Sequence[str] = (), **rest: object) -> Scheduled:
    told = {"report": "inbound", "at": at, "on": list(on), "to": ["li@b.example"], **rest}
    return Scheduled.model_validate(told)


@pytest.mark.parametrize(
    ("on", "days"),
    [
        ((), range(1, 31)),
        (("mon", "fri"), [2, 6, 9, 13, 16, 20, 23, 27, 30]),
        (("1", "15"), [1, 15]),
        (("31",), [30]),  # November has none
        (("last",), [30]),
        (("last", "30", "mon"), [2, 9, 16, 23, 30]),
    ],
)
def test_the_days_of_november_2026(on: Sequence[str], days: Sequence[int]) -> None:
    wanted = schedule(on=on)
    assert [day for day in range(1, 31) if is_on(wanted, date(2026, 11, day))] == list(days)


def test_it_is_due_from_its_moment_on() -> None:
    at = datetime(2026, 11, 25, 8, tzinfo=SHANGHAI)
    assert latest(schedule(), at, SHANGHAI) == date(2026, 11, 25)
    assert latest(schedule(), at - timedelta(microseconds=1), SHANGHAI) == date(2026, 11, 24)
    assert following(schedule(), at, SHANGHAI) == date(2026, 11, 26)


def test_a_time_that_the_clock_leaves_out_is_as_long_after_midnight_as_else() -> None:
    found = moment(schedule("02:30"), date(2026, 3, 29), BERLIN)
    assert found.isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_time_that_the_clock_shows_twice_is_the_first() -> None:
    found = moment(schedule("02:30"), date(2026, 10, 25), BERLIN)
    assert found.isoformat() == "2026-10-25T02:30:00+02:00"
    again = found + timedelta(hours=1)
    assert latest(schedule("02:30"), again, BERLIN) == date(2026, 10, 25)


ON = st.lists(st.sampled_from([*WEEKDAYS, "1", "29", "31", "last"]), max_size=3, unique=True)
CLOCK = st.times().map(lambda at: f"{at:%H:%M}")


@settings(max_examples=60)
@given(st.sampled_from(ZONES), CLOCK, ON, st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))
def test_looked_at_again_and_again_each_day_of_it_comes_once_and_in_turn(
    zone: ZoneInfo, at: str, on: list[str], begin: datetime
) -> None:
    wanted, now = schedule(at, on), begin.replace(tzinfo=UTC)
    seen = [latest(wanted, now + timedelta(hours=hour), zone) for hour in range(24 * 40)]
    assert seen == sorted(seen)
    days = sorted(set(seen))
    between = [days[0] + timedelta(days=number) for number in range((days[-1] - days[0]).days + 1)]
    assert days == [day for day in between if is_on(wanted, day)]


@settings(max_examples=60)
@given(st.sampled_from(ZONES), CLOCK, ON, st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))
def test_what_is_due_next_becomes_due(zone: ZoneInfo, at: str, on: list[str], begin: datetime) -> None:
    wanted, now = schedule(at, on), begin.replace(tzinfo=UTC)
    then = moment(wanted, following(wanted, now, zone), zone)
    assert then > now
    assert moment(wanted, latest(wanted, then, zone), zone) == then


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("today", "2026-03-01T00:00+08:00", "2026-03-01T18:00+08:00"),
        ("yesterday", "2026-02-28T00:00+08:00", "2026-03-01T00:00+08:00"),
        ("this_week", "2026-02-23T00:00+08:00", "2026-03-01T18:00+08:00"),
        ("last_week", "2026-02-16T00:00+08:00", "2026-02-23T00:00+08:00"),
        ("this_month", "2026-03-01T00:00+08:00", "2026-03-01T18:00+08:00"),
        ("last_month", "2026-02-01T00:00+08:00", "2026-03-01T00:00+08:00"),
        ("last_7_days", "2026-02-22T00:00+08:00", "2026-03-01T00:00+08:00"),
        ("last_30_days", "2026-01-30T00:00+08:00", "2026-03-01T00:00+08:00"),
    ],
)
def test_the_range_is_that_of_the_day_on_which_it_is_due(name: str, since: str, until: str) -> None:
    found = range_of(schedule("18:00", range=name), date(2026, 3, 1), SHANGHAI)
    assert [each.isoformat(timespec="minutes") for each in found] == [since, until]


@given(
    st.sampled_from(ZONES),
    CLOCK.filter(lambda at: at > "02:00"),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
)
def test_yesterday_is_the_day_before_whatever_its_length(zone: ZoneInfo, at: str, day: date) -> None:
    since, until = range_of(schedule(at), day, zone)
    last = until - timedelta(microseconds=1)
    assert since.date() == day - timedelta(days=1)
    assert last.astimezone(UTC).astimezone(zone).date() == day - timedelta(days=1)
    assert since.time() == time() or zone.key == "Africa/Cairo"  # whose day may begin at one
