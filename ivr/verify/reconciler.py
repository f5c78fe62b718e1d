"""Brings the log up to what Asterisk saw while the engine was away: at its start, and after a gap in AMI."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from sqlalchemy import func, select

from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.events import CallEnded, CallEvent
from ivr.events import Event as LoggedEvent
from ivr.journal.database import DatabaseUnusable
from ivr.journal.reader import JournalReader
from ivr.journal.tables import calls, events
from ivr.verify.calls import AsteriskCall, Channels
from ivr.verify.files import AsteriskFiles, RecordsMissing
from ivr.verify.logged import Phones
from ivr.verify.recover import ended_unseen, missing

EARLIER = 30.0
"""Seconds before the last thing known from which Asterisk's records are read."""
WRITTEN = 0.5
"""Seconds within which Asterisk has written down what it told by AMI."""

_log = structlog.get_logger("recovery")


class Journal(Protocol):
    """Where events go, at once on its way to disk."""

    def append(self, event: LoggedEvent) -> None: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """What is compared: the address of the log, Asterisk's records, and whose phone is whose."""

    url: str
    files: AsteriskFiles
    phones: Phones


class Reconciler:
    """Run `begin` before the first call is taken, and `close` at the end."""

    def __init__(self, sources: Sources, ami: Ami, journal: Journal) -> None:
        self._sources = sources
        self._ami = ami
        self._journal = journal
        self._started = time.time()
        self._waiting: dict[str, Callable[[], None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Complete the calls that the engine before this one left open, and those that only Asterisk saw."""
        await self._guarded(self._since_the_last_event())
        self._ami.on_connect(self._connected)

    def close(self) -> None:
        """Wait for no call any more."""
        for end in self._waiting.values():
            end()
        for task in self._tasks:
            task.cancel()

    def _connected(self) -> None:
        self._spawn(self._complete(self._ami.lost_at - EARLIER))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Nothing that goes wrong here keeps calls from being answered."""
        try:
            await work
        except (DatabaseUnusable, AmiError, OSError) as fault:
            _log.error("not_reconciled", error=str(fault))

    async def _since_the_last_event(self) -> None:
        async with JournalReader(self._sources.url) as reader:
            last = (await reader.rows(select(func.max(events.c.at)).where(events.c.call.is_not(None))))[0][0]
        await self._complete((self._started if last is None else last) - EARLIER)

    async def _complete(self, since: float) -> None:
        async with JournalReader(self._sources.url) as reader:
            ours = await self._left_open(reader)
            alive = await self._alive()
            since = min([since, *(began - 1.0 for began in ours.values())])
            theirs = await self._seen(since, ours.keys() - alive)
            known = await self._journeys(reader, {*ours, *theirs})
        for call in sorted({*ours, *theirs}):
            self._take(call, known[call], theirs.get(call), call in alive)

    def _take(self, call: str, journey: Sequence[CallEvent], seen: AsteriskCall | None, alive: bool) -> None:
        if self._is_ours(journey) and not any(isinstance(event, CallEnded) for event in journey):
            return  # the engine is at it
        if alive:
            self._wait_for(call)
        elif seen is not None:
            self._append(missing(seen, journey, self._sources.phones))
        elif journey and not any(isinstance(event, CallEnded) for event in journey):
            self._append([ended_unseen(journey)])

    def _is_ours(self, journey: Sequence[CallEvent]) -> bool:
        return bool(journey) and journey[0].at >= self._started

    def _append(self, found: Iterable[CallEvent]) -> None:
        for event in found:
            self._journal.append(event)
            if isinstance(event, CallEnded):
                _log.info("recovered", call=event.call, by=event.by, cause=event.cause)

    async def _left_open(self, reader: JournalReader) -> dict[str, float]:
        query = select(calls.c.id, calls.c.began).where(calls.c.ended.is_(None))
        return {row.id: row.began for row in await reader.rows(query)}

    async def _alive(self) -> set[str]:
        return {event["Uniqueid"] for event in await self._ami.listing("CoreShowChannels")}

    async def _seen(self, since: float, needed: Iterable[str]) -> dict[str, AsteriskCall]:
        """What Asterisk wrote down; once more if the end of a call may just not be there yet."""
        wanted = set(needed)
        found = await self._read(since)
        if any(each.ended is None and each.id in wanted for each in found.values()):
            await asyncio.sleep(WRITTEN)
            found = await self._read(since)
        return found

    async def _read(self, since: float) -> dict[str, AsteriskCall]:
        try:
            return await asyncio.to_thread(seen_since, self._sources.files, since)
        except RecordsMissing as fault:
            if not fault.yet:
                _log.warning("asterisk_writes_no_records", remedy=str(fault))
            return {}

    async def _journeys(self, reader: JournalReader, ids: Iterable[str]) -> dict[str, list[CallEvent]]:
        return {call: await reader.events_of(call) for call in ids}

    def _wait_for(self, call: str) -> None:
        """Its caller is still on the line, in a talk or in Asterisk's own queue."""
        if call not in self._waiting:
            self._waiting[call] = self._ami.on("Hangup", self._over, channel=call)

    def _over(self, event: Event) -> None:
        self._spawn(self._complete_later(event["Uniqueid"]))

    async def _complete_later(self, call: str) -> None:
        self._waiting.pop(call, lambda: None)()
        await asyncio.sleep(WRITTEN)
        async with JournalReader(self._sources.url) as reader:
            journey = await reader.events_of(call)
        began = journey[0].at if journey else self._started - 3600.0
        seen = (await self._seen(began - 1.0, {call})).get(call)
        self._take(call, journey, seen, alive=False)


def seen_since(files: AsteriskFiles, since: float) -> dict[str, AsteriskCall]:
    """The calls that were handed to the engine from then on. Raises `RecordsMissing`."""
    channels = Channels()
    for event in files.cel(since):
        channels.see(event)
    return {call.id: call for call in channels.calls()}
