"""What is known of callers, for a telephone in the terminal: read from the database, changed nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ivr.flow.simulated import SimulatedLists, SimulatedMemory
from ivr.flow.virtual import real_time
from ivr.journal.database import DatabaseUnusable, absolute_url, prepared
from ivr.memory.access import Access
from ivr.memory.lists import ListStore
from ivr.memory.store import MemoryStore
from ivr.ports import Clock, Listed, Lists, Memory
from ivr.settings import Settings


@asynccontextmanager
async def known(settings: Settings, clock: Clock) -> AsyncIterator[tuple[Memory, Lists]]:
    """What the engine knows now; nothing where no engine has run yet."""
    url = _database(settings)
    if not url:
        yield SimulatedMemory(clock), SimulatedLists(clock)
        return
    access = Access(url)
    try:
        yield TrialMemory(clock, MemoryStore(access)), _RealLists(ListStore(access))
    finally:
        with real_time():
            await access.close()


def _database(settings: Settings) -> str:
    """The address of the database, '' when there is none yet."""
    try:
        url = absolute_url(settings.engine.database, settings.root)
        return url if prepared(url) else ""
    except DatabaseUnusable:
        return ""


class TrialMemory:
    """`Memory` that begins with what is kept, and keeps what is new to itself."""

    def __init__(self, clock: Clock, kept: Memory) -> None:
        self._kept = kept
        self._new = SimulatedMemory(clock)
        self._changed: set[tuple[str, str]] = set()

    async def recall(self, kind: str, key: str) -> str | None:
        if (kind, key) in self._changed:
            return await self._new.recall(kind, key)
        with real_time():
            return await self._kept.recall(kind, key)

    async def keep(self, kind: str, key: str, value: str, lasts: float | None = None) -> None:
        self._changed.add((kind, key))
        await self._new.keep(kind, key, value, lasts)

    async def forget(self, kind: str, key: str) -> None:
        self._changed.add((kind, key))
        await self._new.forget(kind, key)

    async def count(self, kind: str, key: str, window: float) -> int:
        await self._new.count(kind, key, window)
        return await self.counted(kind, key, window)

    async def counted(self, kind: str, key: str, window: float) -> int:
        new = await self._new.counted(kind, key, window)
        if (kind, key) in self._changed:
            return new
        with real_time():
            return new + await self._kept.counted(kind, key, window)

    async def last_agent(self, number: str, within: float) -> str:
        with real_time():
            return await self._kept.last_agent(number, within)


class _RealLists:
    """`Lists` that take real time, also where the rest of the call is in virtual time."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    async def find(self, name: str, number: str) -> Listed | None:
        with real_time():
            return await self._lists.find(name, number)
