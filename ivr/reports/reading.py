"""Reading what a report is made of from the call log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from ivr.intervals.log import times
from ivr.journal.reader import JournalReader
from ivr.journal.whole import how_many as calls_between
from ivr.journal.whole import whole_calls
from ivr.measures.agent_time import AgentTime
from ivr.measures.facts import CallFacts, facts_of

__all__ = ["Read", "calls_between", "portions", "read", "times"]

PORTION = 20_000

Progress = Callable[[int, int], None]
"""Told calls read, and calls to read."""


async def portions(
    reader: JournalReader, since: float, until: float, progress: Progress
) -> AsyncIterator[list[CallFacts]]:
    """The calls that went on in [since, until), so many at a time as fit into memory. Raises
    `DatabaseUnusable`."""
    whole, done = await calls_between(reader, since, until), 0
    found: list[CallFacts] = []
    async for portion in whole_calls(reader, since, until):
        found += (facts_of(call.record, call.events) for call in portion)
        done += len(portion)
        progress(done, max(whole, done))
        if len(found) >= PORTION:
            yield found
            found = []
    yield found


@dataclass(frozen=True, slots=True)
class Read:
    """The calls that went on in a time, and what the agents did in it."""

    calls: list[CallFacts]
    times: list[AgentTime]


async def read(reader: JournalReader, since: float, until: float, progress: Progress) -> Read:
    """All of [since, until), in seconds since 1970. Raises `DatabaseUnusable`."""
    found = [call async for calls in portions(reader, since, until, progress) for call in calls]
    return Read(found, await times(reader, since, until))
