"""What awaits a caller who waits: how many agents could serve them, and how long it will take."""

from __future__ import annotations

from collections.abc import Iterable

from routing.agents import AWAY
from routing.expected import Expected, Pace, expected
from routing.floor import Floor
from routing.needs import Expression, met
from routing.queues import Line, QueueSpec, Waiting
from routing.turn import Turn


class Outlook:
    """The pace of each queue, measured from what happens, and what follows from it.

    Who could serve whom is worked out once and holds until an agent comes or goes.
    """

    def __init__(self, queues: Iterable[QueueSpec], line: Line, floor: Floor, turn: Turn) -> None:
        self._paces = {queue.id: Pace(queue.handle_time) for queue in queues}
        self._line, self._floor, self._turn = line, floor, turn
        self._as_of = -1
        self._there: dict[Expression, frozenset[str]] = {}
        self._shares: dict[tuple[Expression, Expression], float] = {}

    def handled(self, queue: QueueSpec, talked: float) -> None:
        """A talk is over."""
        self._paces[queue.id].handled(talked + queue.wrap_up)

    def left(self, waiting: Waiting, abandoned: bool) -> None:
        """A caller waits no longer; who is called back needs no patience, and tells nothing of that."""
        if waiting.reserve:
            return
        self._paces[waiting.queue.id].left(max(0.0, self._turn.now - waiting.arrived), abandoned)

    def able(self, waiting: Waiting) -> int:
        """Agents who could serve this caller, be they busy."""
        return len(self._able(waiting.required))

    def expected(self, waiting: Waiting) -> Expected | None:
        """How long this caller will still wait; None when nobody could serve them."""
        able = self.able(waiting)
        ahead = sum(
            number * self._share(required, waiting.required)
            for required, number in self._line.ahead(waiting).items()
        )
        return expected(ahead, able, self._paces[waiting.queue.id])

    def _share(self, theirs: Expression, own: Expression) -> float:
        """Which part of the demand of such callers falls on the agents of the other."""
        able = self._able(theirs)
        if (theirs, own) not in self._shares:
            self._shares[theirs, own] = len(able & self._able(own)) / len(able) if able else 0.0
        return self._shares[theirs, own]

    def _able(self, required: Expression) -> frozenset[str]:
        if self._as_of != self._floor.attendance:
            self._as_of = self._floor.attendance
            self._there.clear()
            self._shares.clear()
        if required not in self._there:
            self._there[required] = frozenset(
                agent.id
                for agent in self._floor.agents.values()
                if agent.state not in AWAY and met(required, dict(agent.skills))
            )
        return self._there[required]
