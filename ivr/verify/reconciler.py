"""Brings the log up to what Asterisk saw and the engine did not: while it was away, at its start; in a gap of
AMI; and of single calls that Asterisk kept from it, as when it was too slow to take them."""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from sqlalchemy import select

from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.events import CallEnded, CallEvent, RecordingStored
from ivr.events import Event as LoggedEvent
from ivr.journal.database import DatabaseUnusable
from ivr.journal.reader import JournalReader
from ivr.journal.tables import calls, events
from ivr.verify.calls import AsteriskCall, Channels
from ivr.verify.compare import CALLBACK
from ivr.verify.files import AsteriskFiles, RecordsMissing
from ivr.verify.logged import Phones
from ivr.verify.recover import FALLBACK, ended_unseen, missing
from ivr.verify.tapes import Tapes

EARLIER = 30.0
"""Seconds before the last thing known from which Asterisk's records are read."""
WRITTEN = 0.5
"""Seconds within which Asterisk has written down what it told by AMI."""
UNCLAIMED = 1.0
"""Seconds after its end in which the engine may still take up a call, or tell its end."""
AGAIN = 5.0
"""Seconds after which a reconciliation that could not be done is tried again."""
LONG_AGO = 3600.0
"""Seconds before the start of the engine at which a call may have begun that does not tell when."""
CONTEXTS = "callwright"
"""How the contexts of Asterisk's dialplan begin that are ours."""

BEHIND = "the call log is behind what happened"

_BEGAN = re.compile(r"(?:.*-)?([0-9]{9,12})\.[0-9]+")

_FAULTS = (DatabaseUnusable, AmiError, OSError)
_log = structlog.get_logger("recovery")


class Journal(Protocol):
    """Where events go, at once on its way to disk."""

    def append(self, event: LoggedEvent) -> None: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """What is compared: the address of the log, Asterisk's records, whose phone is whose, and recordings."""

    url: str
    files: AsteriskFiles
    phones: Phones
    tapes: Tapes


@dataclass(slots=True)
class _Due:
    """What is to be looked at: all that Asterisk wrote since a time, and single calls that are over."""

    since: float = math.inf
    calls: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return self.since < math.inf or bool(self.calls)

    def add(self, other: _Due) -> None:
        self.since = min(self.since, other.since)
        self.calls |= other.calls


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is of a call: in the log, in Asterisk's records, on the line, and on the disk."""

    journey: Sequence[CallEvent]
    seen: AsteriskCall | None
    alive: bool
    tapes: Sequence[RecordingStored]


