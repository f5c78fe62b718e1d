"""Agents needed for a rate of calls: by closed forms, and by simulating the real agents.

Erlang C and A know one kind of caller and equal agents. The simulation has the skills and paces of the real
ones, who are shared by all queues: a floor of n agents is the real one made smaller or larger in proportion.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from math import inf
from random import Random
from statistics import fmean

import orjson

from ivr.measures.service_level import service_level
from ivr.measures.visits import counted
from ivr.staffing.day import agent_paces, ring_times
from ivr.staffing.floors import Floor
from ivr.staffing.logged import Logged, Stay
from ivr.staffing.patience import Patience, mean
from ivr.staffing.replay import visit
from ivr.staffing.wanted import entry
from routing.forecast import Goal, agents_with_abandonment, agents_without_abandonment
from routing.load import Draw, Kind, among, poisson
from routing.simulate import Centre, Chance, Person, logged_in, simulate
from routing.simulate import Stay as SimulatedStay
from routing.strategies import catalogue

_MANY, _MORE = 4, 20
_CALLS = 2500
_WARM = 300


@dataclass(frozen=True, slots=True)
class Work:
    """What callers of a queue are like. `handle`: mean talk and wrap-up; `patience`: the mean, inf where
    nobody gave up; `wants`: what was asked for, as logged, and how often."""

    handle: float
    patience: float
    wrap_up: float
    wants: Sequence[tuple[Mapping[str, object], int]]
    talks: Sequence[float]
    staying: Patience


@dataclass(frozen=True, slots=True)
class Needed:
    """The fewest agents that reach the goal. `simulated` is None where it was not asked for, or not reached
    with any number of the real agents' like (nobody has a skill that is asked for)."""

    erlang_c: int
    erlang_a: int
    simulated: int | None = None


def work(logged: Logged) -> dict[str, Work]:
    """By queue, of those in which somebody was answered."""
    paces = agent_paces(logged.stays)
    queues: dict[str, list[Stay]] = defaultdict(list)
    for stay in logged.stays:
        queues[stay.queue].append(stay)
    return {name: _work(own, paces) for name, own in queues.items() if any(stay.agent for stay in own)}


def _work(stays: Sequence[Stay], paces: Mapping[str, float]) -> Work:
    talks = [stay for stay in stays if stay.agent]
    wrap_up = (
        fmean(stay.wrap_up for stay in talks if stay.wrap_up is not None)
        if any(stay.wrap_up is not None for stay in talks)
        else 0.0
    )
    seen = Counter(map(_wants, stays))
    return Work(
        handle=fmean(stay.talked for stay in talks) + wrap_up,
        patience=mean(stay.given_up for stay in stays),
        wrap_up=wrap_up,
        wants=[(orjson.loads(said), number) for said, number in seen.most_common()],
        talks=[stay.talked / paces.get(stay.agent, 1.0) for stay in talks],
        staying=Patience.of(stay.given_up for stay in stays),
    )


def _wants(stay: Stay) -> bytes:
    """What was asked for, but for whom this caller asked for by name."""
    said = {**stay.wanted, "agent": "", "patience": 0.0}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def by_formula(rates: Mapping[str, float], works: Mapping[str, Work], goals: Mapping[str, Goal]) -> Needed:
    """Each queue with agents of its own, added up. `rates`: calls a second by queue."""
    known = [(rate, works[queue], goals[queue]) for queue, rate in rates.items() if queue in works]
    return Needed(
        sum(agents_without_abandonment(rate, own.handle, goal) for rate, own, goal in known),
        sum(agents_with_abandonment(rate, own.handle, own.patience, goal) for rate, own, goal in known),
    )


class Simulation:
    """The fewest agents of the real floor's like, who are shared by all queues."""

    def __init__(self, floor: Floor, logged: Logged, works: Mapping[str, Work], seed: int) -> None:
        self._works, self._seed = works, seed
        paces, rings = agent_paces(logged.stays), ring_times(logged)
        anybody = [rang for own in rings.values() for rang in own] or [0.0]
        people = [
            Person(agent, paces.get(agent.id, 1.0), rings.get(agent.id) or anybody) for agent in floor.agents
        ]
        self._people = sorted(people, key=lambda person: (sorted(person.spec.skills.items()), person.pace))
        queues = [replace(queue, wrap_up=_wrap_up(works, queue.id, queue.wrap_up)) for queue in floor.queues]
        self._centre = Centre([], queues, catalogue(), floor.rules)

    def fewest(self, rates: Mapping[str, float], goals: Mapping[str, Goal], guess: int) -> int | None:
        """From a guess on, up or down one by one, until the goal is just reached in every queue. None where
        it is not reached with many times the guess."""
        wanted = {queue: rate for queue, rate in rates.items() if rate > 0 and queue in self._works}
        if not wanted:
            return 0
        kinds = [kind for queue, rate in wanted.items() for kind in self._kinds(queue, rate)]
        agents = max(1, guess)
        if self._people and self._reached(kinds, goals, agents):
            while agents > 1 and self._reached(kinds, goals, agents - 1):
                agents -= 1
            return agents
        if not self._people or not self._reached(kinds, goals, _MANY * agents + _MORE):
            return None
        return next(more for more in count(agents + 1) if self._reached(kinds, goals, more))

    def _kinds(self, queue: str, rate: float) -> list[Kind]:
        own = self._works[queue]
        whole = sum(number for _, number in own.wants)
        return [
            Kind(
                rate * number / whole,
                entry(f"{queue}-{place}-", queue, said, 0.0),
                among(own.talks),
                _patience(own),
            )
            for place, (said, number) in enumerate(own.wants)
        ]

    def _reached(self, kinds: Sequence[Kind], goals: Mapping[str, Goal], agents: int) -> bool:
        chance = Random(self._seed)
        people = self._like(agents)
        callers = islice(poisson(kinds, chance), _WARM + _CALLS)
        outcome = simulate(replace(self._centre, people=people), callers, logged_in(people), chance)
        stays: dict[str, list[SimulatedStay]] = defaultdict(list)
        for stay in outcome.stays[_WARM:]:
            stays[stay.caller.entry.queue].append(stay)
        return all(_keeps(goals[queue], own) for queue, own in stays.items())

    def _like(self, agents: int) -> list[Person]:
        """So many of the real agents' like, their mix kept."""
        real = len(self._people)
        picked = [self._people[int((number + 0.5) * real / agents)] for number in range(agents)]
        return [
            replace(person, spec=replace(person.spec, id=f"{person.spec.id}/{number}"))
            for number, person in enumerate(picked)
        ]


def _keeps(goal: Goal, stays: Sequence[SimulatedStay]) -> bool:
    level = service_level(counted(map(visit, stays), goal.within))
    return level is None or level >= goal.share


def _patience(own: Work) -> Draw:
    def draw(chance: Chance) -> float:
        return own.staying.draw(chance.random()) if own.patience < inf else inf

    return draw


def _wrap_up(works: Mapping[str, Work], queue: str, usual: float) -> float:
    return works[queue].wrap_up if queue in works else usual
