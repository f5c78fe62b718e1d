"""A load through the router on the agents of the settings, several times over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from random import Random

from ivr.measures.agent_time import spent
from ivr.measures.occupancy import occupancy
from ivr.measures.visits import counted
from ivr.staffing.floors import Floor
from ivr.staffing.load import Callers, Load
from ivr.staffing.offered import there
from ivr.staffing.replay import Figures, Progress, by_name, visit
from routing.events import CallerEntered
from routing.load import Kind, exponential, poisson
from routing.needs import Needs
from routing.simulate import Centre, Outcome, Person, Stay, Window, logged_in, simulate
from routing.strategies import catalogue


@dataclass(frozen=True, slots=True)
class Simulated:
    """Each replication's figures by queue, and each agent's occupancy in it. `within`: targets by queue."""

    queues: Mapping[str, Sequence[Figures]]
    agents: Mapping[str, Sequence[float | None]]
    within: Mapping[str, float]


def simulated(load: Load, floor: Floor, seed: int, progress: Progress) -> Simulated:
    """Independent replications; the same seed gives the same figures."""
    within = {queue.id: queue.target.within for queue in floor.queues}
    centre = Centre(_people(load, floor), floor.queues, catalogue(), floor.rules)
    queues: dict[str, list[Figures]] = defaultdict(list)
    agents: dict[str, list[float | None]] = defaultdict(list)
    for number in range(load.replications):
        outcome = _once(load, centre, Random(f"{seed} {number}"))
        for queue, figures in _figures(outcome, load, within).items():
            queues[queue].append(figures)
        for agent, states in outcome.spent.items():
            agents[agent].append(occupancy(spent([by_name(states)])))
        progress(number + 1, load.replications)
    return Simulated(queues, agents, within)


def _people(load: Load, floor: Floor) -> list[Person]:
    return [Person(agent, load.agents.get(agent.id, 1.0), (load.answer,)) for agent in there(load, floor)]


def _once(load: Load, centre: Centre, chance: Random) -> Outcome:
    end = load.warm_up + load.hours * 3600
    kinds = [_kind(callers, number) for number, callers in enumerate(load.callers)]
    window = Window(load.warm_up, end, end + _LONGEST)
    found = simulate(centre, poisson(kinds, chance, until=end), logged_in(centre.people), chance, window)
    for stay in found.stays:
        if stay.fate == "waiting":
            stay.waited = window.until - stay.caller.at
    return found


_LONGEST = 8 * 3600.0
"""Seconds after the last caller came; who still waits then is counted as waiting."""


def _kind(callers: Callers, number: int) -> Kind:
    entry = CallerEntered(f"{number}-", callers.queue, Needs(callers.needs), callers.priority)
    patience = exponential(callers.patience or inf)
    return Kind(callers.per_hour / 3600, entry, exponential(callers.talk), patience)


def _figures(outcome: Outcome, load: Load, within: Mapping[str, float]) -> dict[str, Figures]:
    """After the warm-up. A queue to which nobody came has figures without data."""
    stays: dict[str, list[Stay]] = {callers.queue: [] for callers in load.callers}
    for stay in outcome.stays:
        if stay.caller.at >= load.warm_up:
            stays[stay.caller.entry.queue].append(stay)
    return {
        queue: Figures(
            counted(map(visit, own), within[queue]),
            occupancy(
                spent(
                    by_name(outcome.spent[agent])
                    for agent in sorted({stay.agent for stay in own if stay.agent})
                )
            ),
        )
        for queue, own in stays.items()
    }
