"""Where agents who are free and callers who look for one meet, a pool and a line for each channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from heapq import merge
from itertools import groupby

from routing.agents import Agent
from routing.demand import Demand
from routing.line import Behind, Entry, Line
from routing.pool import Pool
from routing.profiles import Profiles
from routing.rules import PHONE
from routing.strategy import Order
from routing.waiting import Waiting

Place = tuple[bool, float, int]
"""Whether calls may interrupt it, and the claim: what may be interrupted stands behind all that may not."""


class Market:
    """Answers two questions: whom a caller is given, and who is given to an agent. Decides nothing else."""

    def __init__(
        self,
        profiles: Profiles,
        orders: Mapping[str, Iterable[Order]],
        behind: Behind,
        overdue: Callable[[Waiting], bool],
        interruptible: frozenset[str] = frozenset(),
    ) -> None:
        self.interruptible = interruptible
        self._asked = Pool(profiles, orders[PHONE])
        self._pools = {channel: Pool(profiles, used) for channel, used in orders.items()}
        self._lines = {channel: Line(behind, overdue) for channel in orders}
        by_place = sorted(orders, key=lambda channel: channel in interruptible)
        self._counters = [
            [(self._pools[channel], self._lines[channel]) for channel in channels]
            for _, channels in groupby(by_place, key=lambda channel: channel in interruptible)
        ]

    # Agents

    def admit(self, agent: Agent, channel: str) -> bool:
        """The agent is free for this channel; False for who was already."""
        return self._pools[channel].add(agent)

    def dismiss(self, agent: Agent, channel: str) -> bool:
        """The agent is not free for this channel; False for who was not."""
        return self._pools[channel].discard(agent)

    def admit_asked(self, agent: Agent) -> bool:
        """The agent is asked to take what a call may interrupt, and could be rung; False for who was there
        already."""
        return self._asked.add(agent)

    def dismiss_asked(self, agent: Agent) -> bool:
        """The agent is asked no more, or cannot be rung; False for who was not there."""
        return self._asked.discard(agent)

    def take_away(self, agent: Agent) -> None:
        """The agent is free for nothing any more."""
        if self._asked:
            self._asked.discard(agent)
        for pool in self._pools.values():
            pool.discard(agent)

    def channels_of(self, agent: Agent) -> frozenset[str]:
        """What the agent is free for, or would be if an offer were taken back."""
        if self._asked and agent in self._asked:
            return frozenset({PHONE})
        return frozenset(channel for channel, pool in self._pools.items() if agent in pool)

    def count_free(self, demand: Demand) -> int:
        """How many agents who are able could be offered such a caller."""
        channel = demand.ask.channel
        asked = self._asked.count(demand) if channel == PHONE and self._asked else 0
        return self._pools[channel].count(demand) + asked

    # Callers

    def put(self, waiting: Waiting) -> None:
        """The caller looks for an agent."""
        self._line(waiting).put(waiting)

    def take(self, waiting: Waiting) -> None:
        """The caller looks no more."""
        self._line(waiting).take(waiting)

    def kept_for(self, agent: str) -> tuple[Waiting, ...]:
        """Who looks for this agent and no other."""
        return tuple(waiting for line in self._lines.values() for waiting in line.kept_for(agent))

    # Choice

    def place(self, waiting: Waiting) -> Place:
        """Where the caller stands among all of all channels."""
        return (waiting.demand.ask.channel in self.interruptible, *waiting.claim)

    def choose(self, waiting: Waiting, agents: Mapping[str, Agent]) -> Agent | None:
        """The free agent who is given this caller."""
        return self._best(self._pools[waiting.demand.ask.channel], waiting, agents)

    def choose_asked(self, waiting: Waiting, agents: Mapping[str, Agent]) -> Agent | None:
        """The agent who is given this call in place of what they are asked to take."""
        if not self._asked or waiting.demand.ask.channel != PHONE:
            return None
        return self._best(self._asked, waiting, agents)

    def _best(self, pool: Pool, waiting: Waiting, agents: Mapping[str, Agent]) -> Agent | None:
        if waiting.agent:
            named = agents.get(waiting.agent)
            if named and named in pool and self.suits(waiting, named):
                return named
            if waiting.kept:
                return None
        if not waiting.rests:
            return pool.best(waiting.demand)
        with _without(pool, [agents[name] for name in waiting.rests]):
            return pool.best(waiting.demand)

    def foremost(self, waiting: Waiting, agents: Mapping[str, Agent], most: int) -> tuple[Agent, ...]:
        """The free agents who would be given this caller one after the other, the first ones."""
        pool, found = self._pools[waiting.demand.ask.channel], list[Agent]()
        while len(found) < most and (agent := self.choose(waiting, agents)):
            pool.discard(agent)
            found.append(agent)
        for agent in found:
            pool.add(agent)
        return tuple(found)

    def suits(self, waiting: Waiting, agent: Agent) -> bool:
        """Whether the agent, if free, may be given this caller."""
        if waiting.kept and waiting.agent != agent.id:
            return False
        return agent.id not in waiting.rests and waiting.demand.fits(agent.profile)

    def first_for(self, agent: Agent) -> Waiting | None:
        """The caller who is given this free agent."""
        for lines in self._open_to(agent):
            turns = [turn for line in lines if (turn := line.first_for(agent))]
            if turns:
                return min(turns)[1]
        return None

    def all_for(self, agent: Agent) -> Iterator[Entry]:
        """All whom this free agent may be given, in their order."""
        for lines in tuple(self._open_to(agent)):  # the agent may be taken away before the last is asked for
            yield from merge(*(line.all_for(agent) for line in lines))

    def _line(self, waiting: Waiting) -> Line:
        return self._lines[waiting.demand.ask.channel]

    def _open_to(self, agent: Agent) -> Iterator[list[Line]]:
        """The lines that the agent may serve: of what waits for nobody, and of what calls may interrupt."""
        if self._asked and agent in self._asked:
            yield [self._lines[PHONE]]
        for counters in self._counters:
            yield [line for pool, line in counters if agent in pool]


@contextmanager
def _without(pool: Pool, agents: list[Agent]) -> Iterator[None]:
    out = [agent for agent in agents if pool.discard(agent)]
    yield
    for agent in out:
        pool.add(agent)
