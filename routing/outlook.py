"""What awaits a caller who waits: how many agents could serve them, and how long it will take."""

from __future__ import annotations

from collections.abc import Iterable

from routing.demand import Demand, Demands
from routing.expected import Expected, Pace, expected
from routing.presence import Presence
from routing.queues import QueueSpec
from routing.turn import Turn
from routing.waiting import Waiting


class Outlook:
    """The pace of each queue, measured from what happens, and what follows from it.

    Who could serve whom is worked out once and holds until an agent comes or goes.
    """

    def __init__(self, queues: Iterable[QueueSpec], demands: Demands, presence: Presence, turn: Turn) -> None:
        self._paces = {queue.id: Pace(queue.handle_time) for queue in queues}
        self._demands, self._presence, self._turn = demands, presence, turn
        self._as_of = -1
        self._shares: dict[tuple[Demand, Demand], float] = {}

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
        return self._presence.among(waiting.demand.able)

    def expected(self, waiting: Waiting) -> Expected | None:
        """How long this caller will still wait; None when nobody could serve them."""
        return self._expected(waiting.demand, waiting.queue, waiting.claim)

    def expected_by_newcomer(self, queue: QueueSpec, demand: Demand) -> Expected | None:
        """How long a caller would wait who came to this queue now."""
        return self._expected(demand, queue, (self._turn.now, 0))

    def _expected(self, own: Demand, queue: QueueSpec, claim: tuple[float, int]) -> Expected | None:
        ahead = sum(
            demand.callers.bisect_left(claim) * self._share(demand, own)
            for demand in self._demands.waited_with()
            if demand.ask.channel == own.ask.channel
        )
        return expected(ahead, self._presence.among(own.able), self._paces[queue.id])

    def _share(self, theirs: Demand, own: Demand) -> float:
        """Which part of the demand of such callers falls on the agents of the other."""
        if self._as_of != self._presence.changes:
            self._as_of = self._presence.changes
            self._shares.clear()
        if (theirs, own) not in self._shares:
            able = self._presence.among(theirs.able)
            common = self._presence.among_both(theirs.able, own.able)
            self._shares[theirs, own] = common / able if able else 0.0
        return self._shares[theirs, own]
