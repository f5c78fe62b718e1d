"""Callers who are called back, and the calls that the engine places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ivr.ports.caller import DialOutcome
from ivr.ports.wanted import Wanted


@dataclass(frozen=True, slots=True)
class NewCallback:
    """A caller who wants to be called at `number` when an agent of the queue is free.

    `call` is the call it was asked for in, `dialled` the number that they had called, `hours` the opening
    hours of the dialplan in which they may be called ('' for any time). They are dialled up to `tries` times,
    for `ring` seconds each, `again` seconds apart. `waited`: seconds they had waited in the queue before they
    asked; these count for the place.
    """

    call: str
    number: str
    queue: str
    wanted: Wanted
    language: str
    dialplan: str
    dialled: str
    hours: str = ""
    tries: int = 3
    ring: float = 30.0
    again: float = 300.0
    waited: float = 0.0


class Callbacks(Protocol):
    async def ask(self, wanted: NewCallback) -> bool:
        """Note it; False when this number is waiting for a callback already. Raises `MemoryFailed`."""
        ...


class Outgoing(Protocol):
    async def dial(self, call: str, number: str, shown: str, ring: float) -> DialOutcome:
        """Ring `number` for `ring` seconds and tell how that went. One that answers comes to the engine as
        the call with the id `call`; `shown` is the number that the phone displays. Never raises."""
        ...
