"""Which half-hours that are counted already are changed by what is new in the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import or_, select

from ivr.events import WORK
from ivr.intervals.log import CHANGED, callers_of, calls_of, first_events, moments_of
from ivr.journal.reader import JournalReader
from ivr.journal.tables import calls, events
from ivr.measures.agent_time import LONGEST
from ivr.measures.intervals import Intervals
from ivr.measures.talks import LONGEST as WRAP_UP
from ivr.measures.talks import SLACK


@dataclass(frozen=True, slots=True)
class New:
    """The events with numbers in (`after`, `upto`], where half-hours are counted up to `horizon`, and it was
    known until `known` who called again within `window` seconds (None where that does not matter)."""

    after: int
    upto: int
    horizon: float
    known: float
    window: float | None


async def touched(reader: JournalReader, new: New, halves: Intervals) -> set[float]:
    """The beginnings of the half-hours before the horizon that the new events change. Raises
    `DatabaseUnusable`."""
    if new.upto <= new.after:
        return set()
    ids = await _calls(reader, new)
    found = {halves.around(at)[0] for at in await moments_of(reader, ids)}
    for at in await _changes(reader, new):
        # It may have begun or ended the wrap-up of a talk before it.
        found |= set(_while(at - WRAP_UP - SLACK, min(at + LONGEST, new.horizon), halves))
    if new.window is not None:
        found |= {halves.around(at)[0] for at in await _related(reader, ids, new, new.window)}
    return {at for at in found if at < new.horizon}


async def _calls(reader: JournalReader, new: New) -> set[str]:
    """What has new events, and may have something before the horizon."""
    query = (
        select(events.c.call)
        .join(calls, calls.c.id == events.c.call)
        .where(events.c.seq > new.after, events.c.seq <= new.upto, events.c.call.is_not(None))
        .where(or_(calls.c.began < max(new.horizon, new.known), events.c.at < new.horizon))
        .distinct()
    )
    return {row.call for row in await reader.rows(query) if not row.call.startswith(WORK)}


async def _changes(reader: JournalReader, new: New) -> list[float]:
    """When agents changed their states before the horizon, which was told late."""
    fits = (events.c.seq > new.after, events.c.seq <= new.upto, events.c.kind == CHANGED)
    query = select(events.c.at).where(*fits, events.c.at < new.horizon + SLACK)
    return [row.at for row in await reader.rows(query)]


async def _related(reader: JournalReader, ids: Collection[str], new: New, window: float) -> Iterator[float]:
    """When the callers called whose calls came into the log late: what is told of these may be another."""
    first = await first_events(reader, ids)
    late = await callers_of(reader, [call for call, number in first.items() if number > new.after])
    if not late:
        return iter(())
    began = [call.began for call in late]
    callers = {call.caller for call in late if call.caller}
    # A call may have lasted, and the window begins with its end.
    others = await calls_of(reader, callers, min(began) - window - LONGEST, max(began) + window)
    return (call.began for call in others)


def _while(since: float, until: float, halves: Intervals) -> Iterator[float]:
    at = since
    while at < until:
        begin, at = halves.around(at)
        yield begin
