"""Queues and who waits in them.

The rule, plainly: whoever is next *and* servable goes. Order is by claim: the time of arrival, moved forward
by what the priority is worth. Nobody is blocked by the caller in front who wants somebody else.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter

from routing.agents import Agent
from routing.expected import HANDLE_TIME
from routing.needs import ANYBODY, Expression, Needs, both, met
from routing.rules import PHONE

Claim = tuple[float, int]
_claim = attrgetter("claim")


@dataclass(frozen=True, slots=True)
class Target:
    """The service level to be kept: this share of the calls answered within so many seconds."""

    share: float = 0.8
    within: float = 20.0


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """A queue as configured, in seconds. `rest`: how long an agent who did not answer is spared the same
    caller, and a busy or unreachable phone any caller. `grace`: how long after `ring` an offer may stay
    unreported before its lease is over.

    `members`: who serves the queue; added to what every caller needs. `pause_after`: after so many offers of
    this queue in a row that an agent did not answer, the agent is paused with the reason `no_answer`; 0 for
    never. `overdue`: the seconds of waiting after which the strategy `service_level` passes nobody over.
    `handle_time`: how long a call is taken to keep an agent busy until calls were measured."""

    id: str
    ring: float = 15.0
    wrap_up: float = 10.0
    rest: float = 5.0
    grace: float = 5.0
    strategy: str = "longest_idle"
    members: Expression = ANYBODY
    target: Target = Target()
    pause_after: int = 0
    channel: str = PHONE
    overdue: float = 300.0
    handle_time: float = HANDLE_TIME


@dataclass(slots=True, eq=False)
class Waiting:
    """A caller who waits. `rests`: agents who lately did not answer this caller, and until when they are
    spared. `lapsed`: offers whose lease ran out and which may still be answered late."""

    call: str
    queue: QueueSpec
    needs: Needs
    priority: int
    arrived: float
    number: int
    counts_from: float
    claim: Claim = (0.0, 0)
    reserve: float = 0.0
    offer: int | None = None
    rests: dict[str, float] = field(default_factory=dict)
    lapsed: list[int] = field(default_factory=list)
    required: Expression = field(init=False)

    def __post_init__(self) -> None:
        self.changed()

    def changed(self) -> None:
        """Needs or queue are others now."""
        self.required = both(self.queue.members, self.needs.required)


class Line:
    """Everybody who waits, in all queues, in the order of their claims.

    Callers without an offer are grouped by what they need: a free agent compares the first of each group.
    """

    def __init__(self) -> None:
        self._calls: dict[str, Waiting] = {}
        self._queues: dict[str, list[Waiting]] = {}
        self._groups: dict[Expression, list[Waiting]] = {}

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
        group = self._groups[waiting.required]
        _remove(group, waiting)
        if not group:
            del self._groups[waiting.required]

    def release(self, waiting: Waiting) -> None:
        """Back among those who look for an agent, at the old place."""
        insort(self._groups.setdefault(waiting.required, []), waiting, key=_claim)

    def first_for(self, agent: Agent) -> Waiting | None:
        """The first in line whom this agent can serve."""
        heads = (
            next((waiting for waiting in group if agent.id not in waiting.rests), None)
            for required, group in self._groups.items()
            if met(required, dict(agent.skills))
        )
        return min((head for head in heads if head), key=_claim, default=None)

    @contextmanager
    def changing(self, waiting: Waiting) -> Iterator[None]:
        """Claim, queue or needs of who waits may be changed inside."""
        _remove(self._queues[waiting.queue.id], waiting)
        if waiting.offer is None:
            self.hold(waiting)
        yield
        waiting.changed()
        insort(self._queues.setdefault(waiting.queue.id, []), waiting, key=_claim)
        if waiting.offer is None:
            self.release(waiting)

    def length(self, queue: str) -> int:
        """How many wait in this queue, those included for whom a phone rings."""
        return len(self._queues.get(queue, ()))

    def ahead(self, waiting: Waiting) -> dict[Expression, int]:
        """How many wait in front of this caller, in any queue, by whom they need; without those for whom a
        phone rings."""
        return {
            required: bisect_left(group, waiting.claim, key=_claim)
            for required, group in self._groups.items()
        }

    def position(self, call: str) -> int:
        """Place in the queue, from 1; 0 while a phone rings and for who does not wait. Callers for whom a
        phone rings count as in front, so that a phone that is not answered makes nobody's place worse."""
        waiting = self._calls.get(call)
        if waiting is None or waiting.offer is not None:
            return 0
        return bisect_left(self._queues[waiting.queue.id], waiting.claim, key=_claim) + 1


def _remove(line: list[Waiting], waiting: Waiting) -> None:
    del line[bisect_left(line, waiting.claim, key=_claim)]
