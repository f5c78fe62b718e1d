"""A forecast: calls and agents by half-hour for a day to come, and how wrong the last one was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ivr.staffing.history import Calls, Day
from ivr.staffing.needed import Needed, Simulation, Work, by_formula
from routing.forecast import Errors, Goal, errors, expected_calls, growth

HALF_HOUR = 1800.0
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One half-hour: calls expected by queue, and the agents needed for all of them."""

    begins: str
    calls: Mapping[str, float]
    needed: Needed
    scheduled: int


@dataclass(frozen=True, slots=True)
class Past:
    """The forecast of a day that is over beside what came. `made` is the day on which it was made, None for
    one worked out afterwards from the days before it."""

    day: date
    made: date | None
    errors: Errors


def calls_of(day: date, queues: Sequence[str], past: Sequence[Day]) -> Calls:
    """The calls expected on a day, from the ordinary days among those before it."""
    before = [each for each in past if each.day < day]
    alike = {
        (day - each.day).days // 7: each
        for each in before
        if each.day.weekday() == day.weekday() and not each.holiday and each.total
    }
    if not alike:
        return {}
    rate = growth(_weeks(day, before))
    return {
        queue: expected_calls({weeks: each.calls.get(queue, {}) for weeks, each in alike.items()}, rate)
        for queue in queues
    }


def _weeks(day: date, before: Sequence[Day]) -> list[dict[int, float]]:
    """The calls of ordinary days by weekday, by how many weeks ago, newest week first."""
    weeks: dict[int, dict[int, float]] = {}
    for each in before:
        if each.total and not each.holiday:
            weeks.setdefault(((day - each.day).days - 1) // 7, {})[each.day.weekday()] = each.total
    return [weeks.get(age, {}) for age in range(max(weeks, default=-1) + 1)]


def rows(
    calls: Calls,
    half_hours: Sequence[str],
    works: Mapping[str, Work],
    goals: Mapping[str, Goal],
    simulation: Simulation | None,
    progress: Progress,
) -> list[Row]:
    """The half-hours in which somebody is expected."""
    found = []
    for number, begins in enumerate(half_hours):
        expected = {queue: slots.get(begins, 0.0) for queue, slots in calls.items()}
        if sum(expected.values()):
            found.append(_row(begins, expected, works, goals, simulation))
        progress(number + 1, len(half_hours))
    return found


def _row(
    begins: str,
    calls: Mapping[str, float],
    works: Mapping[str, Work],
    goals: Mapping[str, Goal],
    simulation: Simulation | None,
) -> Row:
    rates = {queue: number / HALF_HOUR for queue, number in calls.items()}
    needed = by_formula(rates, works, goals)
    if simulation is not None:
        simulated = simulation.fewest(rates, goals, needed.erlang_a)
        needed = Needed(needed.erlang_c, needed.erlang_a, simulated)
    wanted = needed.erlang_a if needed.simulated is None else needed.simulated
    shrinkage = next(iter(goals.values())).shrinkage
    return Row(begins, calls, needed, Goal(shrinkage=shrinkage).scheduled(wanted))


def error_of(forecast: Calls, came: Day, queues: Sequence[str]) -> Errors:
    """Over all half-hours of these queues."""
    return errors(_flat(forecast, queues), _flat(came.calls, queues))


def _flat(calls: Calls, queues: Sequence[str]) -> dict[tuple[str, str], float]:
    return {(queue, begins): number for queue in queues for begins, number in calls.get(queue, {}).items()}


def in_hindsight(day: date, queues: Sequence[str], past: Sequence[Day]) -> Past | None:
    """The forecast that would have been made for the last day alike, from the days up to a week before."""
    alike = [each for each in past if each.day.weekday() == day.weekday() and each.total and not each.holiday]
    for each in alike:
        known = [other for other in past if other.day <= each.day - timedelta(days=7)]
        forecast = calls_of(each.day, queues, known)
        if forecast:
            return Past(each.day, None, error_of(forecast, each, queues))
    return None
