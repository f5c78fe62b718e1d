"""How parts of a split are called."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ivr.reports.labels import label, moments, short

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def test_intervals_are_shown_by_the_clock_of_the_site() -> None:
    assert moments(["2026-11-25T01:30:00Z"], "half_hour", SHANGHAI) == ["2026-11-25 09:30"]


@pytest.mark.parametrize(
    ("length", "text"), [("day", "2026-11-25"), ("week", "2026-11-25"), ("month", "2026-11"), ("all", "")]
)
def test_longer_intervals_have_no_time_of_the_day(length: str, text: str) -> None:
    key = "" if length == "all" else "2026-11-24T16:00:00Z"
    assert moments([key], length, SHANGHAI) == [text]  # type: ignore[arg-type]


def test_an_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    keys = [f"2026-10-25T{hour:02}:00:00Z" for hour in range(3)]
    assert moments(keys, "hour", BERLIN) == [
        "2026-10-25 02:00 +0200",
        "2026-10-25 02:00 +0100",
        "2026-10-25 03:00",
    ]


def test_the_same_interval_in_several_rows_is_none_that_comes_twice() -> None:
    assert moments(["2026-11-25T01:00:00Z"] * 2, "hour", SHANGHAI) == ["2026-11-25 09:00"] * 2


def test_a_chart_of_one_day_names_only_the_time() -> None:
    assert short(["2026-11-25 09:00", "2026-11-25 09:30"]) == ["09:00", "09:30"]
    assert short(["2026-11-24", "2026-11-25"]) == ["11-24", "11-25"]
    assert short(["2025-12-31", "2026-01-01"]) == ["2025-12-31", "2026-01-01"]
    assert short(["2026-10", "2026-11"]) == ["2026-10", "2026-11"]
    assert short([]) == []


@pytest.mark.parametrize(
    ("dimension", "key", "text"),
    [
        ("queue", "support", "Customer service"),
        ("queue", "old", "old"),
        ("agent", "", "(none)"),
        ("language", "zh", "中文"),
        ("weekday", "7", "Sun"),
        ("hour", "09", "09:00"),
        ("line", "95188", "95188"),
    ],
)
def test_a_part_has_the_name_that_people_know(dimension: str, key: str, text: str) -> None:
    assert label(dimension, key, {"support": "Customer service"}, "en") == text


def test_a_hostile_name_is_one_line_of_bearable_length() -> None:
    text = label("path", "\x1b[2J\r\n" + "长" * 4096, {}, "en")
    assert text.isprintable()
    assert len(text) <= 300
