"""A database that is slow or away costs a call little, and says so."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ivr.memory.access import Access
from ivr.memory.lists import ListStore
from ivr.memory.store import MemoryStore
from ivr.ports import MemoryFailed

from .conftest import Time


async def test_a_database_that_was_never_made_says_so(tmp_path: Path) -> None:
    access = Access(f"sqlite:///{tmp_path}/never-migrated.db", patience=10.0, rest=0.0)
    with pytest.raises(MemoryFailed, match="no such table"):
        await MemoryStore(access).recall("language", "1")
    with pytest.raises(MemoryFailed, match="no such table"):
        await ListStore(access).find("vip", "1")
    await access.close()


async def test_a_database_that_another_program_holds_is_not_waited_for(url: str) -> None:
    holder = sqlite3.connect(url.removeprefix("sqlite:///"))
    holder.execute("BEGIN IMMEDIATE")
    access = Access(url, patience=0.05)
    with pytest.raises(MemoryFailed, match=r"no answer from the database in 0\.05 s"):
        await MemoryStore(access).keep("language", "1", "zh")
    holder.rollback()
    holder.close()
    await access.close()


async def test_what_took_too_long_is_done_all_the_same(url: str) -> None:
    holder = sqlite3.connect(url.removeprefix("sqlite:///"))
    holder.execute("BEGIN IMMEDIATE")
    access = Access(url, patience=0.05, rest=0.0)
    with pytest.raises(MemoryFailed):
        await MemoryStore(access).keep("language", "1", "zh")
    holder.rollback()
    holder.close()
    await access.close()
    again = Access(url, patience=10.0)
    assert await MemoryStore(again).recall("language", "1") == "zh"
    await again.close()


async def test_after_a_failure_the_next_calls_are_not_kept_waiting(tmp_path: Path, time: Time) -> None:
    file = tmp_path / "log.db"
    access = Access(f"sqlite:///{file}", patience=10.0, rest=5.0, monotonic=time.monotonic)
    store = MemoryStore(access)
    with pytest.raises(MemoryFailed, match="no such table"):
        await store.recall("language", "1")
    with pytest.raises(MemoryFailed, match="it was not asked"):
        await store.recall("language", "1")
    time.seconds += 5
    with pytest.raises(MemoryFailed, match="no such table"):
        await store.recall("language", "1")
    await access.close()


async def test_a_database_that_hangs_is_asked_a_limited_number_of_times(url: str) -> None:
    holder = sqlite3.connect(url.removeprefix("sqlite:///"))
    holder.execute("BEGIN IMMEDIATE")
    access = Access(url, patience=0.0, rest=0.0, most=20)
    store = MemoryStore(access)
    for number in range(20):
        with pytest.raises(MemoryFailed, match="no answer"):
            await store.keep("language", str(number), "zh")
    with pytest.raises(MemoryFailed, match="20 questions wait for the database already"):
        await store.keep("language", "20", "zh")
    holder.rollback()
    holder.close()
    await access.close()


async def test_who_holds_the_write_lock_keeps_nobody_from_reading(url: str) -> None:
    access = Access(url, patience=0.5)
    holder = sqlite3.connect(url.removeprefix("sqlite:///"))
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(MemoryFailed):
        await MemoryStore(access).keep("language", "1", "zh")
    assert await ListStore(access).find("blocked", "1") is None
    holder.rollback()
    holder.close()
    await access.close()
