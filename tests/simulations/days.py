"""Days from an empty house to the last call: the published models of the ContactCenters library.

Parameters and results: github.com/umontreal-simul/contactcenters, doc/examples (MMC, MMCAb, MMCBlocked,
SimpleMSK), 1000 replications each; times in minutes, the target is met by waits strictly below 20 s.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import chain
from math import inf

from routing.agents import AgentSpec, State
from routing.events import AgentLoggedIn, AgentLoggedOut, CallerEntered
from routing.load import Kind, exponential, poisson
from routing.needs import needs
from routing.queues import QueueSpec
from routing.simulate import Caller, Centre, Outcome, Person, Shift, Window, logged_in, simulate
from routing.strategies import catalogue
from tests.simulations.agreement import Case, Figures, Known
from tests.simulations.floors import Floor, equal

T = 20 / 60
DAY = 8 * 60.0


RATIOS = {
    "service level": ("in target", "counted"),
    "ASA": ("waited", "served"),
    "occupancy": ("worked", "there"),
    "share of served in target": ("in target", "served"),
}


def published(value: float, half_width: float, digits: int = 3) -> Known:
    """From a 95 % confidence interval, and what rounding to so many digits leaves open."""
    return Known(value, max(half_width / 1.962, 0.5 * 10**-digits))


def simple_day(name: str, known: dict[str, Known], patience: float = inf, places: float = inf) -> Case:
    """Twelve equal agents, 4.2 callers a minute, talks of 2 minutes, for 8 hours."""
    floor = Floor(equal(12), places=places)
    kinds = [Kind(4.2, CallerEntered("c", "q"), exponential(2), exponential(patience))]

    def play(seed: int, calls: int) -> Figures:
        chance = random.Random(seed)
        callers = poisson(kinds, chance, until=DAY)
        outcome = simulate(floor.centre, callers, logged_in(floor.people), chance, Window(0, DAY))
        return _numbers(outcome, floor.people)

    return Case(f"{name}: a day", f"ContactCenters, {name}.res", play, known, RATIOS, 0, 1000)


def _numbers(outcome: Outcome, people: Sequence[Person]) -> Figures:
    waits = [stay.waited for stay in outcome.stays if stay.fate == "answered"]
    gone = [stay.waited for stay in outcome.stays if stay.fate == "gone"]
    rows = [outcome.spent[person.spec.id] for person in people]
    return {
        "in target": sum(wait < T for wait in waits),
        "served": len(waits),
        "abandoned": len(gone),
        "blocked": sum(stay.fate == "blocked" for stay in outcome.stays),
        "waited": sum(waits),
        "counted": len(waits) + sum(wait >= T for wait in gone),
        "worked": sum(row.get(State.TALKING, 0.0) for row in rows),
        "there": sum(row.get(State.TALKING, 0.0) + row.get(State.AVAILABLE, 0.0) for row in rows),
    }


PERIOD = 120.0
RATES = ((4.2, 5.3, 3.2), (5.1, 4.3, 4.8), (6.3, 5.2, 4.8))
TALK, PATIENCE = (1 / 0.5, 1 / 0.6, 1 / 0.4), (1 / 0.3, 1 / 0.4, 1 / 0.2)
STAFF = ((12, 18, 9), (15, 20, 11))
BUSYNESS = 28.7


def simple_msk() -> Case:
    """Three kinds, two groups, three periods, a busyness of the day. The second kind goes to the first group
    where somebody there is free. Where a period has fewer agents, named ones finish their talk and leave
    (there: whoever finishes first), which serves about ten callers more in a day."""
    groups = [_group(0, {"k0": 1, "k1": 2}), _group(1, {"k1": 1, "k2": 1})]
    people = [person for group in groups for person in group]
    queue = QueueSpec("q", wrap_up=0.0, strategy="best_skill")
    shifts = [shift for group, staff in zip(groups, STAFF, strict=True) for shift in _shifts(group, staff)]
    shifts.sort(key=lambda shift: shift[0])
    known = {
        "served": published(4297.305, 27.155),
        "abandoned": published(910.335, 34.202),
        "service level": published(0.501, 0.0075),
        "occupancy": published(0.881, 0.0035),
    }

    def play(seed: int, calls: int) -> Figures:
        chance = random.Random(seed)
        callers = _periods(chance.gammavariate(BUSYNESS, 1 / BUSYNESS), chance)
        centre = Centre(people, [queue], catalogue())
        return _numbers(simulate(centre, callers, shifts, chance), groups[0])

    return Case("SimpleMSK: a day", "ContactCenters, SimpleMSK.res", play, known, RATIOS, 0, 1000)


def _group(number: int, skills: dict[str, int]) -> list[Person]:
    return [Person(AgentSpec(f"{number}-{place}", skills)) for place in range(max(STAFF[number]))]


def _shifts(group: Sequence[Person], staff: Sequence[int]) -> Iterator[Shift]:
    for period, (before, now) in enumerate(zip((0, *staff), staff, strict=False)):
        for person in group[before:now]:
            yield period * PERIOD, AgentLoggedIn(person.spec.id)
        for person in group[now:before]:
            yield period * PERIOD, AgentLoggedOut(person.spec.id)


def _periods(busyness: float, chance: random.Random) -> Iterator[Caller]:
    return chain.from_iterable(_period(number, busyness, chance) for number in range(3))


def _period(number: int, busyness: float, chance: random.Random) -> Iterator[Caller]:
    kinds = [
        Kind(
            rates[number] * busyness,
            CallerEntered(f"{number}-{kind}-", "q", needs({f"k{kind}": 1})),
            exponential(TALK[number]),
            exponential(PATIENCE[number]),
        )
        for kind, rates in enumerate(RATES)
    ]
    return poisson(kinds, chance, until=(number + 1) * PERIOD, begin=number * PERIOD)


def cases() -> Iterator[Case]:
    yield simple_day(
        "MMC",
        {
            "in target": published(1816.158, 3.540),
            "service level": published(0.902, 0.002),
            "ASA": published(0.099, 0.0025),
            "occupancy": published(0.695, 0.0015),
        },
    )
    yield simple_day(
        "MMCAb",
        {
            "abandoned": published(58.609, 0.949),
            "in target": published(1906.008, 2.223),
            "share of served in target": published(0.975, 0.0005),
            "service level": published(0.968, 0.0005),
            "ASA": published(0.024, 0.0005),
            "occupancy": published(0.675, 0.0015),
        },
        patience=1.0,
    )
    yield simple_day(
        "MMCBlocked",
        {
            "blocked": published(18.655, 0.610),
            "in target": published(1854.284, 2.617),
            "service level": published(0.929, 0.001),
            "ASA": published(0.060, 0.001),
            "occupancy": published(0.689, 0.001),
        },
        places=5,
    )
    yield simple_msk()
