"""The call log as the source of what is sent: every event behind a position, and a table of what has to wait.

The position only moves over events that were accepted, or are in that table, so a crash loses none.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, delete, func, select, update

from ivr.journal.database import insert_new, upsert, writing_engine
from ivr.journal.tables import calls, deliveries, events, webhooks
from ivr.webhooks.lanes import Item
from ivr.webhooks.letters import Fact, letter_of
from ivr.webhooks.source import Kept, Letter, Standing

SPAN = 5000
"""Numbers of events that are looked through at once."""
FRESH = 60.0
"""Seconds for which a text that was made ready is used; a caller may be erased meanwhile."""
_PORTION = 400

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of these `kinds`, and where they are named, of calls to these `lines`, from the moment
    they entered one of these `queues`. `numbers`: with the person who calls."""

    kinds: Sequence[str]
    lines: Sequence[str] = ()
    queues: Sequence[str] = ()
    numbers: bool = False
    country: str = "CN"


def register(url: str, names: Iterable[str]) -> None:
    """From now on events are for these; those that are known go on where they are. Raises what the database
    raises."""
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            new = insert_new(webhooks, connection.dialect.name)
            known = set(connection.execute(select(webhooks.c.name)).scalars())
            last = connection.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()
            for name in names:
                if name not in known:
                    connection.execute(new.values(name=name, position=last, error=""))
    finally:
        engine.dispose()


