"""The callbacks that were promised, in the database: they survive a restart."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, select, update

from ivr.journal.tables import callbacks
from ivr.memory.access import Access
from ivr.ports import NewCallback, Wanted

State = Literal["waiting", "done", "failed", "cancelled"]
_FIELDS = tuple(field.name for field in dataclasses.fields(NewCallback))


@dataclass(frozen=True, slots=True)
class Promise:
    """A callback that was promised: `asked` in seconds since 1970, `attempts` made so far. `state`: waiting,
    done (the caller talked to an agent), failed (not reached in all tries) or cancelled."""

    id: int
    asked: float
    state: State
    attempts: int
    wanted: NewCallback


class CallbackStore:
    """All methods raise `MemoryFailed`."""

    def __init__(self, access: Access, now: Callable[[], float] = time.time) -> None:
        self._access = access
        self._now = now

    async def add(self, wanted: NewCallback) -> Promise | None:
        """Keep it; None when one for this number waits already."""
        values = {name: getattr(wanted, name) for name in _FIELDS}
        values |= {
            "wanted": wanted.wanted.to_plain(),
            "asked": self._now(),
            "state": "waiting",
            "attempts": 0,
        }
        new = self._access.insert_new(callbacks).values(values).returning(callbacks)
        rows = await self._access.write(new)
        return _promise(rows[0]) if rows else None

    async def get(self, promise: int) -> Promise | None:
        """The callback with this number."""
        rows = await self._access.read(select(callbacks).where(callbacks.c.id == promise))
        return _promise(rows[0]) if rows else None

    async def list(self, *, waiting: bool = True, limit: int = 1000) -> Sequence[Promise]:
        """Those that wait, the longest first; or all, the newest first."""
        row = callbacks.c
        query = select(callbacks).limit(limit)
        query = (
            query.where(row.state == "waiting").order_by(row.asked, row.id)
            if waiting
            else query.order_by(row.id.desc())
        )
        return [_promise(found) for found in await self._access.read(query)]

    async def attempted(self, promise: int, number: int) -> None:
        """The attempt with this number is being made."""
        await self._change(promise, attempts=number)

    async def close(self, promise: int, state: State) -> bool:
        """It waits no longer; False when it did not wait any more."""
        return await self._change(promise, state=state)

    async def _change(self, promise: int, **values: Any) -> bool:
        mine = (callbacks.c.id == promise, callbacks.c.state == "waiting")
        changed = update(callbacks).where(*mine).values(**values).returning(callbacks.c.id)
        return bool(await self._access.write(changed))


def _promise(row: Row[Any]) -> Promise:
    values = row._mapping
    fields = {name: values[name] for name in _FIELDS}
    wanted = NewCallback(**{**fields, "wanted": Wanted.of_plain(values["wanted"])})
    return Promise(row.id, row.asked, row.state, row.attempts, wanted)
