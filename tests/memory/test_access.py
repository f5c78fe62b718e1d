"""A database that is slow or away costs a call little, and says so."""

from __future__ import annotations

import pytest

from ivr.memory.access import Access
from ivr.memory.lists import ListStore
from ivr.memory.store import MemoryStore
from ivr.ports import MemoryFailed
from tests.stores import Store, held

from .conftest import Time

NO_TABLE = "no such table|does not exist"


async def test_a_database_that_was_never_made_says_so(stores: Store) -> None:
    access = Access(stores.empty(), patience=10.0, rest=0.0)
    with pytest.raises(MemoryFailed, match=NO_TABLE):
        await MemoryStore(access).recall("language", "1")
    with pytest.raises(MemoryFailed, match=NO_TABLE):
        await ListStore(access).find("vip", "1")
    await access.close()


async def test_a_database_that_another_program_holds_is_not_waited_for(url: str) -> None:
    access = Access(url, patience=0.05)
    with held(url), pytest.raises(MemoryFailed, match=r"no answer from the database in 0\.05 s"):
        await MemoryStore(access).keep("language", "1", "zh")
    await access.close()


async def test_what_took_too_long_is_done_all_the_same(url: str) -> None:
    access = Access(url, patience=0.05, rest=0.0)
    with held(url), pytest.raises(MemoryFailed):
        await MemoryStore(access).keep("language", "1", "zh")
    await access.close()
    again = Access(url, patience=10.0)
    assert await MemoryStore(again).recall("language", "1") == "zh"
    await again.close()


async def test_after_a_failure_the_next_calls_are_not_kept_waiting(stores: Store, time: Time) -> None:
    access = Access(stores.empty(), patience=10.0, rest=5.0, monotonic=time.monotonic)
    store = MemoryStore(access)
    with pytest.raises(MemoryFailed, match=NO_TABLE):
        await store.recall("language", "1")
    with pytest.raises(MemoryFailed, match="it was not asked"):
        await store.recall("language", "1")
    time.seconds += 5
    with pytest.raises(MemoryFailed, match=NO_TABLE):
        await store.recall("language", "1")
    await access.close()


async def test_a_database_that_hangs_is_asked_a_limited_number_of_times(url: str) -> None:
    access = Access(url, patience=0.0, rest=0.0, most=20)
    store = MemoryStore(access)
    with held(url):
        for number in range(20):
            with pytest.raises(MemoryFailed, match="no answer"):
                await store.keep("language", str(number), "zh")
        with pytest.raises(MemoryFailed, match="20 questions wait for the database already"):
            await store.keep("language", "20", "zh")
    await access.close()


async def test_who_holds_the_write_lock_keeps_nobody_from_reading(url: str) -> None:
    access = Access(url, patience=0.5)
    with held(url):
        with pytest.raises(MemoryFailed):
            await MemoryStore(access).keep("language", "1", "zh")
        assert await ListStore(access).find("blocked", "1") is None
    await access.close()
