"""Reports from a call log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.events import AgentStateChanged, CallEvent, Event
from ivr.journal import whole
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.reports import reading
from ivr.reports import report as reports
from ivr.reports.asked import Asked
from ivr.reports.report import TooMany, report_of
from ivr.reports.sheet import Cell, Sheet
from tests.journal.paths import BEGAN, journey
from tests.reports.asks import DAY, asked
from tests.stores import fresh

CALL = """
0  call_began
{entered} queue_entered queue=support
{left} queue_left queue=support outcome=answered waited=4
{ended} talk_ended queue=support agent=li by=caller talked=20
{ended} call_ended duration=30
"""


def call(at: datetime, entered: float = 1, ended: float = 30) -> list[CallEvent]:
    told = CALL.format(entered=entered, left=entered + 4, ended=ended)
    return [replace(e, at=e.at - BEGAN + at.timestamp()) for e in journey(told, f"{at.timestamp()}.1")]


async def report(tmp_path: Path, wanted: Asked, *several: Sequence[Event]) -> Sheet:
    url = f"sqlite:///{tmp_path}/calls.db"
    fresh(url)
    journal = JournalWriter(url)
    for event in (event for events in several for event in events):
        journal.append(event)
    assert await journal.flush()
    await journal.close()
    async with JournalReader(url) as reader:
        return await report_of(reader, wanted, lambda done, whole: None)


def column(sheet: Sheet, name: str) -> list[Cell]:
    at = [each.name for each in sheet.columns].index(name)
    return [row[at] for row in sheet.rows]


async def test_a_call_over_midnight_is_in_the_line_s_report_of_one_day_and_the_queue_s_of_the_next(
    tmp_path: Path,
) -> None:
    late = call(DAY + timedelta(hours=23, minutes=59, seconds=59), entered=2)
    for number, (day, called, entered) in enumerate(((0, [1], []), (1, [], [1]))):
        begin = DAY + timedelta(days=day)
        range_ = {"since": begin, "until": begin + timedelta(days=1)}
        folder = tmp_path / str(number)
        folder.mkdir()
        by_line = await report(folder, asked("path", by=("line",), **range_), late)
        assert column(by_line, "calls") == called or (called == [] and set(column(by_line, "calls")) <= {0})
        by_queue = await report(folder, asked("queue", **range_))
        assert column(by_queue, "offered") == entered


async def test_both_hours_of_the_night_when_the_clock_goes_back_have_their_rows(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2026, 10, 25, tzinfo=berlin)
    wanted = asked("inbound", since=begin, until=begin + timedelta(days=1), now=begin + timedelta(days=9))
    wanted = replace(wanted, reckoning=replace(wanted.reckoning, zone=berlin, interval="hour"))
    midnight = datetime.fromtimestamp(begin.timestamp(), ZoneInfo("UTC"))
    calls = [call(midnight + timedelta(hours=hour, minutes=10)) for hour in range(25)]
    sheet = await report(tmp_path, wanted, *calls)
    assert column(sheet, "offered") == [1] * 25
    assert column(sheet, "interval")[2:5] == [
        "2026-10-25 02:00 +0200",
        "2026-10-25 02:00 +0100",
        "2026-10-25 03:00",
    ]


async def test_a_clock_that_was_set_back_during_a_call_breaks_no_report(tmp_path: Path) -> None:
    noon = DAY + timedelta(hours=12)
    changes = [
        AgentStateChanged(at=noon.timestamp(), agent="li", old="available", state="talking", reason="x"),
        AgentStateChanged(at=noon.timestamp() - 900, agent="li", old="talking", state="wrap_up", reason="x"),
    ]
    for name in ("queue", "agent", "menu", "path", "quality", "anomaly"):
        folder = tmp_path / name
        folder.mkdir()
        sheet = await report(folder, asked(name), call(noon, entered=1, ended=-1800), changes)
        assert sheet.rows or name in ("menu", "anomaly")


async def test_an_agent_s_time_is_that_inside_the_range(tmp_path: Path) -> None:
    begin = DAY.timestamp()
    changes = [
        AgentStateChanged(at=begin - 600, agent="li", old="logged_out", state="available", reason=""),
        AgentStateChanged(at=begin + 300, agent="li", old="available", state="talking", reason=""),
        AgentStateChanged(at=begin + 400, agent="li", old="talking", state="logged_out", reason=""),
    ]
    sheet = await report(tmp_path, asked("agent"), changes)
    assert column(sheet, "agent") == ["李娜"]
    assert column(sheet, "occupancy") == [0.25]


async def test_calls_a_week_before_and_after_tell_who_called_again(tmp_path: Path) -> None:
    again = call(DAY + timedelta(days=3))
    sheet = await report(tmp_path, asked("quality"), call(DAY + timedelta(hours=9)), again)
    assert column(sheet, "fcr") == [0.0]
    assert dict(sheet.facts)["Calls"] == "1"


async def test_more_calls_than_fit_into_memory_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_CALLS", 1)
    calls = [call(DAY + timedelta(hours=hour)) for hour in (9, 10)]
    with pytest.raises(TooMany, match="2 calls, at most 1"):
        await report(tmp_path, asked("quality"), *calls)


@pytest.mark.parametrize("name", ["queue", "agent", "path", "team"])
async def test_calls_read_by_portions_come_to_the_same_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    calls = [call(DAY + timedelta(minutes=7 * n)) for n in range(40)]
    began = DAY.timestamp()
    changes = [
        AgentStateChanged(at=began, agent="li", old="logged_out", state="available", reason=""),
        AgentStateChanged(at=began + 30, agent="li", old="talking", state="wrap_up", reason=""),
        AgentStateChanged(at=began + 45, agent="li", old="wrap_up", state="available", reason=""),
    ]
    monkeypatch.setattr(whole, "PORTION", 6)
    at_once = await report(tmp_path, asked(name), changes, *calls)
    monkeypatch.setattr(reading, "PORTION", 7)
    by_portions = await report(tmp_path, asked(name))
    assert (by_portions.rows, by_portions.total) == (at_once.rows, at_once.total)
    assert dict(by_portions.facts)["Calls"] == "40"


async def test_agents_who_dial_a_feature_code_are_not_among_the_calls(tmp_path: Path) -> None:
    log_in = journey("0 call_began dialled_number=*41\n1 call_ended", "1.9")
    of_an_agent = [replace(event, at=event.at - BEGAN + DAY.timestamp() + 60) for event in log_in]
    sheet = await report(tmp_path, asked("inbound"), call(DAY + timedelta(hours=9)), of_an_agent)
    assert dict(sheet.facts)["Calls"] == "1"
