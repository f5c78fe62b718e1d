"""Schedules from a file, and what is told of a bad one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.document.problems import InvalidFiles
from ivr.measures.schedule import Scheduled
from ivr.measures.schedule_file import COLUMNS, Known, read_schedule

ZONE = ZoneInfo("Asia/Shanghai")
KNOWN = Known(("li", "wang"), ("lunch", "break"), ZONE)
HEAD = ",".join(COLUMNS) + "\n"


def at(hour: int) -> float:
    return datetime(2026, 11, 25, hour, tzinfo=ZONE).timestamp()


def faults(text: str) -> list[str]:
    with pytest.raises(InvalidFiles) as caught:
        read_schedule(text, "s.csv", KNOWN)
    assert all(problem.zh for problem in caught.value.problems)
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def test_each_line_is_a_span_in_the_sites_zone() -> None:
    text = (
        HEAD
        + "li,work,2026-11-25 09:00,2026-11-25T12:00,yes\n\nli,lunch,2026-11-25 12:00,2026-11-25 13:00,no\n"
    )
    assert read_schedule(text, "s.csv", KNOWN) == (
        Scheduled("li", "work", at(9), at(12)),
        Scheduled("li", "lunch", at(12), at(13), paid=False),
    )


def test_paid_may_be_left_out() -> None:
    text = "begin,end,agent,activity\n2026-11-25 09:00,2026-11-25 12:00,li,work\n"
    assert read_schedule(text, "s.csv", KNOWN)[0].paid


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("lee,work,2026-11-25 09:00,2026-11-25 10:00,yes", "no agent 'lee'; allowed: li, wang"),
        ("li,lunsh,2026-11-25 09:00,2026-11-25 10:00,yes", "no activity 'lunsh'; did you mean 'lunch'?"),
        ("li,work,9 o'clock,2026-11-25 10:00,yes", "'9 o'clock' is no time; write 2026-11-25 09:00"),
        ("li,work,2026-11-25 10:00,2026-11-25 10:00,yes", "'end' is not after 'begin'"),
        ("li,work,2026-11-25 09:00,2026-11-25 10:00,maybe", "'maybe' in 'paid'; allowed: yes, no"),
        ("li,work", "'' is no time; write 2026-11-25 09:00"),
    ],
)
def test_a_bad_line_is_told_with_its_number(line: str, fault: str) -> None:
    assert faults(HEAD + line)[0].startswith(f"2: {fault}")


def test_an_agent_cannot_be_in_two_places() -> None:
    text = (
        HEAD
        + "li,work,2026-11-25 09:00,2026-11-25 12:00,yes\nli,lunch,2026-11-25 11:00,2026-11-25 12:00,no\n"
    )
    assert faults(text) == ["3: 'li' has another span at that time"]


def test_a_missing_column_is_told_once() -> None:
    assert faults("agent,activity,start,end\nli,work,x,y\n") == [
        "1: no column named 'begin'; allowed: activity, agent, end, start"
    ]


@given(st.text() | st.text().map(lambda text: HEAD + text))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InvalidFiles):
        read_schedule(text, "s.csv", KNOWN)
