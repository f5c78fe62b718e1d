"""Logged calls once more through the router: as the settings were, and as they might be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from types import MappingProxyType

from ivr.measures.abandoned import abandon_rate
from ivr.measures.agent_time import agent_times, by_state, spent
from ivr.measures.asa import asa
from ivr.measures.longest_wait import longest_wait
from ivr.measures.occupancy import occupancy
from ivr.measures.parts import Parts
from ivr.measures.service_level import service_level
from ivr.measures.visits import Visit, counted
from ivr.staffing.day import Day, day
from ivr.staffing.floors import Floor
from ivr.staffing.logged import Logged
from routing.agents import State
from routing.events import AgentLoggedIn
from routing.simulate import Caller, Centre, Chance, Outcome, Person, Shift, Window, simulate
from routing.simulate import Stay as SimulatedStay
from routing.strategies import catalogue

AFTERWARDS = 4 * 3600.0
"""Seconds after the end for callers who are still there then; agents stay as they are."""

OUTCOMES = {"answered": "answered", "gone": "abandoned", "blocked": "full", "waiting": "waiting"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one queue. `occupancy` is of the agents who answered its calls; None is no data."""

    parts: Parts
    occupancy: float | None

    @property
    def service_level(self) -> float | None:
        """By formula D."""
        return service_level(self.parts)

    @property
    def asa(self) -> float | None:
        return asa(self.parts)

    @property
    def longest_wait(self) -> float | None:
        return longest_wait(self.parts)

    @property
    def abandon_rate(self) -> float | None:
        return abandon_rate(self.parts)


@dataclass(frozen=True, slots=True)
class Compared:
    """A queue three times: as logged, replayed as it was set, replayed as it would be set. The second beside
    the first tells how far the replay is to be trusted. `within`: the target time, seconds."""

    logged: Figures
    replayed: Figures
    changed: Figures
    within: float


@dataclass(frozen=True, slots=True)
class Replay:
    """`left_out`: stays in queues that are not in both settings, by queue. `newcomers`: agents of the changed
    settings who are not in the other ones; they are there all the time."""

    queues: Mapping[str, Compared]
    calls: int
    left_out: Mapping[str, int]
    newcomers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Period:
    """[`since`, `until`), seconds since 1970."""

    since: float
    until: float


def replay(
    logged: Logged, period: Period, floors: tuple[Floor, Floor], seed: int, progress: Progress
) -> Replay:
    """Replay under both floors: as set, and changed. The same seed gives the same result."""
    as_set, changed = floors
    both = _names(as_set) & _names(changed)
    kept = replace(logged, stays=[stay for stay in logged.stays if stay.queue in both])
    wrap_ups = {queue.id: queue.wrap_up for queue in as_set.queues}
    the_day = day(kept, wrap_ups, Random(seed), period.since)
    known = {agent.id for agent in as_set.agents}
    newcomers = [agent.id for agent in changed.agents if agent.id not in known]
    tick = _ticks(2 * len(kept.stays), progress)
    runs = [
        _run(replace(the_day, callers=_told(the_day.callers, tick)), floor, period, Random(seed), more)
        for floor, more in ((as_set, ()), (changed, newcomers))
    ]
    within = {queue.id: queue.target.within for queue in as_set.queues}
    told = [_of_log(kept, period, within), *(_of_run(run, the_day.taken_out, within) for run in runs)]
    of_log, of_same, of_changed = told
    queues = {
        name: Compared(of_log[name], of_same[name], of_changed[name], within[name]) for name in sorted(of_log)
    }
    left_out = Counter(stay.queue for stay in logged.stays if stay.queue not in both)
    return Replay(queues, len(kept.stays), left_out, newcomers)


def _names(floor: Floor) -> set[str]:
    return {queue.id for queue in floor.queues}


def _ticks(total: int, progress: Progress) -> Callable[[], None]:
    done = count(1)

    def tick() -> None:
        number = next(done)
        if number % _TICKS == 0 or number == total:
            progress(number, total)

    return tick


_TICKS = 500


def _told(callers: Iterable[Caller], tick: Callable[[], None]) -> Iterator[Caller]:
    for caller in callers:
        tick()
        yield caller


def _run(the_day: Day, floor: Floor, period: Period, chance: Chance, newcomers: Sequence[str]) -> Outcome:
    length = period.until - period.since
    anybody = [rang for own in the_day.rings.values() for rang in own] or [0.0]
    people = [
        Person(agent, the_day.paces.get(agent.id, 1.0), the_day.rings.get(agent.id) or anybody)
        for agent in floor.agents
    ]
    centre = Centre(people, floor.queues, catalogue(), floor.rules)
    there: list[Shift] = [(0.0, AgentLoggedIn(agent)) for agent in newcomers]
    window = Window(0.0, length, length + AFTERWARDS)
    return simulate(centre, the_day.callers, [*the_day.shifts, *there], chance, window)


def _of_log(logged: Logged, period: Period, within: Mapping[str, float]) -> dict[str, Figures]:
    pairs = [(stay.visit, stay.agent) for stay in logged.stays]
    return _figures(pairs, by_state(agent_times(logged.changes, period.since, period.until)), within)


def _of_run(run: Outcome, taken_out: Mapping[str, str], within: Mapping[str, float]) -> dict[str, Figures]:
    pairs = [(visit(stay, taken_out), stay.agent) for stay in run.stays]
    return _figures(pairs, run.spent, within)


NOBODY: Mapping[str, str] = MappingProxyType({})


def visit(stay: SimulatedStay, taken_out: Mapping[str, str] = NOBODY) -> Visit:
    """A simulated stay for the measures. Who left unanswered gave up, or was `taken_out` as the log says."""
    outcome = OUTCOMES[stay.fate]
    if stay.fate == "gone":
        outcome = taken_out.get(stay.caller.entry.call, outcome)
    return Visit(stay.caller.entry.queue, stay.caller.at, stay.waited, outcome)


def _figures(
    pairs: Iterable[tuple[Visit, str]],
    times: Mapping[str, Mapping[State, float]] | Mapping[str, Mapping[str, float]],
    within: Mapping[str, float],
) -> dict[str, Figures]:
    visits: dict[str, list[Visit]] = defaultdict(list)
    agents: dict[str, set[str]] = defaultdict(set)
    for seen, agent in pairs:
        visits[seen.queue].append(seen)
        agents[seen.queue].add(agent)
    return {
        queue: Figures(
            counted(own, within[queue]),
            occupancy(spent(by_name(times[agent]) for agent in sorted(agents[queue]) if agent in times)),
        )
        for queue, own in visits.items()
    }


def by_name(states: Mapping[State, float] | Mapping[str, float]) -> dict[str, float]:
    """Times by the plain names of states, as the measures take them."""
    return {str(state): seconds for state, seconds in states.items()}
