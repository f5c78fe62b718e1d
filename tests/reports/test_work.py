"""Work, counted: the report from the log to the sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.measures.work.catalogue import WORK_MEASURES
from ivr.reports.asked import Asked
from ivr.reports.report import report_of
from ivr.reports.sheet import Cell, Sheet
from tests.measures.test_work import BY_HAND
from tests.measures.work_day import NOW, told
from tests.reports.asks import asked


@pytest.fixture
async def log(url: str) -> str:
    """The day of `tests.measures.work_day`, in the log."""
    journal = JournalWriter(url)
    for event in told():
        journal.append(event)
    await journal.close()
    return url


async def report(url: str, **changes: object) -> Sheet:
    async with JournalReader(url) as reader:
        return await report_of(reader, of_work(**changes), lambda done, whole: None)


def of_work(**changes: object) -> Asked:
    return asked("work", **{"now": NOW, **changes})


def figures(sheet: Sheet, row: int) -> dict[str, Cell]:
    heads = len(sheet.columns) - len(WORK_MEASURES)
    return dict(zip(WORK_MEASURES, sheet.all_rows[row][heads:], strict=True))


async def test_the_total_is_as_reckoned_by_hand(log: str) -> None:
    assert figures(await report(log), -1) == pytest.approx(BY_HAND)


async def test_without_a_split_there_is_one_row(log: str) -> None:
    sheet = await report(log, by=())
    assert len(sheet.rows) == 1
    assert sheet.total is None
    assert figures(sheet, 0) == pytest.approx(BY_HAND)


async def test_by_channel_and_queue(log: str) -> None:
    sheet = await report(log)
    assert [row[:2] for row in sheet.rows] == [("chat", "chats"), ("email", "mail")]
    assert [figures(sheet, row)["work_arrived"] for row in (0, 1)] == [2, 3]
    assert {chart.title for chart in sheet.charts} == {"What became of the work", "Finished within due time"}


async def test_intervals_in_which_nothing_happened_are_there(log: str) -> None:
    sheet = await report(log, by=("interval",))
    assert len(sheet.rows) == 20  # from midnight to half past nine
    assert sheet.charts[0].in_time


async def test_what_is_open_is_said_and_of_calls_nothing(log: str) -> None:
    facts = dict((await report(log)).facts)
    assert "work still open: 2" in facts["Still open"]
    assert facts["Work"] == "5"
    assert not {"Service level", "Calls"} & facts.keys()


async def test_once_all_is_over_the_figures_are_final(log: str) -> None:
    async with JournalReader(log) as reader:
        earlier = of_work(since=NOW - timedelta(days=2), until=NOW - timedelta(days=1, hours=10))
        sheet = await report_of(reader, earlier, lambda done, whole: None)
        again = await report_of(reader, replace(earlier, now=NOW + timedelta(days=9)), lambda *_: None)
    assert dict(sheet.facts)["Still open"] == "nothing, the figures are final"
    assert sheet.rows == again.rows == ()
    assert sheet.notes == ("No work was brought, offered or done in this time.",)
