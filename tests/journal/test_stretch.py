"""A stretch of the journal by time."""

from __future__ import annotations

import pytest

from ivr.events import AgentStateChanged, CallAnswered, QueueEntered
from ivr.journal import stretch as stretches
from ivr.journal.reader import JournalReader
from ivr.journal.stretch import LATE, counted, span, stretch
from ivr.journal.writer import JournalWriter

DAY = 86_400.0


@pytest.fixture
async def log(journal: JournalWriter, reader: JournalReader) -> JournalReader:
    """An event every hour for ten days, calls and agents in turn."""
    for hour in range(240):
        at, call = 3600.0 * hour, f"call-{hour}"
        if hour % 2:
            journal.append(AgentStateChanged(at=at, agent="li", old="available", state="paused", reason="x"))
        else:
            queue = "vip" if hour % 6 == 0 else "support"
            journal.append(QueueEntered(at=at, call=call, queue=queue, priority=0, needs="zh"))
    assert await journal.flush()
    return reader


async def found(log: JournalReader, since: float, until: float, *kinds: str) -> list[float]:
    over = await span(log, since, until)
    return [fact.at async for _, facts in stretch(log, over, kinds) for fact in facts]


async def test_facts_of_the_time_are_found_with_an_hour_on_either_side(log: JournalReader) -> None:
    times = await found(log, 2 * DAY, 3 * DAY, "queue_entered", "agent_state_changed")
    assert (times[0], times[-1]) == (2 * DAY - LATE, 3 * DAY)
    assert len(times) == 26


async def test_only_facts_of_the_kinds_asked_for_come(log: JournalReader) -> None:
    assert len(await found(log, 0, 10 * DAY, "agent_state_changed")) == 120
    assert await found(log, 0, 10 * DAY, "call_answered") == []


async def test_data_and_call_are_there_and_progress_ends_at_the_end(
    log: JournalReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "PORTION", 7)
    over = await span(log, DAY, 2 * DAY)
    seen = [(done, fact) async for done, facts in stretch(log, over, ("queue_entered",)) for fact in facts]
    assert seen[0][1].data["needs"] == "zh"
    assert seen[0][1].call == "call-24"
    assert seen[-1][0] <= over.end - over.first


async def test_a_time_after_all_and_an_empty_log_have_nothing(log: JournalReader, url: str) -> None:
    assert await found(log, 99 * DAY, 100 * DAY, "queue_entered") == []


async def test_events_are_counted_by_queue_and_step_of_time(log: JournalReader) -> None:
    over = await span(log, DAY, 2 * DAY)
    many = await counted(log, over, "queue_entered", "queue", 6 * 3600, DAY, 2 * DAY)
    assert many == {("vip", n): 1 for n in range(4)} | {("support", n): 2 for n in range(4)}


async def test_without_any_event_there_is_nothing(journal: JournalWriter, reader: JournalReader) -> None:
    assert await found(reader, 0, DAY, "queue_entered") == []
    journal.append(CallAnswered(at=5.0, call="c"))
    assert await journal.flush()
    assert await found(reader, 0, DAY, "call_answered") == [5.0]


async def test_a_text_that_a_caller_sent_stops_no_counting(
    journal: JournalWriter, reader: JournalReader
) -> None:
    for needs in ("zh\0", "\ud800", '"queue":"x'):
        journal.append(QueueEntered(at=1.0, call="c", queue="vip", priority=0, needs=needs))
    assert await journal.flush()
    over = await span(reader, 0, DAY)
    assert await counted(reader, over, "queue_entered", "queue", DAY, 0, DAY) == {("vip", 0): 3}
