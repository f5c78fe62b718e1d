"""Lists of numbers, edited while the engine runs: every change counts from the next call on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, literal, or_, select, union_all

from ivr.journal.tables import listed
from ivr.journal.text import AnyText
from ivr.memory.access import Access
from ivr.ports import Listed


class ListStore:
    """`ivr.ports.Lists`, and what the command `ivr list` does. Numbers come as `ivr.numbers` makes them. All
    methods raise `MemoryFailed`."""

    def __init__(self, access: Access, now: Callable[[], float] = time.time) -> None:
        self._access = access
        self._now = now

    async def find(self, name: str, number: str) -> Listed | None:
        """The entry valid now: the number itself before a pattern, fewer x before more."""
        row = listed.c
        mine = select(listed).where(row.list == name, self._valid())
        fits = literal(number, AnyText()).like(func.replace(row.number, "x", "_"))
        # Two halves, each with an index of its own: with OR all of a long list would be read.
        either = union_all(mine.where(row.number == number), mine.where(row.wild > 0, fits)).subquery()
        found = await self._access.read(select(either).order_by(either.c.wild).limit(1))
        return _entry(found[0]) if found else None

    async def names(self) -> Mapping[str, int]:
        """Every list, and how many entries it has, those that are not valid now left out."""
        row = listed.c
        many = func.count().label("many")
        query = select(row.list, many).where(self._valid()).group_by(row.list).order_by(row.list)
        return {found.list: found.many for found in await self._access.read(query)}

    async def entries(self, name: str) -> Sequence[Listed]:
        """All of a list, by number, with those that are not valid now."""
        query = select(listed).where(listed.c.list == name).order_by(listed.c.number)
        return [_entry(row) for row in await self._access.read(query)]

    async def add(self, name: str, entries: Iterable[Listed], *, replace: bool = False) -> None:
        """All of them or, should the database fail, none; an entry replaces one of the same number, and with
        `replace` those that were on the list before are taken off."""
        rows = [*{entry.number: self._row(name, entry) for entry in entries}.values()]
        before = [delete(listed).where(listed.c.list == name)] if replace else []
        await self._access.replace(rows, listed, *before)

    async def remove(self, name: str, numbers: Sequence[str]) -> Sequence[str]:
        """Take them off; those that were on the list."""
        mine = (listed.c.list == name, listed.c.number.in_(numbers))
        gone = await self._access.write(delete(listed).where(*mine).returning(listed.c.number))
        return [row.number for row in gone]

    def _row(self, name: str, entry: Listed) -> dict[str, object]:
        return {
            "list": name,
            "number": entry.number,
            "wild": entry.number.count("x"),
            "note": entry.note,
            "until": entry.until.timestamp() if entry.until else None,
            "added": self._now(),
            "since": entry.since.timestamp() if entry.since else None,
        }

    def _valid(self) -> ColumnElement[bool]:
        row, now = listed.c, self._now()
        begun, not_over = (
            or_(row.since.is_(None), row.since <= now),
            or_(row.until.is_(None), row.until > now),
        )
        return and_(begun, not_over)


def _entry(row: Row[Any]) -> Listed:
    return Listed(row.number, row.note, until=_moment(row.until), since=_moment(row.since))


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
