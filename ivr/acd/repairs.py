"""Where the engine found its picture of an agent wrong and put it right by itself: said in the journal."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.acd.scribe import Scribe
from ivr.ports import Clock


@dataclass(frozen=True, slots=True)
class Repair:
    """`what` (phone, offer, talk) `was` taken for one thing and `found` to be another, at this time in
    seconds since 1970."""

    at: float
    what: str
    was: str
    found: str


class Repairs:
    """`last` is the latest of each agent since the engine began."""

    def __init__(self, clock: Clock, scribe: Scribe) -> None:
        self._clock = clock
        self._scribe = scribe
        self.last: dict[str, Repair] = {}

    def say(self, agent: str, what: str, was: str, found: str) -> None:
        self.last[agent] = Repair(self._clock.now().timestamp(), what, str(was), str(found))
        self._scribe.repaired(agent, what, str(was), str(found))
