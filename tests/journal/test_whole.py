"""Whole calls of a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.events import MenuAnswered
from ivr.journal import whole
from ivr.journal.reader import JournalReader
from ivr.journal.whole import WholeCall, how_many, whole_calls
from ivr.journal.writer import JournalWriter
from tests.journal.paths import BEGAN, journey

CALL = """
0   call_began
1   flow_entered flow=welcome
{length} call_ended duration={length}
"""
RUNNING = """
0   call_began
2   queue_entered queue=support
"""


@pytest.fixture
async def log(journal: JournalWriter, reader: JournalReader) -> JournalReader:
    """Calls of 10 s that began 0, 100, 200, … 900 s after the first, and one that still runs."""
    for number in range(10):
        for event in journey(CALL.format(length=10), f"call-{number}"):
            journal.append(replace(event, at=event.at + 100 * number))
    for event in journey(RUNNING, "running"):
        journal.append(replace(event, at=event.at + 450))
    assert await journal.flush()
    return reader


async def found(log: JournalReader, since: float, until: float) -> list[WholeCall]:
    return [call async for portion in whole_calls(log, BEGAN + since, BEGAN + until) for call in portion]


async def test_calls_that_went_on_in_the_time_come_in_their_order_with_their_journeys(
    log: JournalReader,
) -> None:
    calls = await found(log, 100, 300)
    assert [call.record.id for call in calls] == ["call-1", "call-2"]
    assert len(calls[0].events) == 3


async def test_a_call_over_the_border_belongs_to_both_sides(log: JournalReader) -> None:
    assert [call.record.id for call in await found(log, 0, 5)] == ["call-0"]
    assert [call.record.id for call in await found(log, 5, 50)] == ["call-0"]


async def test_a_running_call_is_as_it_is_now(log: JournalReader) -> None:
    (running,) = [call for call in await found(log, 440, 500) if call.record.id == "running"]
    assert running.record.queue == "support"
    assert running.record.ended is None


@pytest.mark.parametrize("portion", [1, 3, 11, 500])
async def test_portions_leave_none_out_and_none_comes_twice(
    log: JournalReader, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "PORTION", portion)
    ids = [call.record.id for call in await found(log, 0, 1000)]
    assert len(ids) == len(set(ids)) == 11 == await how_many(log, BEGAN, BEGAN + 1000)


async def test_a_time_without_calls_has_none(log: JournalReader) -> None:
    assert await found(log, -90_000, -100) == []


async def test_prompts_are_told_of_a_running_call_alone_whose_record_is_made_of_them(
    journal: JournalWriter, reader: JournalReader
) -> None:
    for call, end in (("over", "9 call_ended"), ("runs", "")):
        for event in journey(f"0 call_began\n1 prompt_played text=Hi language=en heard=2\n{end}\n", call):
            journal.append(event)
    assert await journal.flush()
    over, runs = await found(reader, 0, 10)
    assert [type(event).__name__ for event in over.events] == ["CallBegan", "CallEnded"]
    assert [type(event).__name__ for event in runs.events] == ["CallBegan", "PromptPlayed"]
    assert (over.record.language, runs.record.language) == ("en", "en")


async def test_broken_unicode_in_a_journey_stops_nobody(
    journal: JournalWriter, reader: JournalReader
) -> None:
    (began,) = journey("0 call_began", "c")
    pressed = MenuAnswered(at=BEGAN + 1, call="c", flow="main", key="\ud800", outcome="no_match")
    for event in (began, pressed):
        journal.append(event)
    assert await journal.flush()
    ((call,),) = [portion async for portion in whole_calls(reader, BEGAN, BEGAN + 10)]
    assert call.events == (began, pressed)
