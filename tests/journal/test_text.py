"""Whatever was sent is in the database as it was sent."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.events import CallBegan, Event
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.text import original, storable
from ivr.journal.writer import JournalWriter
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from ivr.ports import MemoryFailed
from tests.journal.paths import journey
from tests.memory.conftest import access

__all__ = ["access"]  # a fixture

HOSTILE = [
    "a\0b",
    "\0",
    "\uffff",
    "\uffff0",
    "\uffff\0",
    "' or 1=1 --",
    "%s %(x)s :x",
    "\\u0000",
    "😀中文",
    '{"',
    "\x1b[2J",
]


@given(st.text())
def test_what_postgresql_takes_has_no_nul_and_comes_back_as_it_was(text: str) -> None:
    assert "\0" not in storable(text)
    assert original(storable(text)) == text


@given(st.text(alphabet="\0\uffff01"), st.text(alphabet="\0\uffff01"))
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert (storable(one) == storable(other)) == (one == other)


def began(text: str) -> CallBegan:
    (event,) = journey("0 call_began", "1763776800.1")
    assert isinstance(event, CallBegan)
    return replace(event, caller_number=text, caller_name=text, dialled_number=text)


@pytest.mark.parametrize("text", HOSTILE)
async def test_the_journal_keeps_every_text(journal: JournalWriter, reader: JournalReader, text: str) -> None:
    journal.append(began(text))
    assert await journal.flush()
    assert await reader.events_of("1763776800.1") == [began(text)]
    (record,) = await reader.calls(Filter(number=text.replace("*", "")))
    assert (record.caller_number, record.caller_name) == (text, text)


@pytest.mark.parametrize("at", [math.nan, math.inf, -math.inf])
async def test_a_time_that_is_no_number_is_refused_alike(
    journal: JournalWriter, reader: JournalReader, at: float
) -> None:
    strange: list[Event] = [replace(began("1"), at=at, call="strange"), began("1")]
    for event in strange:
        journal.append(event)
    assert await journal.flush()
    assert [record.id for record in await reader.calls(Filter())] == ["1763776800.1"]
    assert await reader.events_of("strange") == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(max_size=20), value=st.text(max_size=20))
async def test_the_memory_keeps_every_text(access: Access, key: str, value: str) -> None:
    store = MemoryStore(access)
    await store.keep("note", key, value)
    assert await store.recall("note", key) == value


async def test_what_one_caller_sent_keeps_nobody_from_the_memory(access: Access) -> None:
    store = MemoryStore(access)
    with pytest.raises(MemoryFailed):
        await store.keep("note", "\ud800", "x")
    await store.keep("note", "1", "x")
    assert await store.recall("note", "1") == "x"
