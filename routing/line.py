"""Who of one channel looks for an agent, in the order of their claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge

from sortedcontainers import SortedList

from routing.agents import Agent
from routing.demand import NO_SKILL, Demand
from routing.waiting import Claim, Waiting

Entry = tuple[float, int, Waiting]
Turn = tuple[Claim, Waiting]
Behind = Callable[[str], float]
"""How far a queue is below its target, in shares."""
_WITHOUT_SKILL = (NO_SKILL, 0)


class Shelf:
    """Demands with callers, under the skills that cover them, by their first callers."""

    def __init__(self) -> None:
        self._by_skill: dict[str, SortedList] = {}

    def __bool__(self) -> bool:
        return bool(self._by_skill)

    def put(self, waiting: Waiting) -> None:
        waiting.demand.callers.add(waiting.entry)
        self._update(waiting.demand)

    def take(self, waiting: Waiting) -> None:
        waiting.demand.callers.remove(waiting.entry)
        self._update(waiting.demand)

    def first_for(self, agent: Agent) -> Waiting | None:
        """The first of all whom this agent may be given."""
        best: Waiting | None = None
        shelves, profile = self._by_skill, agent.profile
        for skill, _ in (*agent.skills, _WITHOUT_SKILL):
            for at, number, demand in shelves.get(skill, ()):
                if best and (at, number) >= best.claim:
                    break
                found = demand.first_for(agent) if demand.fits(profile) else None
                if found and (best is None or found.claim < best.claim):
                    best = found
        return best

    def all_for(self, agent: Agent) -> Iterator[Entry]:
        """All whom this agent may be given, in order."""
        demands = {demand: None for shelf in self._shelves(agent) for _, _, demand in shelf}
        return merge(*(demand.open_to(agent) for demand in demands if demand.fits(agent.profile)))

    def _shelves(self, agent: Agent) -> Iterator[SortedList]:
        for skill, _ in (*agent.skills, _WITHOUT_SKILL):
            shelf = self._by_skill.get(skill)
            if shelf is not None:
                yield shelf

    def _update(self, demand: Demand) -> None:
        first = demand.callers[0] if demand.callers else None
        old = demand.head
        if first and old and first[1] == old[1] and first[0] == old[0]:
            return
        demand.head = (first[0], first[1], demand) if first else None
        for skill in demand.cover:
            self._move(skill, old, demand.head)

    def _move(
        self, skill: str, old: tuple[float, int, Demand] | None, new: tuple[float, int, Demand] | None
    ) -> None:
        shelf = self._by_skill.get(skill)
        if shelf is None:
            shelf = self._by_skill[skill] = SortedList()
        if old:
            shelf.remove(old)
        if new:
            shelf.add(new)
        elif not shelf:
            del self._by_skill[skill]


class Line:
    """`by_target` tells of a queue whose strategy serves the queue furthest below its target; their callers
    stand on shelves of their own. `behind` measures that; `overdue` says whether a caller has waited too long
    to be passed over."""

    def __init__(self, behind: Behind, overdue: Callable[[Waiting], bool]) -> None:
        self._plain = Shelf()
        self._by_target: dict[str, Shelf] = {}
        self._kept: dict[str, SortedList] = {}
        self._behind = behind
        self._overdue = overdue

    def put(self, waiting: Waiting) -> None:
        if waiting.kept:
            self._kept.setdefault(waiting.agent, SortedList()).add(waiting.entry)
        else:
            self._shelf(waiting.demand).put(waiting)

    def take(self, waiting: Waiting) -> None:
        if not waiting.kept:
            self._shelf(waiting.demand).take(waiting)
            return
        kept = self._kept[waiting.agent]
        kept.remove(waiting.entry)
        if not kept:
            del self._kept[waiting.agent]

    def kept_for(self, agent: str) -> tuple[Waiting, ...]:
        """Who looks for this agent and no other."""
        return tuple(waiting for _, _, waiting in self._kept.get(agent, ()))

    def first_for(self, agent: Agent) -> Turn | None:
        """Whom this agent is to be given next, and in whose turn: of queues served by target the one furthest
        behind may take the turn of another."""
        first = self._plain.first_for(agent)
        if kept := self._kept.get(agent.id):
            first = _earlier(first, next((w for _, _, w in kept if agent.id not in w.rests), None))
        if self._by_target:
            return self._by_targets(agent, first)
        return (first.claim, first) if first else None

    def all_for(self, agent: Agent) -> Iterator[Entry]:
        """All whom this agent may be given, by their claims alone."""
        kept = (entry for entry in self._kept.get(agent.id, ()) if agent.id not in entry[2].rests)
        return merge(self._plain.all_for(agent), kept, *(s.all_for(agent) for s in self._by_target.values()))

    def _by_targets(self, agent: Agent, plain: Waiting | None) -> Turn | None:
        """Who is first by claim, unless their queue is served by target and another is further behind."""
        firsts = {queue: shelf.first_for(agent) for queue, shelf in self._by_target.items() if shelf}
        found = [(queue, waiting) for queue, waiting in firsts.items() if waiting]
        _, target = min(found, key=lambda pair: pair[1].claim, default=(None, None))
        first = _earlier(plain, target)
        if first is None:
            return None
        if first is not target or self._overdue(first):
            return first.claim, first
        return first.claim, min(found, key=lambda pair: (-self._behind(pair[0]), pair[1].claim))[1]

    def _shelf(self, demand: Demand) -> Shelf:
        queue = demand.ask.queue
        if not queue:
            return self._plain
        shelf = self._by_target.get(queue)
        if shelf is None:
            shelf = self._by_target[queue] = Shelf()
        return shelf


def _earlier(one: Waiting | None, other: Waiting | None) -> Waiting | None:
    if one is None or other is None:
        return one or other
    return one if one.claim < other.claim else other
