"""Floors of any size, made by chance, on which as many callers wait as there are agents, half of whom are
free."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from routing.agents import AgentSpec
from routing.effects import Effect, OfferAgent
from routing.events import AgentLoggedIn, CallerEntered, Event, OfferAnswered, PhoneChanged, TalkEnded
from routing.needs import All, AnyOf, Expression, Has, Needs, Not
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue

SKILLS = 500
KINDS = 200
"""How many different needs the callers of each half have, in each of the queues."""
STRATEGIES = sorted(catalogue())
QUEUES = [QueueSpec(strategy, strategy=strategy, wrap_up=0.0) for strategy in STRATEGIES]


@dataclass
class Floor:
    """A router with `size` agents of 3 to 8 of 500 skills (a quarter as many as agents, where these are few).
    The skills are of two halves: agents of the one are all busy, and `size` callers wait for them; agents of
    the other are free."""

    size: int
    now: float = 0.0
    calls: int = 0
    effects: list[Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(1)
        wanted = [(self._needed(half), self._preferred(half)) for half in (0, 1) for _ in range(KINDS)]
        self.needs = [[Needs(*each) for each in wanted[half * KINDS :][:KINDS]] for half in (0, 1)]
        specs = [AgentSpec(f"a{n}", self._skills(n % 2)) for n in range(self.size)]
        self.router = Router(specs, QUEUES, catalogue())
        for event in self._opening([spec.id for spec in specs]):
            self.do(event)
        self.effects.clear()

    def do(self, event: Event) -> list[OfferAgent]:
        """Apply it; the offers made."""
        made = self.router.apply(event, self.now)
        self.effects += made
        return [effect for effect in made if isinstance(effect, OfferAgent)]

    def caller(self, half: int) -> CallerEntered:
        """One who wants agents of this half: skills, alternatives, something excluded or preferred."""
        self.calls += 1
        self.now += 0.001
        needs = self.chance.choice(self.needs[half])
        return CallerEntered(f"c{self.calls}", self.chance.choice(STRATEGIES), needs)

    def end_of_some_talk(self) -> Event:
        """Of an agent of the busy half. Who has none, since nobody waited for them, takes a call before."""
        agent = self.router.agents[f"a{self.chance.randrange(0, self.size, 2)}"]
        if agent.offer is None:
            self.calls += 1
            (new,) = self.do(CallerEntered(f"c{self.calls}", "longest_idle", agent=agent.id))
            self.do(OfferAnswered(new.offer))
        assert agent.offer is not None
        return TalkEnded(agent.offer)

    def _opening(self, agents: list[str]) -> Iterator[Event]:
        """The busy half takes a call each, before anybody waits."""
        for agent in agents:
            yield AgentLoggedIn(agent)
            yield PhoneChanged(agent, "busy")
        for agent in agents[::2]:
            yield PhoneChanged(agent, "idle")
            self.calls += 1
            yield CallerEntered(f"c{self.calls}", "longest_idle")
            yield OfferAnswered(self.calls)
        for _ in range(self.size):
            yield self.caller(half=0)
        for agent in agents[1::2]:
            self.now += 0.001
            yield PhoneChanged(agent, "idle")

    def _skill(self, half: int) -> str:
        many = min(SKILLS, max(10, self.size // 4))
        return f"s{2 * self.chance.randrange(many // 2) + half}"

    def _skills(self, half: int) -> dict[str, int]:
        many = self.chance.randrange(3, 9)
        return {self._skill(half): self.chance.randrange(1, 6) for _ in range(many)}

    def _needed(self, half: int) -> Expression:
        first, second = (Has(self._skill(half), self.chance.randrange(1, 4)) for _ in range(2))
        kind = self.chance.randrange(4)
        if kind == 0:
            return AnyOf((first, second))
        if kind == 1:
            return All((first, Not(second)))
        return first if kind == 2 else All((first, AnyOf((second, Not(Has(self._skill(half)))))))

    def _preferred(self, half: int) -> tuple[tuple[str, int], ...]:
        return ((self._skill(half), 2),) if self.chance.random() < 0.25 else ()
