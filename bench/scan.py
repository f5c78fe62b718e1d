"""The router's two questions answered by looking at everybody: slow, plain, and the same decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from routing.agents import Agent
from routing.demand import Demand
from routing.line import Behind, Entry, Turn
from routing.market import Market
from routing.needs import met
from routing.profiles import Profiles
from routing.router import Router
from routing.rules import PHONE
from routing.strategy import Order
from routing.waiting import Waiting


def scan_instead(router: Router) -> None:
    """From now on this router looks at everybody."""
    tables = router._market
    channels = dict.fromkeys(tables._pools, ())
    plain = ScanMarket(router._profiles, channels, router._behind, router._overdue, tables.interruptible)
    for agent in router.agents.values():
        for channel in tables.channels_of(agent):
            plain.admit(agent, channel)
    for waiting in router.waiting:
        if waiting.offer is None:
            plain.put(waiting)
    router._market = router._callers._market = router._floor._market = plain
    router._free = replace(router._free, market=plain)


class ScanMarket(Market):
    """No tables: who is free and who waits stands in a list."""

    def __init__(
        self,
        profiles: Profiles,
        orders: Mapping[str, Iterable[Order]],
        behind: Behind,
        overdue: Callable[[Waiting], bool],
        interruptible: frozenset[str] = frozenset(),
    ) -> None:
        self.interruptible = interruptible
        self._in_question: dict[str, Agent] = {}
        self._free: dict[str, dict[str, Agent]] = {channel: {} for channel in orders}
        self._waiting: dict[str, Waiting] = {}
        self._how_far_behind = behind
        self._is_overdue = overdue

    def admit(self, agent: Agent, channel: str) -> bool:
        new = agent.id not in self._free[channel]
        self._free[channel][agent.id] = agent
        return new

    def dismiss(self, agent: Agent, channel: str) -> bool:
        return self._free[channel].pop(agent.id, None) is not None

    def admit_asked(self, agent: Agent) -> bool:
        new = agent.id not in self._in_question
        self._in_question[agent.id] = agent
        return new

    def dismiss_asked(self, agent: Agent) -> bool:
        return self._in_question.pop(agent.id, None) is not None

    def take_away(self, agent: Agent) -> None:
        self._in_question.pop(agent.id, None)
        for free in self._free.values():
            free.pop(agent.id, None)

    def channels_of(self, agent: Agent) -> frozenset[str]:
        return frozenset(channel for channel in self._free if agent.id in self._those_for(channel))

    def count_free(self, demand: Demand) -> int:
        free = self._those_for(demand.ask.channel).values()
        return sum(met(demand.ask.required, dict(agent.skills)) for agent in free)

    def put(self, waiting: Waiting) -> None:
        self._waiting[waiting.call] = waiting

    def take(self, waiting: Waiting) -> None:
        del self._waiting[waiting.call]

    def kept_for(self, agent: str) -> tuple[Waiting, ...]:
        return tuple(w for w in self._in_order() if w.kept and w.agent == agent)

    def suits(self, waiting: Waiting, agent: Agent) -> bool:
        if waiting.kept and waiting.agent != agent.id:
            return False
        return agent.id not in waiting.rests and met(waiting.demand.ask.required, dict(agent.skills))

    def choose(self, waiting: Waiting, agents: Mapping[str, Agent]) -> Agent | None:
        return self._first(self._free[waiting.demand.ask.channel], waiting)

    def choose_asked(self, waiting: Waiting, agents: Mapping[str, Agent]) -> Agent | None:
        return self._first(self._in_question, waiting) if waiting.demand.ask.channel == PHONE else None

    def _first(self, those: Mapping[str, Agent], waiting: Waiting) -> Agent | None:
        able = (agent for agent in those.values() if self.suits(waiting, agent))
        return min(able, key=lambda agent: _rank(waiting, agent), default=None)

    def first_for(self, agent: Agent) -> Waiting | None:
        turns = [
            (channel in self.interruptible, *turn)
            for channel in self._free
            if (turn := self._first_of(channel, agent))
        ]
        return min(turns)[2] if turns else None

    def all_for(self, agent: Agent) -> Iterator[Entry]:
        return iter([waiting.entry for waiting in self._in_order() if self._may_have(agent, waiting)])

    def _first_of(self, channel: str, agent: Agent) -> Turn | None:
        line = [w for w in self._in_order() if w.demand.ask.channel == channel and self._may_have(agent, w)]
        if not line or not _by_target(line[0]) or self._is_overdue(line[0]):
            return (line[0].claim, line[0]) if line else None
        queues = [w for w in line if _by_target(w)]
        chosen = min(
            queues, key=lambda w: (-self._how_far_behind(w.queue.id), _first_claim(queues, w), w.claim)
        )
        return line[0].claim, chosen

    def _may_have(self, agent: Agent, waiting: Waiting) -> bool:
        return agent.id in self._those_for(waiting.demand.ask.channel) and self.suits(waiting, agent)

    def _in_order(self) -> list[Waiting]:
        return sorted(self._waiting.values(), key=self.place)

    def _those_for(self, channel: str) -> Mapping[str, Agent]:
        """Who could be given something of the channel."""
        return self._free[channel] | (self._in_question if channel == PHONE else {})


def _by_target(waiting: Waiting) -> bool:
    return waiting.demand.ask.strategy.by_target and not waiting.kept


def _first_claim(line: list[Waiting], waiting: Waiting) -> tuple[float, int]:
    """Of the first in this one's queue."""
    return next(other.claim for other in line if other.queue is waiting.queue)


def _rank(waiting: Waiting, agent: Agent) -> tuple[float, ...]:
    skills, ask = dict(agent.skills), waiting.demand.ask
    score = ask.strategy.score(lambda skill: skills.get(skill, 0), ask.required)
    asked_for = agent.id == waiting.agent
    return (not asked_for, -waiting.needs.liking(skills), -score, ask.strategy.order(agent), agent.turn)
