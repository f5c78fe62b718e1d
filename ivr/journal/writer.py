"""Takes events from running calls and has them on disk within 50 ms, from a thread of its own.

A thread and not a task, as measured: a commit through aiosqlite costs four times the CPU (see
`docs/decisions/0003-journal.md`), and a busy event loop cannot delay the disk.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from ivr.events import Event
from ivr.journal.batch import Batch, Writing, prepare
from ivr.journal.database import writing_engine
from ivr.journal.live import LiveCalls

_log = structlog.get_logger(__name__)

WINDOW = 0.03
"""Seconds that the first event of a commit waits for others; the rest of the 50 ms is for the disk."""

_MOST_IN_ONE_COMMIT = 2_000
_FIRST_RETRY, _LAST_RETRY = 0.05, 1.0


@dataclass(frozen=True, slots=True)
class _Marker:
    """Travels in line with the events; done once everything before it is on disk."""

    done: Future[None] = field(default_factory=Future)
    last: bool = False


class JournalWriter:
    """`ivr.ports.Journal` on a database that `migrate` has prepared.

    While the database fails, up to `capacity` events are kept and retried in order, for ever; it is logged
    when that begins and when it is over. Beyond the capacity events are lost, counted in `lost` and logged.
    """

    def __init__(self, url: str, *, capacity: int = 200_000) -> None:
        self.lost = 0
        self._capacity = capacity
        self._engine = writing_engine(url)
        self._writing = Writing(self._engine.dialect)
        self._connection: Connection | None = None
        self._live = LiveCalls()
        self._line: SimpleQueue[Event | _Marker] = SimpleQueue()
        self._closing = Flag()
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def append(self, event: Event) -> None:
        """Take the event. Never blocks, never raises."""
        if self._line.qsize() < self._capacity:
            self._line.put(event)
        else:
            self._lose()

    async def flush(self, limit: float = 5.0) -> bool:
        """Wait until everything appended so far is on disk; False if `limit` seconds were not enough."""
        return await self._reach(_Marker(), limit)

    async def close(self, limit: float = 5.0) -> None:
        """Flush and stop. What the database would not take in `limit` seconds is lost, and logged."""
        if not await self._reach(_Marker(last=True), limit):
            _log.error("journal.closed_with_unwritten_events", events=self._line.qsize())
        self._closing.set()
        await asyncio.to_thread(self._thread.join, limit)

    async def _reach(self, marker: _Marker, limit: float) -> bool:
        self._line.put(marker)
        done, _ = await asyncio.wait([asyncio.wrap_future(marker.done)], timeout=limit)
        return bool(done)

    def _lose(self) -> None:
        self.lost += 1
        if self.lost == 1 or self.lost % 10_000 == 0:
            _log.error("journal.full", lost=self.lost, capacity=self._capacity)

    # From here on: the journal's own thread.

    def _run(self) -> None:
        with suppress(_Closed):
            while True:
                taken = [self._line.get()]
                time.sleep(WINDOW)
                taken += [self._line.get() for _ in range(min(self._line.qsize(), _MOST_IN_ONE_COMMIT))]
                self._settle(taken)
        self._drop_connection()
        self._engine.dispose()

    def _settle(self, taken: list[Event | _Marker]) -> None:
        events = [item for item in taken if not isinstance(item, _Marker)]
        if events:
            self._commit(events)
        for item in taken:
            if isinstance(item, _Marker):
                if item.done.set_running_or_notify_cancel():
                    item.done.set_result(None)
                if item.last:
                    raise _Closed

    def _commit(self, events: list[Event]) -> None:
        """Commit, and retry for ever. Raises `_Closed` if the journal was closed before that."""
        batch, pause, failures = prepare(events, self._live), _FIRST_RETRY, 0
        while not self._try(batch, quiet=failures > 0):
            failures += 1
            if self._closing.wait(pause):
                raise _Closed
            pause = min(pause * 2, _LAST_RETRY)
        if failures:
            _log.warning("journal.database_is_back", failures=failures, waiting=self._line.qsize())

    def _try(self, batch: Batch, *, quiet: bool) -> bool:
        try:
            try:
                self._write(batch)
            except self._writing.refusals:
                self._drop_connection()
                self._write(batch, one_by_one=True)
        except Exception as fault:
            self._drop_connection()
            if not quiet:
                _log.error("journal.database_fails", error=str(fault), events=len(batch.rows))
            return False
        return True

    def _write(self, batch: Batch, *, one_by_one: bool = False) -> None:
        if self._connection is None:
            self._connection = self._engine.connect()
        self._writing.write(self._connection, batch, one_by_one=one_by_one)

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):  # what could not be written is written again on a new connection
                connection.invalidate()
                connection.close()


class _Closed(Exception):
    """The journal was closed: in order, or while the database failed."""
