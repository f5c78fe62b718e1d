"""The clock, and the journal of everything that happens."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ivr.events import Event


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall-clock time, aware, UTC."""
        ...

    def monotonic(self) -> float: ...


class Journal(Protocol):
    def append(self, event: Event) -> None:
        """Take the event; it is on disk before 50 ms have passed. Never blocks, never raises."""
        ...
