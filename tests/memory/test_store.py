"""What is remembered is cleared when its time is over."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from ivr.memory.access import Access
from ivr.memory.store import MemoryStore

from .conftest import Time


def rows(folder: Path, table: str) -> int:
    database = sqlite3.connect(folder / "log.db")
    (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    database.close()
    return int(count)


async def test_what_is_over_is_cleared_by_the_next_that_is_kept(
    tmp_path: Path, access: Access, time: Time
) -> None:
    store = MemoryStore(access, time.timestamp)
    for number in range(20):
        await store.keep("language", str(number), "zh", lasts=60)
    time.seconds += 60
    await store.keep("language", "new", "zh", lasts=60)
    assert rows(tmp_path, "remembered") == 1


async def test_what_was_counted_is_cleared_after_its_window(
    tmp_path: Path, access: Access, time: Time
) -> None:
    store = MemoryStore(access, time.timestamp)
    for number in range(20):
        await store.count("calls", str(number), 60)
    time.seconds += 60
    await store.count("calls", "new", 60)
    assert rows(tmp_path, "counted") == 1


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
