"""Queues and who waits in them.

The rule, plainly: whoever is next *and* servable goes. Order is by priority (higher first), then arrival.
Nobody is blocked by the caller in front who wants somebody else.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from routing.agents import Agent
from routing.skills import Profile, able

Claim = tuple[int, float, int]
_claim = attrgetter("claim")


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """A queue as configured, in seconds. `rest`: how long an agent who did not answer is spared the same
    caller, and a busy or unreachable phone any caller. `grace`: how long after `ring` an offer may stay
    unreported before its lease is over."""

    id: str
    ring: float = 15.0
    wrap_up: float = 10.0
    rest: float = 5.0
    grace: float = 5.0
    strategy: str = "longest_idle"


@dataclass(slots=True, eq=False)
class Waiting:
    """A caller who waits. `rests`: agents who lately did not answer this caller, and until when they are
    spared. `lapsed`: offers whose lease ran out and which may still be answered late."""

    call: str
    queue: QueueSpec
    needs: Profile
    priority: int
    arrived: float
    number: int
    reserve: float = 0.0
    offer: int | None = None
    rests: dict[str, float] = field(default_factory=dict)
    lapsed: list[int] = field(default_factory=list)
    claim: Claim = field(init=False)

    def __post_init__(self) -> None:
        self.claim = (-self.priority, self.arrived, self.number)


class Line:
    """Everybody who waits, in all queues, in the order of their claims.

    Callers without an offer are grouped by what they need: a free agent compares the first of each group.
    """

    def __init__(self) -> None:
        self._calls: dict[str, Waiting] = {}
        self._queues: dict[str, list[Waiting]] = {}
        self._groups: dict[Profile, list[Waiting]] = {}

    def __iter__(self) -> Iterator[Waiting]:
        return iter(self._calls.values())

    def get(self, call: str) -> Waiting | None:
        return self._calls.get(call)

    def enter(self, waiting: Waiting) -> None:
        self._calls[waiting.call] = waiting
        insort(self._queues.setdefault(waiting.queue.id, []), waiting, key=_claim)
        self.release(waiting)

    def leave(self, waiting: Waiting) -> None:
        """Leave for good, answered or not."""
        if waiting.offer is None:
            self.hold(waiting)
        del self._calls[waiting.call]
        _remove(self._queues[waiting.queue.id], waiting)

    def hold(self, waiting: Waiting) -> None:
        """A phone rings for this caller: nobody else is looked for."""
        group = self._groups[waiting.needs]
        _remove(group, waiting)
        if not group:
            del self._groups[waiting.needs]

    def release(self, waiting: Waiting) -> None:
        """Back among those who look for an agent, at the old place."""
        insort(self._groups.setdefault(waiting.needs, []), waiting, key=_claim)

    def first_for(self, agent: Agent) -> Waiting | None:
        """The first in line whom this agent can serve."""
        heads = (
            next((waiting for waiting in group if agent.id not in waiting.rests), None)
            for needs, group in self._groups.items()
            if able(agent.skills, needs)
        )
        return min((head for head in heads if head), key=_claim, default=None)

    def position(self, call: str) -> int:
        """Place in the queue, from 1; 0 while a phone rings and for who does not wait. Callers for whom a
        phone rings count as in front, so that a phone that is not answered makes nobody's place worse."""
        waiting = self._calls.get(call)
        if waiting is None or waiting.offer is not None:
            return 0
        return bisect_left(self._queues[waiting.queue.id], waiting.claim, key=_claim) + 1


def _remove(line: list[Waiting], waiting: Waiting) -> None:
    del line[bisect_left(line, waiting.claim, key=_claim)]
