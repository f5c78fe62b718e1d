"""The thread that writes to the database: events as they come, or after a failure from the spool."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import structlog

from ivr.journal.backlog import Backlog
from ivr.journal.committer import Committer, Portion
from ivr.journal.outage import Outage
from ivr.journal.spool import Reading, Spool
from ivr.journal.spooling import PATIENCE, Spooling

_log = structlog.get_logger(__name__)

WINDOW = 0.03
"""Seconds that the first event of a commit waits for others; the rest of the 50 ms is for the disk."""

_FIRST_RETRY, _LAST_RETRY = 0.05, 1.0


class Feeding:
    """Runs until the backlog is `closing`, or `ending` and written. `opening` makes the database ready before
    anything is written; it raises what the database raises, and is tried again."""

    def __init__(
        self, url: str, backlog: Backlog, spool: Spool | None, outage: Outage, opening: Callable[[], None]
    ) -> None:
        self._opening = opening
        self._committer = Committer(url, spool.id if spool else "")
        self._backlog = backlog
        self._spool = spool
        self._reading = Reading(spool.file) if spool else None
        self._spooling = Spooling(backlog, spool, outage, WINDOW) if spool else None
        self._outage = outage
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def close(self, limit: float) -> None:
        """Wait until both threads have ended, at most so many seconds each. The backlog is closing."""
        self._thread.join(limit)
        if self._spooling:
            self._spooling.close(limit)

    def _run(self) -> None:
        backlog, ago = self._backlog, 0.0
        while not (backlog.closing.is_set() or (backlog.ending and not backlog.kept)):
            if not backlog.kept:
                # What came during the last commit has waited as long as that took.
                window = WINDOW - ago if backlog.in_memory else WINDOW
                backlog.wait()
                time.sleep(max(0.0, window))
            began = time.monotonic()
            with backlog.lock:
                backlog.collect()
            if backlog.kept:
                self._commit()
            ago = time.monotonic() - began
        self._committer.close()
        if self._reading:
            self._reading.close()

    def _commit(self) -> None:
        portion = self._committer.portion(self._backlog.batch())
        with self._backlog.lock:
            self._backlog.since = time.monotonic()
        if self._spooling:
            self._spooling.alarm.set(PATIENCE)
        done = self._try(portion)
        if done and self._spooling:
            self._spooling.alarm.clear()
        with self._backlog.lock:
            self._backlog.since = None
            late = not self._backlog.direct
        if late:
            self._catch_up(None if done else portion, len(portion.batch.rows) if done else 0)

    def _catch_up(self, portion: Portion | None, events: int) -> None:
        """Write what failed, then what the spool has, until nothing is left in it or the journal closes; so
        many `events` that were late are written."""
        while portion := portion or self._next():
            began, pause = time.monotonic(), _FIRST_RETRY
            while not self._try(portion):
                if self._backlog.closing.wait(pause):
                    return
                began, pause = time.monotonic(), min(pause * 2, _LAST_RETRY)
            events += len(portion.batch.rows)
            portion = None
            took = time.monotonic() - began
            if self._backlog.closing.wait(took):  # calls come first: they get half of the time
                return
        if not self._backlog.closing.is_set():
            self._outage.ends(events)

    def _next(self) -> Portion | None:
        """The next events that the database has not; None where there are none: `direct` is true again."""
        while not self._emptied():
            assert self._spool is not None
            assert self._reading is not None
            try:
                read = self._reading.portion(self._spool.end)
            except OSError as fault:
                _log.error("journal.spool_unreadable", file=str(self._spool.file), error=str(fault))
                if self._backlog.closing.wait(_LAST_RETRY):
                    return None
            else:
                if entries := [entry for entry in read if entry.number > self._backlog.written]:
                    return self._committer.portion(entries)
        return None

    def _emptied(self) -> bool:
        with self._backlog.lock:
            if self._spool and self._reading:
                if self._reading.offset < self._spool.end:
                    return False
                self._spool.clear()
                self._reading.offset = 0
            self._backlog.direct = True
            return True

    def _try(self, portion: Portion) -> bool:
        try:
            self._opening()
            self._committer.write(portion)
        except Exception as fault:
            self._fail(fault)
            return False
        with self._backlog.lock:
            self._backlog.is_written(portion.last)
        return True

    def _fail(self, fault: Exception) -> None:
        with self._backlog.lock:
            self._backlog.direct = False
        if self._spooling:
            self._spooling.alarm.set(0)
        self._outage.begins(str(fault))
