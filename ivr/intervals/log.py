"""Questions to the call log about single calls, callers and agents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, func, select

from ivr.events import AgentStateChanged
from ivr.journal.reader import JournalReader
from ivr.journal.stretch import span, stretch
from ivr.journal.tables import calls, events
from ivr.measures.agent_time import LONGEST, AgentTime, agent_times
from ivr.measures.facts import CallFacts

CHANGED = "agent_state_changed"
_CALLBACK = "callback-"
"""How the ids of calls begin that we made to call somebody back."""
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Known:
    """A call as far as it tells who called again. `by_caller`: not made by us, nor by an agent."""

    caller: str
    began: float
    by_caller: bool


def portions(ids: Iterable[str]) -> Iterator[list[str]]:
    """As many as one question may name."""
    every = sorted(ids)
    for begin in range(0, len(every), _PORTION):
        yield every[begin : begin + _PORTION]


async def calls_of(
    reader: JournalReader, callers: Collection[str], since: float, until: float
) -> list[Known]:
    """The calls that began in [since, until], with these numbers. Raises `DatabaseUnusable`."""
    found: list[Known] = []
    for some in portions(callers):
        fits = (calls.c.caller_number.in_(some), calls.c.began >= since, calls.c.began <= until)
        found += (_known(row) for row in await reader.rows(select(*_COLUMNS).where(*fits)))
    return found


async def callers_around(
    reader: JournalReader, facts: Sequence[CallFacts], window: float
) -> list[tuple[str, float]]:
    """Number and beginning of all calls of the same callers that are within the window of any of these.
    Raises `DatabaseUnusable`."""
    callers = {call.caller for call in facts if call.caller}
    if not callers:
        return []
    since = min(call.began for call in facts) - window
    until = max(call.began if call.ended is None else call.ended for call in facts) + window
    every = await calls_of(reader, callers, since, until)
    return [(call.caller, call.began) for call in every if call.by_caller]


async def callers_of(reader: JournalReader, ids: Collection[str]) -> list[Known]:
    """Who made these calls, and when. Raises `DatabaseUnusable`."""
    found: list[Known] = []
    for some in portions(ids):
        query = select(*_COLUMNS).where(calls.c.id.in_(some))
        found += (_known(row) for row in await reader.rows(query))
    return found


_COLUMNS = (calls.c.id, calls.c.caller_number, calls.c.began, calls.c.dialled_number)


def _known(row: Row[Any]) -> Known:
    by_caller = not row.dialled_number.startswith("*") and not row.id.startswith(_CALLBACK)
    return Known(row.caller_number, row.began, by_caller)


async def first_events(reader: JournalReader, ids: Collection[str]) -> dict[str, int]:
    """The number of each call's first event. Raises `DatabaseUnusable`."""
    found: dict[str, int] = {}
    for some in portions(ids):
        query = select(events.c.call, func.min(events.c.seq).label("first"))
        rows = await reader.rows(query.where(events.c.call.in_(some)).group_by(events.c.call))
        found |= {row.call: row.first for row in rows}
    return found


async def moments_of(reader: JournalReader, ids: Collection[str]) -> set[float]:
    """When something happened in these calls. Raises `DatabaseUnusable`."""
    found: set[float] = set()
    for some in portions(ids):
        query = select(events.c.at).where(events.c.call.in_(some)).distinct()
        found |= {row.at for row in await reader.rows(query)}
    return found


async def times(reader: JournalReader, since: float, until: float) -> list[AgentTime]:
    """What the agents did in [since, until). Raises `DatabaseUnusable`."""
    changes = [change async for change in _changes(reader, since - LONGEST, until)]
    # Another engine, or a spool, may have told something later than it happened.
    return list(agent_times(sorted(changes, key=attrgetter("at")), since, until))


async def _changes(reader: JournalReader, since: float, until: float) -> AsyncIterator[AgentStateChanged]:
    async for _, facts in stretch(reader, await span(reader, since, until), (CHANGED,)):
        for fact in facts:
            if since <= fact.at < until:
                data = fact.data
                yield AgentStateChanged(
                    at=fact.at,
                    agent=data["agent"],
                    old=data["old"],
                    state=data["state"],
                    reason=data.get("reason", ""),
                )