class Reconciler:
    """Run `begin` before the first call is taken, and `close` at the end. `flushed` waits until what was
    appended can be read from the log, and tells whether it can."""

    def __init__(
        self, sources: Sources, ami: Ami, journal: Journal, flushed: Callable[[], Awaitable[bool]]
    ) -> None:
        self._sources = sources
        self._ami = ami
        self._journal = journal
        self._flushed = flushed
        self._started = time.time()
        self._ours: set[str] = set()
        self._completed: set[str] = set()
        self._touched: set[str] = set()
        """Those that the engine had since the records were last read: they may be ahead of what was read."""
        self._hung_up_meanwhile: set[str] = set()
        self._waiting: set[str] = set()
        """Those of an engine before this one whose callers are still on the line."""
        self._due = _Due()
        self._begins_later = False
        self._one_at_a_time = asyncio.Lock()
        self._at_work: asyncio.Task[None] | None = None
        self._hung_up_no_more: Callable[[], None] = lambda: None
        self._said = ""

    async def begin(self) -> None:
        """Complete the calls that the engine before this one left open, and those that only Asterisk saw."""
        self._watch()
        try:
            await self._complete(await self._since_last_event())
        except _FAULTS as fault:
            _log.error("not_reconciled", error=str(fault))
            self._begins_later = True
            self._look_at(_Due())

    def begin_later(self) -> None:
        """As `begin`, for a log that is away: as soon as it has caught up."""
        self._watch()
        self._begins_later = True
        self._look_at(_Due())

    def _watch(self) -> None:
        self._ami.on_connect(self._connected)
        self._hung_up_no_more = self._ami.on("Hangup", self._hung_up)

    async def close(self) -> None:
        """Look at no call any more."""
        self._hung_up_no_more()
        if self._at_work:
            self._at_work.cancel()
            await asyncio.wait([self._at_work])

    @contextmanager
    def at(self, call: str) -> Iterator[None]:
        """While the context lasts the engine has that call, and tells of its end itself afterwards."""
        self._ours.add(call)
        self._touched.add(call)
        self._waiting.discard(call)
        try:
            yield
        finally:
            self._ours.discard(call)

    def _connected(self) -> None:
        self._look_at(_Due(self._ami.lost_at - EARLIER))

    def _hung_up(self, event: Event) -> None:
        """It may be a call that was Asterisk's own at its end, or that the engine never had."""
        call, context = event["Uniqueid"], event["Context"]
        if self._one_at_a_time.locked():
            self._hung_up_meanwhile.add(call)
        unknown = call not in self._ours and call == event["Linkedid"] and context.startswith(CONTEXTS)
        if unknown or context == FALLBACK or call in self._waiting:
            self._waiting.discard(call)
            self._look_at(_Due(calls={call}))

    def _look_at(self, due: _Due) -> None:
        self._due.add(due)
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        """Nothing that goes wrong here keeps calls from being answered; what was not done is done later."""
        while self._due or self._begins_later:
            await asyncio.sleep(UNCLAIMED)
            due, self._due = self._due, _Due()
            try:
                if self._begins_later:
                    due.add(await self._since_last_event())
                    self._begins_later = False
                await self._complete(due)
            except _FAULTS as fault:
                _log.error("not_reconciled", error=str(fault), next_attempt=AGAIN)
                self._due.add(due)
                await asyncio.sleep(AGAIN)

    async def _since_last_event(self) -> _Due:
        """All that Asterisk wrote since the last that the log has of an engine before this one."""
        if not await self._flushed():
            raise DatabaseUnusable(BEHIND)
        earlier = (events.c.call.is_not(None), events.c.at < self._started)
        query = select(events.c.at).where(*earlier).order_by(events.c.seq.desc()).limit(1)
        async with JournalReader(self._sources.url) as reader:
            found = await reader.rows(query)
        return _Due((found[0].at if found else self._started) - EARLIER)

    async def _complete(self, due: _Due) -> None:
        async with self._one_at_a_time:
            await self._compare(due)

    async def _compare(self, due: _Due) -> None:
        self._touched = set(self._ours)
        self._hung_up_meanwhile.clear()
        if not await self._flushed():
            raise DatabaseUnusable(BEHIND)
        async with JournalReader(self._sources.url) as reader:
            ours = await self._left_open(reader) if due.since < math.inf else {}
            over = {**ours, **{call: self._came(call) for call in due.calls}}
            since = min([due.since, *(at - 1.0 for at in over.values())])
            theirs, alive = await self._seen(since, over.keys())
            if due.since == math.inf:
                theirs = {call: seen for call, seen in theirs.items() if call in due.calls}
            known = await self._journeys(reader, {*over, *theirs})
        over_now = {call for call in known if call not in alive | self._touched and not _is_over(known[call])}
        tapes = await self._left_on_tape({call: known[call] for call in over_now})
        for call in sorted(known):
            of_call = [tape for tape in tapes if tape.call == call]
            self._take(call, _Found(known[call], theirs.get(call), call in alive, of_call))

    async def _left_on_tape(self, journeys: Mapping[str, Sequence[CallEvent]]) -> list[RecordingStored]:
        named = {
            call: {event.file for event in journey if isinstance(event, RecordingStored)}
            for call, journey in journeys.items()
        }
        since = min(map(self._came, named), default=math.inf)
        return await self._sources.tapes.left(named, since) if named else []

    def _take(self, call: str, found: _Found) -> None:
        seen, journey = found.seen, found.journey
        if call in self._touched:
            if seen is not None and not found.alive:
                self._due.calls.add(call)  # the engine is just ending it
        elif call in self._completed or self._is_being_placed(call, journey):
            return
        elif found.alive and call not in self._hung_up_meanwhile:
            self._waiting.add(call)
        elif found.alive:
            self._due.calls.add(call)
        elif seen is not None:
            self._append([*found.tapes, *missing(seen, journey, self._sources.phones)])
        elif journey and not _is_over(journey):
            self._append([*found.tapes, ended_unseen(journey)])

    def _is_being_placed(self, call: str, journey: Sequence[CallEvent]) -> bool:
        """Whether it is a call back of this engine to somebody who has not answered."""
        ours = bool(journey) and call.startswith(CALLBACK) and journey[0].at >= self._started
        return ours and not _is_over(journey)

    def _came(self, call: str) -> float:
        """When its channel began: the number in Asterisk's uniqueid."""
        found = _BEGAN.fullmatch(call)
        return float(found[1]) if found else self._started - LONG_AGO

    def _append(self, found: Iterable[CallEvent]) -> None:
        for event in found:
            self._journal.append(event)
            self._completed.add(event.call)
            if isinstance(event, CallEnded):
                _log.info("recovered", call=event.call, by=event.by, cause=event.cause)

    async def _left_open(self, reader: JournalReader) -> dict[str, float]:
        query = select(calls.c.id, calls.c.began).where(calls.c.ended.is_(None))
        return {row.id: row.began for row in await reader.rows(query)}

    async def _alive(self) -> set[str]:
        return {event["Uniqueid"] for event in await self._ami.listing("CoreShowChannels")}

    async def _seen(self, since: float, ours: Collection[str]) -> tuple[dict[str, AsteriskCall], set[str]]:
        """What Asterisk wrote down, and which channels there were afterwards: who is not among them is over,
        though the end may be written a moment later. Only calls that were there the first time count."""
        found = await self._read(since)
        alive = await self._alive()
        unclear = {call for call in {*found, *ours} if (call not in found or found[call].ended is None)}
        if unclear - alive:
            await asyncio.sleep(WRITTEN)
            again = await self._read(since)
            found = {call: seen for call, seen in again.items() if call in found or call in ours}
        return found, alive

    async def _read(self, since: float) -> dict[str, AsteriskCall]:
        try:
            return await asyncio.to_thread(seen_since, self._sources.files, since)
        except RecordsMissing as fault:
            if not fault.yet and str(fault) != self._said:
                _log.warning("asterisk_writes_no_records", remedy=str(fault))
            self._said = str(fault)
            return {}

    async def _journeys(self, reader: JournalReader, ids: Iterable[str]) -> dict[str, list[CallEvent]]:
        return {call: await reader.events_of(call) for call in ids}


def _is_over(journey: Iterable[CallEvent]) -> bool:
    return any(isinstance(event, CallEnded) for event in journey)


def seen_since(files: AsteriskFiles, since: float) -> dict[str, AsteriskCall]:
    """The calls that were handed to the engine from then on. Raises `RecordsMissing`."""
    channels = Channels()
    for event in files.cel(since):
        channels.see(event)
    return {call.id: call for call in channels.calls()}