class Outbox:
    """`ivr.webhooks.source.Source` of one webhook that is registered. One thing at a time is asked of the
    database, in a thread."""

    def __init__(self, url: str, name: str, wanted: Wanted, now: Callable[[], float] = time.time) -> None:
        self._engine = writing_engine(url)
        self._name, self._wanted, self._now = name, wanted, now
        self._cursor: int | None = None
        self._letters: dict[int, tuple[float, Letter]] = {}
        self._turn = asyncio.Lock()

    def close(self) -> None:
        self._engine.dispose()

    async def more(self, most: int) -> Sequence[Item]:
        # Only what is committed moves the cursor, and nothing whose asker is gone.
        found, self._cursor = await self._ask(lambda connection: self._more(connection, most))
        return found

    async def due(self, now: float, most: int) -> Sequence[Item]:
        return await self._ask(lambda connection: self._due(connection, now, most))

    async def letter(self, item: Item) -> Letter | None:
        made, letter = self._letters.pop(item.id, (0.0, None))
        if letter is not None and self._now() < made + FRESH:
            return letter
        return await self._ask(lambda connection: self._letter(connection, item.id))

    async def settle(self, done: Sequence[Item], kept: Sequence[Kept], below: int | None) -> None:
        position = self._cursor if below is None else below - 1
        await self._ask(lambda connection: self._settle(connection, done, kept, position))

    async def note(self, standing: Standing) -> None:
        values = {name: getattr(standing, name) for name in _STANDING}
        await self._ask(lambda connection: connection.execute(self._mine().values(values)))

    async def standing(self) -> Standing:
        columns = [webhooks.c[name] for name in _STANDING]
        query = select(*columns).where(webhooks.c.name == self._name)
        return await self._ask(lambda connection: Standing(**connection.execute(query).one()._mapping))

    async def _ask(self, work: Callable[[Connection], T]) -> T:
        async with self._turn:
            return await asyncio.to_thread(self._carry_out, work)

    def _carry_out(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    def _mine(self) -> Any:
        return update(webhooks).where(webhooks.c.name == self._name)

    def _more(self, connection: Connection, most: int) -> tuple[list[Item], int]:
        cursor = self._cursor
        if cursor is None:
            query = select(webhooks.c.position).where(webhooks.c.name == self._name)
            cursor = int(connection.execute(query).scalar_one())
        last = connection.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()
        found: list[Item] = []
        while not found and cursor < last:
            end = min(cursor + SPAN, last)
            rows = self._rows(connection, cursor, end, most)
            cursor = rows[-1].seq if len(rows) == most else end
            found = self._taken(connection, rows)
        return found, cursor

    def _rows(self, connection: Connection, after: int, end: int, most: int) -> Sequence[Row[Any]]:
        fits = (events.c.seq > after, events.c.seq <= end, events.c.kind.in_(self._wanted.kinds))
        query = _FACTS.where(*fits, events.c.call.is_not(None)).order_by(events.c.seq).limit(most)
        rows: Any = connection.execute(query).all()
        return list(rows)

    def _taken(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Item]:
        """Those that are wanted; of calls of which some are kept they are kept as well."""
        since = self._since(connection, rows)
        wanted = [row for row in rows if self._is_wanted(row, since)]
        held = self._held(connection, {row.call for row in wanted})
        behind = [_item(row) for row in wanted if row.call in held]
        self._keep(connection, [Kept(item, "waiting", self._now(), "") for item in behind])
        fresh = [row for row in wanted if row.call not in held]
        now = self._now()
        for row in fresh:
            self._letters[row.seq] = now, self._written(row)
        return [_item(row) for row in fresh]

    def _is_wanted(self, row: Row[Any], since: dict[str, int]) -> bool:
        if self._wanted.lines and row.dialled_number not in self._wanted.lines:
            return False
        return not self._wanted.queues or row.seq >= since.get(row.call, row.seq + 1)

    def _since(self, connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, int]:
        """From which event on each call is one of the queues that are wanted."""
        found: dict[str, int] = {}
        if self._wanted.queues:
            for some in _portions({row.call for row in rows}):
                query = select(events.c.call, events.c.seq, events.c.data).order_by(events.c.seq)
                entries = query.where(events.c.call.in_(some), events.c.kind == "queue_entered")
                for row in connection.execute(entries):
                    if row.data.get("queue") in self._wanted.queues:
                        found.setdefault(row.call, row.seq)
        return found

    def _held(self, connection: Connection, these: set[str]) -> set[str]:
        """Those of the calls that have to wait for an earlier event of theirs."""
        found: set[str] = set()
        mine = (deliveries.c.webhook == self._name, deliveries.c.state != "refused")
        for some in _portions(these):
            query = select(deliveries.c.call).where(*mine, deliveries.c.call.in_(some))
            found |= set(connection.execute(query).scalars())
        return found

    def _due(self, connection: Connection, now: float, most: int) -> list[Item]:
        mine = (deliveries.c.webhook == self._name, deliveries.c.state != "refused")
        first = select(func.min(deliveries.c.id)).where(*mine).group_by(deliveries.c.call)
        due = (deliveries.c.state == "waiting", deliveries.c.due <= now, deliveries.c.id.in_(first))
        query = select(deliveries).where(*mine, *due).order_by(deliveries.c.due, deliveries.c.id).limit(most)
        return [Item(row.id, row.call, row.at, row.attempts, kept=True) for row in connection.execute(query)]

    def _letter(self, connection: Connection, number: int) -> Letter | None:
        row: Any = connection.execute(_FACTS.where(events.c.seq == number)).one_or_none()
        return self._written(row) if row else None

    def _written(self, row: Row[Any]) -> Letter:
        values = (row.seq, row.call, row.kind, row.at, row.data)
        fact = Fact(*values, row.caller_number or "", row.dialled_number or "")
        return letter_of(fact, self._wanted.country, numbers=self._wanted.numbers)

    def _settle(
        self, connection: Connection, done: Sequence[Item], kept: Sequence[Kept], position: int | None
    ) -> None:
        for some in _portions({item.id for item in done if item.kept}):
            mine = and_(deliveries.c.webhook == self._name, deliveries.c.id.in_(some))
            connection.execute(delete(deliveries).where(mine))
        self._keep(connection, kept)
        if position is not None:
            before = webhooks.c.position < position
            connection.execute(self._mine().where(before).values(position=position))

    def _keep(self, connection: Connection, kept: Sequence[Kept]) -> None:
        over = upsert(deliveries, connection.dialect.name)
        for each in kept:
            row = {
                "webhook": self._name,
                "id": each.item.id,
                "call": each.item.key,
                "state": each.state,
                "at": each.item.at,
                "attempts": each.item.attempts,
                "due": each.due,
                "error": each.error,
            }
            self._letters.pop(each.item.id, None)
            connection.execute(over.values(row))


_STANDING = ("accepted", "failing", "error", "gone")
_FACTS = select(
    events.c.seq,
    events.c.call,
    events.c.kind,
    events.c.at,
    events.c.data,
    calls.c.caller_number,
    calls.c.dialled_number,
).join_from(events, calls, calls.c.id == events.c.call, isouter=True)


def _item(row: Row[Any]) -> Item:
    return Item(row.seq, row.call, row.at)


def _portions(values: set[T]) -> Iterable[list[T]]:
    found = sorted(values)  # type: ignore[type-var]
    return (found[begin : begin + _PORTION] for begin in range(0, len(found), _PORTION))
