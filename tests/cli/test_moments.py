"""Moments as people type them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.cli.language import duration
from ivr.cli.moments import deadline, moment, to_come
from ivr.document.model import Fault

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("today", "11-22 00:00", "11-23 00:00"),
        ("昨天", "11-21 00:00", "11-22 00:00"),
        ("2026-11-01", "11-01 00:00", "11-02 00:00"),
        ("2026-11-01 09:05", "11-01 09:05", "11-01 09:05"),
        ("2026-11-01T09:05", "11-01 09:05", "11-01 09:05"),
        ("90m", "11-22 14:00", "11-22 14:00"),
        (" 2h ", "11-22 13:30", "11-22 13:30"),
        ("7d", "11-15 15:30", "11-15 15:30"),
    ],
)
def test_moments(text: str, begins: str, ends: str) -> None:
    assert f"{moment(text, NOW):%m-%d %H:%M}" == begins
    assert f"{moment(text, NOW, end=True):%m-%d %H:%M}" == ends
    assert moment(text, NOW).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30", "25:00", "-1h", "1w", "１h", "2026-11-01 9"]
)
def test_what_is_no_time_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write today"):
        moment(text, NOW)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("18:00", "11-22 18:00"),
        ("9:05", "11-22 09:05"),
        ("2026-12-31", "01-01 00:00"),
        ("2026-12-31 18:00", "12-31 18:00"),
        ("90m", "11-22 17:00"),
        (" 7d ", "11-29 15:30"),
    ],
)
def test_ends(text: str, end: str) -> None:
    assert f"{deadline(text, NOW):%m-%d %H:%M}" == end
    assert deadline(text, NOW).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("text", ["", "soon", "24:00", "2026-02-30", "-1h", "１８:00"])
def test_what_is_no_end_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write 18:00"):
        deadline(text, NOW)


def test_a_day_of_23_hours_ends_at_midnight() -> None:
    summer = datetime(2026, 3, 29, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    begins, ends = moment("today", summer), moment("today", summer, end=True)
    assert ends.timestamp() - begins.timestamp() == 23 * 3600


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, ""), (0, "0:00"), (65.4, "1:05"), (3599.6, "1:00:00"), (36000, "10:00:00")]
)
def test_durations(seconds: float | None, shown: str) -> None:
    assert duration(seconds) == shown


WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("sun 10:00", 29, 10),
        ("Sunday 10:00", 29, 10),
        ("周日 10:00", 29, 10),
        ("星期天10:00", 29, 10),
        ("wed 18:00", 25, 18),
        ("wed 9:00", 2, 9),
        ("18:00", 25, 18),
        ("9:00", 26, 9),
        ("2026-11-20 10:00", 20, 10),
    ],
)
def test_moments_to_come(text: str, day: int, hour: int) -> None:
    found = to_come(text, WEDNESDAY)
    assert (found.day, found.hour, found.minute) == (day, hour, 0)
    assert found.tzinfo == WEDNESDAY.tzinfo


@pytest.mark.parametrize("text", ["", "sun", "sunn 10:00", "24:00", "10:60", "周八 10:00", "tomorrow"])
def test_what_is_no_moment_to_come_says_what_is(text: str) -> None:
    with pytest.raises(Fault, match="write sun 10:00, 18:30 or 2026-10-01 10:00"):
        to_come(text, WEDNESDAY)
