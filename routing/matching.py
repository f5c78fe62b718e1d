"""Who is given to whom when several became free in one turn.

Callers come in the order of their claims, and each is taken who can be without any earlier one losing an
agent: where the only agent for a caller was given to an earlier one who can have another, those two change
over. So as many as possible are served, and of all ways to do that the one that is fairest to who came first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from heapq import heappop, heappush

from routing.agents import Agent
from routing.line import Entry
from routing.market import Market
from routing.waiting import Waiting

EFFORT = 20_000
"""How often in one turn it is asked whether an agent who was given away would do for another caller."""

Pair = tuple[Waiting, Agent]


def pair_up(
    market: Market, agents: Mapping[str, Agent], freed: Collection[Agent], fresh: Collection[Waiting]
) -> list[Pair]:
    """All pairs of this turn, in the order of their callers' claims. Before it, nobody who looked for an
    agent could be given a free one, but for `freed` and `fresh`."""
    if not fresh and len(freed) == 1:
        (agent,) = freed
        waiting = market.first_for(agent)
        return [(waiting, agent)] if waiting else []
    if not freed and len(fresh) == 1:
        (waiting,) = fresh
        chosen = market.choose(waiting, agents)
        return [(waiting, chosen)] if chosen else []
    if len(freed) == 1 and len(fresh) == 1:
        (agent,), (waiting,) = freed, fresh
        if not market.suits(waiting, agent):
            return _apart(market, agents, agent, waiting)
    return _Several(market, agents).pairs(freed, fresh) if freed or fresh else []


def _apart(market: Market, agents: Mapping[str, Agent], agent: Agent, waiting: Waiting) -> list[Pair]:
    """After a phone that was not answered: the caller gets another agent, the agent another caller."""
    other, chosen = market.first_for(agent), market.choose(waiting, agents)
    pairs = [(waiting, chosen)] if chosen else []
    pairs += [(other, agent)] if other else []
    return sorted(pairs, key=lambda pair: pair[0].claim)


class _Several:
    """`_given`: who has which agent so far, by agent; `_open`: the channels they were free for before."""

    def __init__(self, market: Market, agents: Mapping[str, Agent]) -> None:
        self._market = market
        self._agents = agents
        self._given: dict[str, Waiting] = {}
        self._open: dict[str, frozenset[str]] = {}
        self._effort = EFFORT

    def pairs(self, freed: Collection[Agent], fresh: Collection[Waiting]) -> list[Pair]:
        seen: set[str] = set()
        for waiting in self._in_order(freed, fresh):
            if waiting.call not in seen:
                seen.add(waiting.call)
                self._serve(waiting)
        pairs = [(waiting, self._agents[agent]) for agent, waiting in self._given.items()]
        return sorted(pairs, key=lambda pair: pair[0].claim)

    def _in_order(self, freed: Collection[Agent], fresh: Collection[Waiting]) -> Iterator[Waiting]:
        """Everybody who might be served, by their claims. Whoever only agents could serve of whom none can be
        had any more is left out, and so is everybody behind them in that agent's line."""
        heap: list[tuple[float, int, int, Waiting]] = []
        sources: list[tuple[Agent | None, Iterator[Entry]]] = [
            (agent, self._line_of(agent)) for agent in freed
        ]
        sources.append((None, iter(sorted(waiting.entry for waiting in fresh))))
        for number, (_, line) in enumerate(sources):
            _advance(heap, number, line)
        while heap:
            _, _, number, waiting = heappop(heap)
            agent, line = sources[number]
            if agent is None or self._can_be_had(agent):
                yield waiting
                _advance(heap, number, line)

    def _line_of(self, agent: Agent) -> Iterator[Entry]:
        """Whom the agent is to be given first, where that is not by claim, and then everybody by claim."""
        line = self._market.all_for(agent)
        head = next(line, None)
        if head is None:
            return
        first = self._market.first_for(agent)
        if first and first is not head[2]:
            yield (*head[:2], first)
        yield head
        yield from line

    def _serve(self, waiting: Waiting) -> None:
        agent = self._market.choose(waiting, self._agents)
        if agent:
            self._give(waiting, agent)
        else:
            self._change_over(waiting)

    def _give(self, waiting: Waiting, agent: Agent) -> None:
        if agent.id not in self._open:
            self._open[agent.id] = self._market.channels_of(agent)
            self._market.take_away(agent)
        self._given[agent.id] = waiting

    def _can_be_had(self, agent: Agent) -> bool:
        """Whether the agent is free, or could be if others changed over."""
        if agent.id not in self._given:
            return True
        seen = {agent.id}
        holders = [self._given[agent.id]]
        for holder in holders:
            if self._market.choose(holder, self._agents):
                return True
            for name in self._would_do(holder, seen):
                seen.add(name)
                holders.append(self._given[name])
        return False

    def _change_over(self, waiting: Waiting) -> None:
        """Give this caller an agent who was given to an earlier one, who gets another, if that can be
        done."""
        wanted_by: dict[str, Waiting] = {}
        callers = [waiting]
        for caller in callers:
            for name in self._would_do(caller, wanted_by):
                wanted_by[name] = caller
                holder = self._given[name]
                if other := self._market.choose(holder, self._agents):
                    return self._shift(holder, other, name, wanted_by)
                callers.append(holder)

    def _shift(self, holder: Waiting, other: Agent, name: str, wanted_by: Mapping[str, Waiting]) -> None:
        agent_of = {waiting.call: agent for agent, waiting in self._given.items()}
        self._give(holder, other)
        while True:
            caller = wanted_by[name]
            self._given[name] = caller
            if caller.call not in agent_of:
                return
            name = agent_of[caller.call]

    def _would_do(self, caller: Waiting, but: Collection[str]) -> list[str]:
        """The agents given away who would do for this caller, as far as there is effort left."""
        asked = [name for name in self._given if name not in but][: max(0, self._effort)]
        self._effort -= len(asked)
        channel = caller.demand.ask.channel
        return [
            name
            for name in asked
            if channel in self._open[name] and self._market.suits(caller, self._agents[name])
        ]


def _advance(heap: list[tuple[float, int, int, Waiting]], number: int, line: Iterator[Entry]) -> None:
    entry = next(line, None)
    if entry:
        heappush(heap, (entry[0], entry[1], number, entry[2]))
