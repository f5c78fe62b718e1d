"""The parts of a time, counted from the call log by half-hours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from ivr.intervals.definition import Definition
from ivr.intervals.log import callers_around, times
from ivr.intervals.sums import Slot, Tally
from ivr.journal.reader import JournalReader
from ivr.journal.whole import WholeCall, whole_calls
from ivr.measures.again import Callers
from ivr.measures.agent_time import AgentTime
from ivr.measures.atoms import Around
from ivr.measures.facts import facts_of, with_wrap_ups
from ivr.measures.intervals import Intervals
from ivr.measures.settings import Settings
from ivr.measures.split import spans_of
from ivr.measures.talks import LONGEST, SLACK

PORTION = 20_000
"""Calls that are in memory at once, about 4 kB each."""
_MARGIN = 60.0
"""Seconds before a time in which a talk may have ended whose wrap-up is another's."""

Read = Callable[[int], None]
"""Told how many calls were read since it was told last."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time [since, until), as the log tells it `now`."""

    since: float
    until: float
    now: float


@dataclass(frozen=True, slots=True)
class Counted:
    """`slots` by their beginnings, those in which nothing happened left out. `open`: of half-hours in which
    there is a call that goes on; `settled`: until when no wrap-up goes on."""

    slots: dict[float, Slot]
    open: frozenset[float]
    settled: float


class Counter:
    """Counts by a definition. `callers`: also who called again, which takes a question for each caller."""

    def __init__(self, reader: JournalReader, definition: Definition, *, callers: bool = True) -> None:
        self._reader, self._definition, self._callers = reader, definition, callers
        settings = definition.settings(0.0, 0.0, 0.0)
        self.window = settings.fcr_window
        self.halves = Intervals("half_hour", settings.zone)
        self.days = Intervals("day", settings.zone)

    async def count(self, over: Stretch, read: Read = lambda _: None) -> Counted:
        """What lies in it. Raises `DatabaseUnusable`."""
        settings = self._definition.settings(over.since, over.until, over.now)
        spans = await times(self._reader, over.since - _MARGIN, min(over.now, over.until + LONGEST))
        tally, going_on = Tally(settings, self.halves), set()
        async for portion in _portions(self._reader, over, read):
            await self._add(tally, settings, portion, spans)
            going_on |= {self.halves.around(at)[0] for at in _moments(portion)}
        tally.spans(spans_of(spans, settings))
        return Counted(tally.slots, frozenset(going_on), _settled(spans, over.now))

    async def _add(
        self, tally: Tally, settings: Settings, calls: Sequence[WholeCall], spans: Sequence[AgentTime]
    ) -> None:
        facts = with_wrap_ups((facts_of(call.record, call.events) for call in calls), spans)
        others = await callers_around(self._reader, facts, self.window) if self._callers else ()
        callers = Callers(facts, settings, others)
        tally.calls(facts, Around(callers, None, {}, callers.known_until))


async def _portions(reader: JournalReader, over: Stretch, read: Read) -> AsyncIterator[list[WholeCall]]:
    found: list[WholeCall] = []
    async for some in whole_calls(reader, over.since - _MARGIN, over.until):
        found += some
        read(len(some))
        if len(found) >= PORTION:
            yield found
            found = []
    yield found


def _moments(calls: Sequence[WholeCall]) -> set[float]:
    """When something happened in those that go on."""
    running = [call for call in calls if call.record.ended is None]
    return {moment for call in running for moment in (call.record.began, *(e.at for e in call.events))}


def _settled(spans: Sequence[AgentTime], now: float) -> float:
    lasting = [span.began for span in spans if span.state == "wrap_up" and span.ended >= now]
    return min((at - SLACK for at in lasting if at + LONGEST > now), default=now)
