"""What is remembered of callers, and how often they did something."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, Executable, delete, func, or_, select, tuple_

from ivr.journal.tables import calls, counted, remembered
from ivr.memory.access import Access


class MemoryStore:
    """`ivr.ports.Memory`; `count` keeps what it counted for its `window`. Every write clears what is over.

    Two engines on one PostgreSQL may clear at the same time: what the other is clearing is passed over, so
    that neither waits for the other.
    """

    def __init__(self, access: Access, now: Callable[[], float] = time.time) -> None:
        self._access = access
        self._now = now

    async def recall(self, kind: str, key: str) -> str | None:
        row = remembered.c
        valid = or_(row.until.is_(None), row.until > self._now())
        query = select(row.value).where(row.kind == kind, row.key == key, valid)
        found = await self._access.read(query)
        return found[0].value if found else None

    async def keep(self, kind: str, key: str, value: str, lasts: float | None = None) -> None:
        now = self._now()
        until = None if lasts is None else now + lasts
        kept = self._access.upsert(remembered).values(kind=kind, key=key, value=value, until=until)
        row = remembered.c
        over = select(row.kind, row.key).where(row.until <= now).with_for_update(skip_locked=True)
        await self._access.write(delete(remembered).where(tuple_(row.kind, row.key).in_(over)), kept)

    async def forget(self, kind: str, key: str) -> None:
        await self._access.write(
            delete(remembered).where(remembered.c.kind == kind, remembered.c.key == key),
            delete(counted).where(counted.c.kind == kind, counted.c.key == key),
        )

    async def count(self, kind: str, key: str, window: float) -> int:
        now = self._now()
        # The first statement writes: from there on no other call counts until this one has its number.
        row = counted.c
        over = select(row.seq).where(row.until <= now).with_for_update(skip_locked=True)
        clear = delete(counted).where(row.seq.in_(over))
        one = counted.insert().values(kind=kind, key=key, at=now, until=now + window)
        first = self._access.alone(kind, key)
        found = await self._access.write(*first, clear, one, _how_many(kind, key, now - window))
        return int(found[0][0])

    async def counted(self, kind: str, key: str, window: float) -> int:
        found = await self._access.read(_how_many(kind, key, self._now() - window))
        return int(found[0][0])

    async def last_agent(self, number: str, within: float) -> str:
        row = calls.c
        theirs = (row.caller_number == number, row.agent != "", row.began >= self._now() - within)
        query = select(row.agent).where(*theirs).order_by(row.began.desc()).limit(1)
        found = await self._access.read(query)
        return str(found[0].agent) if found else ""


def _how_many(kind: str, key: str, since: float) -> Executable:
    row = counted.c
    same: tuple[ColumnElement[bool], ...] = (row.kind == kind, row.key == key, row.at > since)
    return select(func.count()).select_from(counted).where(*same)
