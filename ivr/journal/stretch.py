"""A stretch of the journal by time, read in portions: a day of a large centre is a million events.

Events have no index by time; one would cost every call something. They are written in the order in which they
happen, so the stretch is found by halving. What was written later than it happened (after a crash) is
missed when it lies more than `LATE` from its neighbours.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, case, cast, func, literal, select

from ivr.journal.json import from_json
from ivr.journal.reader import JournalReader
from ivr.journal.tables import events

LATE = 3600.0
PORTION = 20_000


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as it is stored. `call` is '' for a fact without one."""

    kind: str
    at: float
    call: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers of the events of a time, the last one not included."""

    first: int
    end: int


async def span(reader: JournalReader, since: float, until: float) -> Span:
    """Where [since, until) lies in the journal. Raises `DatabaseUnusable`."""
    end = await reader.last_seq() + 1
    first = await _first(reader, since - LATE, end)
    return Span(first, await _first(reader, until + LATE, end))


async def stretch(
    reader: JournalReader, over: Span, kinds: Sequence[str]
) -> AsyncIterator[tuple[int, list[Fact]]]:
    """(numbers of the span done so far, facts of these kinds in their order). Raises `DatabaseUnusable`."""
    columns = (events.c.kind, events.c.at, events.c.call, cast(events.c.data, Text).label("data"))
    for begin in range(over.first, over.end, PORTION):
        end = min(begin + PORTION, over.end)
        fits = (events.c.seq >= begin, events.c.seq < end, events.c.kind.in_(kinds))
        rows = await reader.rows(select(*columns).where(*fits).order_by(events.c.seq))
        yield end - over.first, [Fact(r.kind, r.at, r.call or "", from_json(r.data)) for r in rows]


async def counted(
    reader: JournalReader, over: Span, kind: str, key: str, step: float, since: float, until: float
) -> dict[tuple[str, int], int]:
    """How many events of a kind there were by the text in `key` and by the step of so many seconds from
    `since` on. Raises `DatabaseUnusable`."""
    name = reader.text_in(events.c.data, key).label("name")
    slot = func.floor((events.c.at - since) / step).label("slot")
    fits: list[ColumnElement[bool]] = [
        events.c.seq >= over.first,
        events.c.seq < over.end,
        events.c.kind == kind,
        events.c.at >= since,
        events.c.at < until,
    ]
    rows = await reader.rows(select(name, slot, func.count().label("many")).where(*fits).group_by(name, slot))
    return {(row.name, int(row.slot)): row.many for row in rows}


async def _first(reader: JournalReader, at: float, end: int) -> int:
    """The number of the first event at or after that time, `end` if there is none. The database does the
    halving: to ask a server thirty times takes longer than all else in a report of today."""
    span = select(literal(1, BigInteger).label("low"), literal(end, BigInteger).label("high"))
    step = span.cte("span", recursive=True)
    middle = (step.c.low + step.c.high) // 2
    there = (
        select(events.c.at).where(events.c.seq >= middle).order_by(events.c.seq).limit(1).scalar_subquery()
    )
    earlier = func.coalesce(there, at) < at
    low, high = case((earlier, middle + 1), else_=step.c.low), case((earlier, step.c.high), else_=middle)
    steps = step.union_all(select(low, high).where(step.c.low < step.c.high))
    return int((await reader.rows(select(steps.c.low).where(steps.c.low >= steps.c.high)))[0][0])
