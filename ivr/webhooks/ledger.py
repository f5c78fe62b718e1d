"""What people ask of the outboxes: how far each is, what had to wait, and what they do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from ivr.journal.tables import deliveries, events, webhooks
from ivr.memory.access import Access
from ivr.webhooks.source import Standing

PUT_ASIDE = ("dead", "refused")


@dataclass(frozen=True, slots=True)
class Overview:
    """How it is with one webhook: so many events lie behind its position, and so many are kept by state."""

    standing: Standing
    behind: int
    kept: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that had to wait: `state` as in `ivr.webhooks.source`; `due`: when it is tried again."""

    id: int
    call: str
    kind: str
    state: str
    at: float
    attempts: int
    due: float
    error: str


class Ledger:
    """All methods raise `ivr.ports.MemoryFailed`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def overview(self, name: str, kinds: Sequence[str]) -> Overview | None:
        """None for a webhook that no engine has seen yet. `kinds`: what it wants to be told."""
        rows = await self._access.read(select(webhooks).where(webhooks.c.name == name))
        if not rows:
            return None
        row = rows[0]
        query = select(func.count()).where(events.c.seq > row.position, events.c.kind.in_(kinds))
        behind = (await self._access.read(query))[0][0]
        states = select(deliveries.c.state, func.count().label("many")).where(deliveries.c.webhook == name)
        kept = {each.state: each.many for each in await self._access.read(states.group_by("state"))}
        return Overview(Standing(row.accepted, row.failing, row.error, row.gone), behind, kept)

    async def kept(self, name: str, limit: int) -> Sequence[Entry]:
        """What had to wait, the oldest first; what people have to do something about before all else."""
        row = deliveries.c
        columns = (row.id, row.call, events.c.kind, row.state, row.at, row.attempts, row.due, row.error)
        query = select(*columns).join_from(deliveries, events, events.c.seq == row.id)
        query = query.where(row.webhook == name).order_by(row.state == "waiting", row.id).limit(limit)
        return [Entry(**each._mapping) for each in await self._access.read(query)]

    async def retry(self, name: str, ids: Sequence[int]) -> int:
        """Have these sent after all, and what was given up before them of the same calls; without ids all
        that was put aside. How many that are."""
        values = {"state": "waiting", "due": 0.0, "attempts": 0}
        found: ColumnElement[bool] = _mine(name, ids)
        if ids:
            calls = {each.call: each.id for each in await self._access.read(select(deliveries).where(found))}
            earlier = (
                (deliveries.c.call == call) & (deliveries.c.id < number) & (deliveries.c.state == "dead")
                for call, number in calls.items()
            )
            found = or_(found, *((deliveries.c.webhook == name) & each for each in earlier))
        changed = update(deliveries).where(found).values(values).returning(deliveries.c.id)
        return len(await self._access.write(changed))

    async def forget(self, name: str, ids: Sequence[int]) -> int:
        """Never send these, without ids none of what was put aside; how many that are. What waits behind them
        is sent."""
        gone = delete(deliveries).where(_mine(name, ids)).returning(deliveries.c.id)
        return len(await self._access.write(gone))

    async def resume(self, name: str) -> bool:
        """Send again to a receiver that wanted nothing any more; False where it did."""
        gone = (webhooks.c.name == name, webhooks.c.gone.is_not(None))
        changed = update(webhooks).where(*gone).values(gone=None).returning(webhooks.c.name)
        return bool(await self._access.write(changed))


def _mine(name: str, ids: Sequence[int]) -> ColumnElement[bool]:
    put_aside = (deliveries.c.webhook == name) & deliveries.c.state.in_(PUT_ASIDE)
    return put_aside & deliveries.c.id.in_(ids) if ids else put_aside
