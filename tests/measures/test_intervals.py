"""Intervals on the days on which clocks change, and in zones of halves and quarters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.measures.intervals import Interval, Intervals, pieces

BERLIN = "Europe/Berlin"
LORD_HOWE = "Australia/Lord_Howe"
KATHMANDU = "Asia/Kathmandu"
ZONES = (
    BERLIN,
    LORD_HOWE,
    KATHMANDU,
    "Asia/Shanghai",
    "America/Havana",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Africa/Cairo",
    "UTC",
)
LENGTHS: tuple[Interval, ...] = ("half_hour", "hour", "day", "week", "month", 15, 7, 45, 1440)

moments = st.floats(1_262_304_000, 1_893_456_000)  # 2010 to 2030


def of_day(zone: str, day: date, length: Interval) -> list[float]:
    """The minutes of each interval of a local day."""
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    end = begin + timedelta(days=1)
    cut = pieces(begin.timestamp(), end.timestamp(), Intervals(length, ZoneInfo(zone)))
    return [(until - since) / 60 for since, until in cut]


@pytest.mark.parametrize(
    ("zone", "day", "half_hours"),
    [
        (BERLIN, date(2026, 6, 1), 48),
        (BERLIN, date(2026, 3, 29), 46),
        (BERLIN, date(2026, 10, 25), 50),
        (LORD_HOWE, date(2026, 10, 4), 47),
        (LORD_HOWE, date(2026, 4, 5), 49),
        (KATHMANDU, date(2026, 4, 5), 48),
        ("America/Sao_Paulo", date(2018, 11, 4), 46),  # the clock goes forward at midnight
        ("America/Havana", date(2026, 11, 1), 50),  # and back to midnight
    ],
)
def test_the_half_hours_of_a_day(zone: str, day: date, half_hours: int) -> None:
    assert of_day(zone, day, "half_hour") == [30.0] * half_hours


def test_an_hour_in_which_the_clock_changes_is_cut_there() -> None:
    assert of_day(LORD_HOWE, date(2026, 10, 4), "hour") == [60.0] * 2 + [30.0] + [60.0] * 21
    assert of_day(LORD_HOWE, date(2026, 4, 5), "hour") == [60.0] * 2 + [30.0] + [60.0] * 22


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    hours = Intervals("hour", ZoneInfo(BERLIN))
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo(BERLIN))
    keys = [hours.key(first.replace(fold=fold).timestamp()) for fold in (0, 1)]
    assert keys == ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"]


def test_keys_are_begins_in_utc_of_the_local_clock() -> None:
    at = datetime(2026, 4, 5, 10, 44, tzinfo=ZoneInfo(KATHMANDU)).timestamp()
    keys = {length: Intervals(length, ZoneInfo(KATHMANDU)).key(at) for length in ("half_hour", "day", "week")}
    assert keys == {
        "half_hour": "2026-04-05T04:45:00Z",
        "day": "2026-04-04T18:15:00Z",
        "week": "2026-03-29T18:15:00Z",
    }


def test_a_month_may_have_any_length() -> None:
    begin, end = Intervals("month", ZoneInfo(BERLIN)).around(datetime(2026, 3, 9).timestamp())
    assert (end - begin) / 3600 == 31 * 24 - 1


def test_intervals_that_do_not_fill_the_day_begin_anew_with_it() -> None:
    assert of_day(BERLIN, date(2026, 6, 1), 7) == [7.0] * 205 + [5.0]


@pytest.mark.parametrize("length", [0, -5, 1441, "year", ""])
def test_what_is_no_interval_is_refused(length: Interval) -> None:
    with pytest.raises(ValueError, match="interval"):
        Intervals(length, ZoneInfo(BERLIN))


@given(moments, st.sampled_from(ZONES), st.sampled_from(LENGTHS))
def test_every_moment_lies_in_its_interval_and_the_next_begins_where_it_ends(
    at: float, zone: str, length: Interval
) -> None:
    intervals = Intervals(length, ZoneInfo(zone))
    begin, end = intervals.around(at)
    assert begin <= at < end
    fresh = Intervals(length, ZoneInfo(zone))
    assert fresh.around(end)[0] == end
    assert fresh.around(begin) == (begin, end)
    assert fresh.around(begin - 0.25)[1] == begin


@given(moments, st.sampled_from(ZONES), st.sampled_from(LENGTHS), st.floats(1, 5e6))
def test_the_pieces_of_a_time_are_the_time(at: float, zone: str, length: Interval, seconds: float) -> None:
    if isinstance(length, int):
        seconds = min(seconds, 2e5)
    cut = list(pieces(at, at + seconds, Intervals(length, ZoneInfo(zone))))
    assert cut[0][0] == at
    assert cut[-1][1] == at + seconds
    assert all(one[1] == other[0] for one, other in pairwise(cut))
