"""Work in the database: it survives a restart, and exists once however often it is brought.

What becomes of it is not written here: the journal's commits keep the columns `state`, `agent`, `changed` and
`overdue` as its events say, so that the two can never differ.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, select

from ivr.events import WORK
from ivr.journal.tables import work
from ivr.memory.access import Access
from ivr.ports.work import NewWork

_FIELDS = tuple(field.name for field in dataclasses.fields(NewWork))
OPEN = ("waiting", "accepted")
MOST = 100_000

Kept = Literal["waiting", "accepted", "finished", "cancelled"]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Work as it is kept: `arrived` and `changed` (its state) in seconds since 1970; `agent` has it, or had
    it at last."""

    id: str
    arrived: float
    state: Kept | Literal["offered"]  # offered: never kept, told by a running engine
    agent: str
    changed: float
    overdue: bool
    wanted: NewWork


class WorkStore:
    """All methods raise `MemoryFailed`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def add(self, wanted: NewWork, at: float) -> tuple[WorkRow, bool]:
        """Keep it; the row, and whether it is new. What has the same key by the same client is the same."""
        values = {name: getattr(wanted, name) for name in _FIELDS} | {"key": wanted.key or None}
        values |= {"payload": dict(wanted.payload), "id": _new_id(at), "arrived": at, "changed": at}
        new = self._access.insert_new(work).values(state="waiting", agent="", overdue=0, **values)
        rows = await self._access.write(new.returning(work))
        if rows:
            return _row(rows[0]), True
        same = (work.c.by == wanted.by, work.c.key == wanted.key)
        return _row((await self._access.read(select(work).where(*same)))[0]), False

    async def get(self, work_id: str) -> WorkRow | None:
        rows = await self._access.read(select(work).where(work.c.id == work_id))
        return _row(rows[0]) if rows else None

    async def open(self) -> Sequence[WorkRow]:
        """All that is not finished, the oldest first."""
        query = select(work).where(work.c.state.in_(OPEN)).order_by(work.c.arrived, work.c.id).limit(MOST)
        return [_row(row) for row in await self._access.read(query)]

    async def latest(
        self, states: Sequence[str], *, agent: str = "", queue: str = "", limit: int = 100
    ) -> Sequence[WorkRow]:
        """Those in one of these states, of this agent and this queue if given, the newest change first."""
        query = select(work).where(work.c.state.in_(states)).order_by(work.c.changed.desc(), work.c.id)
        for column, value in ((work.c.agent, agent), (work.c.queue, queue)):
            query = query.where(column == value) if value else query
        return [_row(row) for row in await self._access.read(query.limit(limit))]


def _new_id(at: float) -> str:
    """Unique across machines, and in the order of time."""
    return f"{WORK}{int(at * 1000):x}-{secrets.token_hex(4)}"


def _row(row: Row[Any]) -> WorkRow:
    values = dict(row._mapping)
    wanted = NewWork(**{name: values[name] for name in _FIELDS} | {"key": values["key"] or ""})
    return WorkRow(row.id, row.arrived, row.state, row.agent, row.changed, bool(row.overdue), wanted)
