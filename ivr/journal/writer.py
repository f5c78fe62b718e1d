"""Takes events from running calls and has them on disk within 50 ms, from threads of its own.

Threads and not tasks, as measured: a commit through aiosqlite costs four times the CPU (see
`docs/decisions/0003-journal.md`), and a busy event loop cannot delay the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog

from ivr.events import Event
from ivr.journal.backlog import Backlog, Marker
from ivr.journal.feeding import Feeding
from ivr.journal.outage import Outage, Told
from ivr.journal.spool import Spool, spools
from ivr.journal.standing import Standing, size
from ivr.journal.waiting import waiting_in

_log = structlog.get_logger(__name__)

_STATEMENT = 5.0
"""Seconds that a statement may go on after the end, so that it does not get in the way of the next start."""


class JournalWriter:
    """`ivr.ports.Journal` on a database that `migrate` has prepared, or that `opening` prepares: it is called
    before the first event is written, and again while it raises what a database raises.

    While the database fails or is slow, events go to a spool in the folder `spool`, and are written from
    there in order, for ever if need be. `told` gets `LogFellBehind` and `LogCaughtUp`, in another thread.
    Without a spool, or while its disk is full, up to `capacity` events wait in memory. Beyond that events are
    lost, counted in `lost` and logged. Raises OSError if the spool cannot be made.
    """

    def __init__(
        self,
        url: str,
        *,
        spool: Path | None = None,
        capacity: int = 200_000,
        told: Told = lambda _: None,
        opening: Callable[[], None] = lambda: None,
    ) -> None:
        self.lost = 0
        self._capacity = capacity
        self._backlog = Backlog(capacity)
        self._left = spools(spool) if spool else []
        self._spool = Spool(spool) if spool else None
        self._outage = Outage(told)
        self._feeding = Feeding(url, self._backlog, self._spool, self._outage, opening)

    def append(self, event: Event) -> None:
        """Take the event. Never blocks, never raises."""
        if not self._backlog.append(event):
            self._lose()

    def standing(self) -> Standing:
        """How far the database is behind, with what engines before this one left in the same folder."""
        since, reason = self._outage.now
        own = [self._spool.file] if self._spool else []
        found = waiting_in([*self._left, *own], {file.stem: self._backlog.written for file in own})
        earlier = waiting_in(self._left, {})
        return Standing(
            away_since=since,
            reason=reason,
            events=self._backlog.waiting + sum(each.events for each in earlier),
            oldest=min((each.since for each in found), default=None),
            bytes=size([*self._left, *own]),
            in_memory=self._backlog.in_memory,
            lost=self.lost,
        )

    async def flush(self, limit: float = 5.0) -> bool:
        """Wait until everything appended so far can be read; False if `limit` seconds were not enough."""
        return await self._reach(Marker("database"), limit)

    async def on_disk(self, limit: float = 5.0) -> bool:
        """Wait until nothing appended so far can be lost; False if `limit` seconds were not enough."""
        return await self._reach(Marker("disk"), limit)

    async def close(self, limit: float = 5.0) -> None:
        """Flush and stop. What the database would not take in `limit` seconds is in the spool for the next
        start; without one it is lost. Either is logged."""
        complete = await self._reach(Marker("end"), limit)
        self._backlog.closing.set()
        await asyncio.to_thread(self._feeding.close, _STATEMENT)
        if not complete:
            lost = self._backlog.in_memory
            waiting = self._backlog.number - self._backlog.written - len(self._backlog.kept)
            _log.error("journal.closed_with_unwritten_events", lost=lost, in_spool=waiting)

    async def _reach(self, marker: Marker, limit: float) -> bool:
        self._backlog.mark(marker)
        done, _ = await asyncio.wait([asyncio.wrap_future(marker.done)], timeout=limit)
        return bool(done)

    def _lose(self) -> None:
        self.lost += 1
        if self.lost == 1 or self.lost % 10_000 == 0:
            _log.error("journal.full", lost=self.lost, capacity=self._capacity)
