"""That the database fails or does not answer: told once when it begins, and once when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

import structlog

from ivr.events import Event, LogCaughtUp, LogFellBehind

_log = structlog.get_logger(__name__)

Told = Callable[[Event], None]
"""Gets `LogFellBehind` and `LogCaughtUp`, in a thread of the journal's."""


class Outage:
    """For several threads."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._lock = Lock()
        self._since: float | None = None
        self._began: float | None = None
        self._reason = ""

    @property
    def now(self) -> tuple[float | None, str]:
        """Since when it fails, in seconds since 1970, and the last fault; (None, '') while it is well."""
        with self._lock:
            return self._began, self._reason

    def begins(self, reason: str) -> None:
        """It fails, for this reason. Nothing new while that is known."""
        with self._lock:
            known, self._since = self._since is not None, self._since or time.monotonic()
            self._began, self._reason = self._began or time.time(), reason
        if not known:
            _log.error("journal.database_fails", error=reason)
            self._told(LogFellBehind(at=time.time(), reason=reason))

    def ends(self, events: int) -> None:
        """It has taken so many events that had waited, and none are left. Nothing if it did not fail."""
        with self._lock:
            since, self._since = self._since, None
            self._began, self._reason = None, ""
        if since is not None:
            seconds = time.monotonic() - since
            _log.warning("journal.database_is_back", events=events, seconds=round(seconds, 1))
            self._told(LogCaughtUp(at=time.time(), events=events, seconds=seconds))
