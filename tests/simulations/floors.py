"""Runs of the router that several cases share: a floor of agents, callers by chance, and what came of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from math import inf
from statistics import fmean

from routing.agents import AgentSpec, State
from routing.load import Kind, poisson
from routing.queues import QueueSpec
from routing.router import DEFAULT_RULES
from routing.rules import Rules
from routing.simulate import Caller, Centre, Outcome, Person, Stay, Window, logged_in, simulate
from routing.strategies import catalogue

WARM_UP = 0.1
COOL_DOWN = 0.02
"""Callers who come after those that are counted, so that the last of them meet competition as well."""


@dataclass(frozen=True, slots=True)
class Floor:
    """`people` in one room; all times in the unit that the callers' are in."""

    people: Sequence[Person]
    queue: QueueSpec = field(default_factory=lambda: QueueSpec("q", wrap_up=0.0))
    rules: Rules = DEFAULT_RULES
    places: float = inf

    @property
    def centre(self) -> Centre:
        return Centre(self.people, [self.queue], catalogue(), self.rules, self.places)


@dataclass(frozen=True, slots=True)
class Seen:
    """The stays after the warm-up, and the agents' time meanwhile."""

    stays: Sequence[Stay]
    outcome: Outcome
    span: float

    def where(self, fits: Callable[[Stay], bool]) -> Seen:
        return Seen([stay for stay in self.stays if fits(stay)], self.outcome, self.span)

    @property
    def answered(self) -> list[float]:
        return [stay.waited for stay in self.stays if stay.fate == "answered"]

    def share(self, fits: Callable[[Stay], bool]) -> float:
        return sum(map(fits, self.stays)) / len(self.stays)

    @property
    def asa(self) -> float:
        return fmean(self.answered)

    @property
    def waited_at_all(self) -> float:
        """Of all who came, the share that was let in and not answered at once."""
        return self.share(lambda s: s.fate != "blocked" and not (s.fate == "answered" and s.waited == 0))

    @property
    def queue(self) -> float:
        """How many waited, in the mean over time: their waits laid end to end."""
        return sum(stay.waited for stay in self.stays) / self.span

    def busy(self, agents: Sequence[str] = ()) -> float:
        """The share of their time that the agents had work, wrap-up included."""
        spent = self.outcome.spent
        rows = [spent[agent] for agent in agents or spent]
        worked = sum(row.get(State.TALKING, 0.0) + row.get(State.WRAP_UP, 0.0) for row in rows)
        return worked / sum(map(sum, (row.values() for row in rows)))


def equal(agents: int, rings: float = 0.0) -> list[Person]:
    return [Person(AgentSpec(f"agent-{number}"), rings=(rings,)) for number in range(agents)]


def watch(floor: Floor, kinds: Sequence[Kind], seed: int, calls: int) -> Seen:
    """So many calls after a warm-up, followed to their end."""
    chance = random.Random(seed)
    warm, more = int(calls * WARM_UP), int(calls * COOL_DOWN)
    callers = poisson(kinds, chance)
    first = list(islice(callers, warm + calls))
    window = Window(first[warm].at, first[-1].at)
    late: Iterator[Caller] = islice(callers, more)
    outcome = simulate(floor.centre, chain(first, late), logged_in(floor.people), chance, window)
    return Seen(outcome.stays[warm : warm + calls], outcome, window.end - window.begin)
