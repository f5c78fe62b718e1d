"""Where agents who are free and callers who look for one meet, a pool and a line for each channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from heapq import merge

from routing.agents import Agent
from routing.demand import Demand
from routing.line import Behind, Entry, Line
from routing.pool import Pool
from routing.profiles import Profiles
from routing.strategy import Order
from routing.waiting import Waiting


class Market:
    """Answers two questions: whom a caller is given, and who is given to an agent. Decides nothing else."""

    def __init__(
        self,
        profiles: Profiles,
        orders: Mapping[str, Iterable[Order]],
        behind: Behind,
        overdue: Callable[[Waiting], bool],
    ) -> None:
        self._pools = {channel: Pool(profiles, used) for channel, used in orders.items()}
        self._lines = {channel: Line(behind, overdue) for channel in orders}

    # Agents

    def admit(self, agent: Agent, channel: str) -> bool:
        """The agent is free for this channel; False for who was already."""
        return self._pools[channel].add(agent)

    def dismiss(self, agent: Agent, channel: str) -> bool:
        """The agent is not free for this channel; False for who was not."""
        return self._pools[channel].discard(agent)

    def take_away(self, agent: Agent) -> None:
        """The agent is free for nothing any more."""
        for pool in self._pools.values():
            pool.discard(agent)

    def channels_of(self, agent: Agent) -> frozenset[str]:
        """What the agent is free for."""
        return frozenset(channel for channel, pool in self._pools.items() if agent in pool)

    def count_free(self, demand: Demand) -> int:
        """How many agents who are able are free."""
        return self._pools[demand.ask.channel].count(demand)

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

    def choose(self, waiting: Waiting, agents: Mapping[str, Agent]) -> Agent | None:
        """The free agent who is given this caller."""
        pool = self._pools[waiting.demand.ask.channel]
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
        turns = [turn for line in self._open_to(agent) if (turn := line.first_for(agent))]
        return min(turns)[1] if turns else None

    def all_for(self, agent: Agent) -> Iterator[Entry]:
        """All whom this free agent may be given, in the order of their claims."""
        return merge(*(line.all_for(agent) for line in self._open_to(agent)))

    def _line(self, waiting: Waiting) -> Line:
        return self._lines[waiting.demand.ask.channel]

    def _open_to(self, agent: Agent) -> Iterator[Line]:
        return (self._lines[channel] for channel, pool in self._pools.items() if agent in pool)


@contextmanager
def _without(pool: Pool, agents: list[Agent]) -> Iterator[None]:
    out = [agent for agent in agents if pool.discard(agent)]
    yield
    for agent in out:
        pool.add(agent)
