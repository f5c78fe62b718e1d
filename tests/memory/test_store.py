"""What is remembered is cleared when its time is over."""

from __future__ import annotations

import asyncio

from ivr.journal.tables import calls
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from tests.stores import count

from .conftest import Time


async def test_what_is_over_is_cleared_by_the_next_that_is_kept(url: str, access: Access, time: Time) -> None:
    store = MemoryStore(access, time.timestamp)
    for number in range(20):
        await store.keep("language", str(number), "zh", lasts=60)
    time.seconds += 60
    await store.keep("language", "new", "zh", lasts=60)
    assert count(url, "remembered") == 1


async def test_what_was_counted_is_cleared_after_its_window(url: str, access: Access, time: Time) -> None:
    store = MemoryStore(access, time.timestamp)
    for number in range(20):
        await store.count("calls", str(number), 60)
    time.seconds += 60
    await store.count("calls", "new", 60)
    assert count(url, "counted") == 1


async def test_it_outlives_the_engine(url: str, time: Time) -> None:
    for expected in (None, "en"):
        access = Access(url, patience=10.0)
        store = MemoryStore(access, time.timestamp)
        assert await store.recall("language", "1") == expected
        await store.keep("language", "1", "en", lasts=60)
        await access.close()


async def test_two_engines_on_one_database_never_count_the_same_number(url: str, time: Time) -> None:
    engines = [Access(url, patience=20.0) for _ in range(2)]
    stores = [MemoryStore(access, time.timestamp) for access in engines]
    numbers = await asyncio.gather(*(store.count("calls", "1", 60) for _ in range(20) for store in stores))
    assert sorted(numbers) == list(range(1, 41))
    for access in engines:
        await access.close()


def talked(call: str, number: str, agent: str, began: float) -> dict[str, object]:
    """The row of a call in which they talked; with nobody where `agent` is empty."""
    texts = "caller_name dialled_number dialplan version language queue outcome ended_by cause reference"
    return {
        "id": call,
        "began": began,
        "caller_number": number,
        "agent": agent,
        "waited": 0.0,
        "talked": 9.0,
        **dict.fromkeys(texts.split(), ""),
        **dict.fromkeys(("flows", "keys", "recordings"), "[]"),
    }


async def test_the_agent_whom_a_caller_talked_to_last_is_known_from_the_call_log(
    access: Access, time: Time
) -> None:
    store, now = MemoryStore(access, time.timestamp), time.seconds
    rows = [
        talked("1", "138", "li", now - 900),
        talked("2", "138", "wang", now - 600),
        talked("3", "138", "", now - 300),
        talked("4", "139", "zhang", now - 100),
        talked("5", "140", "chen", now - 40 * 86400),
    ]
    await access.replace(rows, calls)
    assert await store.last_agent("138", 30 * 86400) == "wang"
    assert await store.last_agent("140", 30 * 86400) == ""
    assert await store.last_agent("140", 60 * 86400) == "chen"
    assert await store.last_agent("141", 30 * 86400) == ""
