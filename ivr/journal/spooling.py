"""The thread that has events on disk while the database fails or is slow. Until then it sleeps."""

from __future__ import annotations

import time
from threading import Thread

import structlog

from ivr.journal.alarm import Alarm
from ivr.journal.backlog import Backlog
from ivr.journal.outage import Outage
from ivr.journal.spool import Spool

_log = structlog.get_logger(__name__)

PATIENCE = 0.012
"""Seconds that a commit may take before its events are written to the spool as well."""
_SLOW = 3.0
"""Seconds without an answer of the database after which people are told."""


class Spooling:
    """Begins when `alarm` rings and a commit is late or has failed; ends when the backlog is `direct`."""

    def __init__(self, backlog: Backlog, spool: Spool, outage: Outage, window: float) -> None:
        self.alarm = Alarm()
        self._backlog = backlog
        self._spool = spool
        self._outage = outage
        self._window = window
        self._fails = False
        self._thread = Thread(target=self._run, name="journal-spool", daemon=True)
        self._thread.start()

    def close(self, limit: float) -> None:
        """Put into the spool what is left, and end; wait so long at most. The backlog is closing."""
        self.alarm.set(0)
        self._thread.join(limit)

    def _run(self) -> None:
        while not self._backlog.closing.is_set():
            self.alarm.wait()
            with self._backlog.lock:
                if self._backlog.is_late(PATIENCE):
                    self._backlog.direct = False
            began = time.monotonic()
            while self._round():
                self._backlog.closing.wait(max(0.0, self._window - (time.monotonic() - began)))
                began = time.monotonic()
        self.alarm.close()
        self._spool.close()

    def _round(self) -> bool:
        """Whether there is to be another."""
        backlog = self._backlog
        last = backlog.closing.is_set()
        with backlog.lock:
            if backlog.direct and not last:
                return False
            backlog.collect()
            if backlog.kept:
                self._save()
            silent = backlog.is_late(_SLOW)
        if silent:
            self._outage.begins(f"no answer for {_SLOW:g} s")
        return not last

    def _save(self) -> None:
        try:
            self._spool.append(self._backlog.kept)
        except OSError as fault:
            self._complain(fault)
        else:
            self._fails = False
            self._backlog.is_on_disk(self._backlog.number)

    def _complain(self, fault: OSError) -> None:
        if not self._fails:
            remedy = (
                f"make room for {self._spool.file}, or bring the database back: until then events wait in"
                " memory, and are lost if the engine stops"
            )
            _log.error("journal.spool_fails", error=str(fault), remedy=remedy)
        self._fails = True
