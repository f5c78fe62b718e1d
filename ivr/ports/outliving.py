"""What outlives a call: what is remembered of callers, lists of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Memory(Protocol):
    """Small facts that outlive a call and a restart, by `kind` (what is remembered) and `key` (of whom, as a
    rule the caller's number). All methods raise `MemoryFailed` when the store cannot be reached in time."""

    async def recall(self, kind: str, key: str) -> str | None:
        """What was kept last; None when there is nothing or its time is over."""
        ...

    async def keep(self, kind: str, key: str, value: str, lasts: float | None = None) -> None:
        """Remember it for `lasts` seconds, None for ever; it replaces what was kept before."""
        ...

    async def forget(self, kind: str, key: str) -> None: ...

    async def count(self, kind: str, key: str, window: float) -> int:
        """Count one more, and tell how many there were in the last `window` seconds, this one included. Two
        calls at once never get the same number."""
        ...

    async def counted(self, kind: str, key: str, window: float) -> int:
        """How many were counted in the last `window` seconds."""
        ...

    async def last_agent(self, number: str, within: float) -> str:
        """Who talked to a caller of this number last, in the last `within` seconds; '' for nobody."""
        ...


class MemoryFailed(Exception):
    """The store of `Memory`, `Lists` or `Mailboxes` cannot be reached; the text says why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list: who (`number`, x any digit), what was noted, and when it is valid: `since` a moment
    (None: from the beginning) `until` another (None: for ever)."""

    number: str
    note: str = ""
    until: datetime | None = None
    since: datetime | None = None

    def valid(self, now: datetime) -> bool:
        return (self.since is None or self.since <= now) and (self.until is None or self.until > now)


class Lists(Protocol):
    """Lists of numbers that are edited while the engine runs: VIP, blocked, others."""

    async def find(self, name: str, number: str) -> Listed | None:
        """The entry of the list `name` that is valid now for this number. Raises `MemoryFailed`."""
        ...
