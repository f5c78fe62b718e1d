"""Hours that are not what they seem."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .samples import SITE, found, places, told

ID = "opening_hours"
ROME = "timezone: Europe/Rome, "
SPRING = "on 2027-03-28 the clock of Europe/Rome goes from 02:00 to 03:00: "
AUTUMN = "on 2027-10-31 the clock of Europe/Rome goes from 03:00 to 02:00: "


def plan(hours: str) -> str:
    """A dialplan whose hours stand in line 4, from column 10 on."""
    return (
        f"dialplan: a\nnumbers: ['1']\nstart: main\nhours: {{a: {{{hours}}}}}\n"
        "flows: {main: [{hours: {of: a, closed: hangup}}]}"
    )


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (
            'open: [mon-fri 09:00-18:00, »"fri 17:00-20:00"]',
            "overlaps another entry from fri 17:00 to fri 18:00",
        ),
        (
            'open: ["sun 22:00-06:00", »"mon 05:00-10:00"]',
            "overlaps another entry from mon 05:00 to mon 06:00",
        ),
        (
            'open: ["mon 00:00-24:00", "tue 00:00-24:00", »"mon,tue 08:00-09:00"]',
            "overlaps another entry from mon 08:00 to mon 09:00",
        ),
        ('open: [»"mon-sun 00:00-23:59"]', "closed for 1 min from mon 23:59; is 24:00 meant as the end?"),
        (
            'open: [»"mon 08:00-11:59", "mon 12:00-18:00"]',
            "closed for 1 min from mon 11:59; is 12:00 meant as the end?",
        ),
        ("open_on: [2026-12-26 09:00-12:00, »2026-12-26 11:00-14:00]", "overlaps another entry of this date"),
        (
            "open: [mon 09:00-18:00], closed_on: [»2026-12-26], open_on: [2026-12-26 09:00-12:00]",
            "2026-12-26 is in 'open_on' as well, which wins",
        ),
        (
            ROME + 'open: [»"sun 02:30-12:00"]',
            SPRING + "02:30 does not exist on that day",
        ),
        (
            ROME + "open: [mon 09:00-18:00], open_on: [»2027-10-30 20:00-02:30]",
            AUTUMN + "02:30 comes twice, so the line opens or closes twice",
        ),
    ],
)
def test_it_is_told_at_the_entry(hours: str, text: str) -> None:
    assert found(plan(hours), ID)[:1] == places(plan(hours))
    assert told(plan(hours), ID)[0] == text


def test_a_night_that_ends_in_a_clock_change_is_told_for_both_changes() -> None:
    said = told(plan(ROME + "open: [mon-sun 22:00-02:30]"), ID)
    assert [text[3:13] for text in said] == ["2027-03-28", "2027-10-31"]


def test_hours_without_an_entry_are_never_open() -> None:
    assert told(plan("holidays: CN"), ID) == ["these hours are never open; give 'open'"]


@pytest.mark.parametrize(
    "hours",
    [
        'open: ["mon-fri 09:00-12:00", "mon-fri 13:00-18:00", "sat 10:00-16:00"]',
        'open: ["mon-sun 00:00-24:00"]',
        'open: ["mon-fri 08:00-12:00", "mon-fri 12:00-18:00"]',
        'open: ["mon-sun 22:00-06:00"]',
        "open_on: [2026-12-26 09:00-12:00, 2026-12-26 13:00-15:00, 2026-12-27 09:00-12:00]",
        ROME + 'open: ["mon-sun 22:00-02:00", "mon-sun 03:00-05:00"]',
        ROME + 'open: ["mon-sat 02:30-12:00"]',
        'timezone: Asia/Shanghai, open: ["sun 02:30-12:00"]',
        "open_on: [2026-12-26 09:00-12:00], closed_on: [2026-12-27]",
    ],
)
def test_hours_that_are_what_they_seem_give_nothing(hours: str) -> None:
    assert found(plan(hours), ID) == []


def test_clock_changes_are_judged_only_where_the_day_is_known() -> None:
    night = plan(ROME + "open: [mon-sun 22:00-02:30]")
    assert found(night, ID, replace(SITE, today=None)) == []
