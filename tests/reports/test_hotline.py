"""Suggestions, counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.hotline.cases import CaseStore
from ivr.journal.reader import JournalReader
from ivr.ports import NewCase
from ivr.reports.hotline import hotline
from ivr.reports.sheet import Sheet
from tests.reports.asks import DAY, asked
from tests.stores import fresh


def case(line: str, category: str, number: str, seconds: float) -> NewCase:
    return NewCase(
        call="1763776800.1",
        line=line,
        category=category,
        category_name=category,
        caller_number=number,
        language="zh",
        file="a.wav",
        seconds=seconds,
    )


@pytest.fixture
async def log(tmp_path: Path) -> str:
    """Three suggestions at ten o'clock of the day, two of them of one caller."""
    url = f"sqlite:///{tmp_path}/calls.db"
    fresh(url)
    at = DAY.timestamp() + 36_000
    store = CaseStore(url, now=lambda: at)
    for each in (
        case("product", "goods", "138", 10),
        case("product", "goods", "138", 20),
        case("product", "delivery", "", 60),
    ):
        await store.open(each)
    await store.close()
    return url


async def report(url: str, **changes: object) -> Sheet:
    async with JournalReader(url) as reader:
        return await hotline(reader, asked("hotline", **changes))


async def test_suggestions_are_counted_by_line_and_category(log: str) -> None:
    sheet = await report(log)
    assert sheet.rows == (
        ("product", "delivery", 1, 1 / 3, 0, 60.0),
        ("product", "goods", 2, 2 / 3, 1, 15.0),
    )
    assert sheet.total == ("Total", "", 3, 1.0, 1, 30.0)


async def test_by_time(log: str) -> None:
    sheet = await report(log, by=("hour",))
    assert sheet.rows == (("10:00", 3, 1.0, 1, 30.0),)
    assert sheet.charts[0].in_time


async def test_nobody_waits_on_a_suggestion_line_so_no_service_level_is_told(log: str) -> None:
    facts = dict((await report(log)).facts)
    assert "Service level" not in facts
    assert facts["Suggestions"] == "3"


async def test_a_time_without_any_says_so(log: str) -> None:
    sheet = await report(log, since=DAY.replace(hour=12))
    assert (sheet.rows, sheet.notes) == ((), ("No suggestions were left in this time.",))
