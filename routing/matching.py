"""Who is given to whom when several became free in one turn.

Callers come in the order of their claims, and each is taken who can be without any earlier one losing an
agent: where the only agent for a caller was given to an earlier one who can have another, those two change
over. So as many as possible are served, and of all ways to do that the one that is fairest to who came first.

A call that can be served in no such way is given an agent who is asked to take what calls may interrupt. What
that agent was asked about looks for another one at its own turn: calls come before all of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from routing.agents import Agent
from routing.line import Entry
from routing.market import Market, Place
from routing.rules import PHONE
from routing.waiting import Waiting

EFFORT = 20_000
"""How often in one turn it is asked whether an agent who was given away would do for another caller."""

Pair = tuple[Waiting, Agent]
Choose = Callable[[Waiting, Mapping[str, Agent]], Agent | None]
Source = tuple[Agent | None, Iterator[Entry]]
Next = tuple[Place, int, Waiting]


@dataclass(frozen=True, slots=True)
class Free:
    """Who can be had: those who are free, and in place of what they are `asked_about` others."""

    market: Market
    agents: Mapping[str, Agent]
    asked_about: Callable[[Agent], Waiting | None]


def pair_up(free: Free, freed: Collection[Agent], fresh: Collection[Waiting]) -> list[Pair]:
    """All pairs of this turn, in the order of their callers. Before it, nobody who looked for an agent could
    be given one, but for `freed` and `fresh`."""
    market = free.market
    if not fresh and len(freed) == 1:
        (agent,) = freed
        if agent.offer is None:
            waiting = market.first_for(agent)
            return [(waiting, agent)] if waiting else []
    elif len(fresh) == 1 and len(freed) <= 1:
        (waiting,) = fresh
        if not freed or _are_apart(market, waiting, *freed):
            chosen = market.choose(waiting, free.agents)
            if chosen or not market.choose_asked(waiting, free.agents):
                return _apart(market, freed, waiting, chosen)
    return _Several(free).pairs(freed, fresh) if freed or fresh else []


def _are_apart(market: Market, waiting: Waiting, agent: Agent) -> bool:
    return agent.offer is None and not market.suits(waiting, agent)


def _apart(market: Market, freed: Collection[Agent], waiting: Waiting, chosen: Agent | None) -> list[Pair]:
    """After a phone that was not answered: the caller gets another agent, the agent another caller."""
    pairs = [(waiting, chosen)] if chosen else []
    for agent in freed:
        if other := market.first_for(agent):
            pairs.append((other, agent))
    return sorted(pairs, key=lambda pair: market.place(pair[0])) if len(pairs) > 1 else pairs


class _Several:
    """`_given`: who has which agent so far, by agent; `_open`: the channels they were free for before."""

    def __init__(self, free: Free) -> None:
        self._market = free.market
        self._agents = free.agents
        self._asked_about = free.asked_about
        self._heap: list[Next] = []
        self._sources: list[Source] = []
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
        return sorted(pairs, key=lambda pair: self._market.place(pair[0]))

    def _in_order(self, freed: Collection[Agent], fresh: Collection[Waiting]) -> Iterator[Waiting]:
        """Everybody who might be served, by their claims. Whoever only agents could serve of whom none can be
        had any more is left out, and so is everybody behind them in that agent's line."""
        for agent in freed:
            self._add(agent, self._line_of(agent))
        self._add(None, (each.entry for each in sorted(fresh, key=self._market.place)))
        while self._heap:
            _, number, waiting = heappop(self._heap)
            source = self._sources[number][0]
            if source is None or self._can_be_had(source):
                yield waiting
                self._advance(number)

    def _add(self, agent: Agent | None, line: Iterator[Entry]) -> None:
        """More who might be served: by the agent, or by anybody."""
        self._sources.append((agent, line))
        self._advance(len(self._sources) - 1)

    def _advance(self, number: int) -> None:
        if entry := next(self._sources[number][1], None):
            in_its_place = entry[2].demand.ask.channel in self._market.interruptible, *entry[:2]
            heappush(self._heap, (in_its_place, number, entry[2]))

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
        if not self._serve_with(waiting, self._market.choose) and waiting.queue.channel == PHONE:
            self._serve_with(waiting, self._market.choose_asked)

    def _serve_with(self, waiting: Waiting, choose: Choose) -> bool:
        agent = choose(waiting, self._agents)
        if agent is None:
            return self._change_over(waiting, choose)
        self._give(waiting, agent)
        return True

    def _give(self, waiting: Waiting, agent: Agent) -> None:
        if agent.id not in self._open:
            self._open[agent.id] = self._market.channels_of(agent)
            self._market.take_away(agent)
            if other := self._asked_about(agent):
                self._add(None, iter([other.entry]))
        self._given[agent.id] = waiting

    def _can_be_had(self, agent: Agent) -> bool:
        """Whether the agent is free, or could be if others changed over."""
        if agent.id not in self._given:
            return True
        seen = {agent.id}
        holders = [self._given[agent.id]]
        for holder in holders:
            if self._market.choose(holder, self._agents) or self._market.choose_asked(holder, self._agents):
                return True
            for name in self._would_do(holder, seen):
                seen.add(name)
                holders.append(self._given[name])
        return False

    def _change_over(self, waiting: Waiting, choose: Choose) -> bool:
        """Give this caller an agent who was given to an earlier one, who gets another, if that can be
        done."""
        wanted_by: dict[str, Waiting] = {}
        callers = [waiting]
        for caller in callers:
            for name in self._would_do(caller, wanted_by):
                wanted_by[name] = caller
                holder = self._given[name]
                if other := choose(holder, self._agents):
                    self._shift(holder, other, name, wanted_by)
                    return True
                callers.append(holder)
        return False

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
