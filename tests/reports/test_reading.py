"""Reading what a report is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.events import AgentStateChanged
from ivr.journal import whole
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.measures.agent_time import LONGEST, AgentTime
from ivr.reports import reading
from ivr.reports.reading import portions, read
from tests.journal.paths import BEGAN, journey
from tests.stores import fresh


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """Ten calls, 100 s apart; an agent who came an hour before them, and one who came a day before."""
    address = f"sqlite:///{tmp_path}/calls.db"
    fresh(address)
    journal = JournalWriter(address)
    for agent, ago in (("zhang", 2 * LONGEST), ("li", 3600)):
        change = AgentStateChanged(
            at=BEGAN - ago, agent=agent, old="logged_out", state="available", reason=""
        )
        journal.append(change)
    for number in range(10):
        for event in journey("0 call_began\n5 call_ended duration=5", f"call-{number}"):
            journal.append(replace(event, at=event.at + 100 * number))
    assert await journal.flush()
    await journal.close()
    return address


async def test_calls_become_facts_and_agents_who_came_before_are_there(url: str) -> None:
    async with JournalReader(url) as reader:
        found = await read(reader, BEGAN, BEGAN + 1000, lambda done, of: None)
    assert [call.id for call in found.calls] == [f"call-{number}" for number in range(10)]
    assert found.times == [AgentTime("li", "available", "", BEGAN, BEGAN + 1000)]


async def test_portions_come_as_large_as_they_may_and_progress_ends_at_the_end(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "PORTION", 2)
    monkeypatch.setattr(reading, "PORTION", 4)
    seen: list[tuple[int, int]] = []
    async with JournalReader(url) as reader:
        sizes = [
            len(calls)
            async for calls in portions(reader, BEGAN, BEGAN + 1000, lambda *told: seen.append(told))
        ]
    assert sizes == [4, 4, 2]
    assert seen[-1] == (10, 10)
