"""One week of the centre: its callers go through the router in virtual time, and all that happens is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log, sqrt
from operator import itemgetter
from random import Random

from bench.log.centre import (
    CLOSE,
    DAY,
    HOURS,
    LINES,
    OPEN,
    PATIENCE,
    QUEUED,
    QUEUES,
    TALK,
    WEEKDAYS,
    WRAP_UP,
    Shift,
)
from bench.log.journeys import Caller, by_itself, closed, lost, queued, waited
from ivr.events import AgentStateChanged, Event
from routing.events import AgentLoggedIn, AgentLoggedOut, CallerEntered
from routing.needs import needs
from routing.queues import QueueSpec
from routing.simulate import Caller as InQueue
from routing.simulate import Centre, simulate
from routing.strategies import catalogue

BEGIN = 1_795_363_200.0  # Monday 2026-11-23, 00:00 in Shanghai
NOBODY = -1
"""In place of a call, for what belongs to none."""
_BY_ITSELF = 0.6  # of those who want no agent
_SPREAD = sqrt(2 * log(180 / 109))  # of talks: the mean and the median of the bank's
_PLACES = [f"{name}" for name in QUEUES]

Told = list[tuple[int, Event]]
"""Events in the order of their times, each with the number of its call."""


@dataclass(slots=True)
class _Waits:
    """A caller on their way into a queue."""

    number: int
    caller: Caller
    queue: str


def week(calls: int, people: Sequence[Shift], seed: int) -> Told:
    """All that happens in the week that begins at `BEGIN`, with so many calls for these people. A call has
    its number as its name."""
    chance = Random(seed)
    found: Told = []
    waiting = [
        each
        for number, at in enumerate(_arrivals(calls, chance))
        if (each := _call(number, at, chance, found))
    ]
    waiting.sort(key=lambda each: each.caller.at)
    entries = [_in_queue(each, chance) for each in waiting]
    centre = Centre(
        [shift.person for shift in people],
        [QueueSpec(name, wrap_up=WRAP_UP) for name in QUEUES],
        catalogue(),
    )
    shifts = sorted(_shifts(people), key=itemgetter(0))
    outcome = simulate(centre, entries, shifts, chance)
    for each, stay in zip(waiting, outcome.stays, strict=True):
        found += ((each.number, event) for event in waited(each.caller, stay))
    found += _presence(people, found)
    found.sort(key=lambda told: told[1].at)
    return found


def _arrivals(calls: int, chance: Random) -> list[float]:
    """Seconds since the week began."""
    slots = [
        (day * 24 + hour, share * part)
        for day, share in enumerate(WEEKDAYS)
        for hour, part in enumerate(HOURS)
    ]
    bounds = list(accumulate(weight for _, weight in slots))
    drawn = chance.choices([hour for hour, _ in slots], cum_weights=bounds, k=calls)
    return sorted((hour + chance.random()) * 3600 for hour in drawn)


def _call(number: int, at: float, chance: Random, found: Told) -> _Waits | None:
    """Tell a call up to its end, or (and give it) to its entry into a queue."""
    line = chance.choices(list(LINES), [share for _, share in LINES.values()])[0]
    caller = Caller(str(number), BEGIN + round(at, 3), line, chance)
    if not OPEN <= at % DAY / 3600 < CLOSE:
        told = closed(caller)
    elif chance.random() < QUEUED:
        queue = chance.choices(_PLACES, list(QUEUES.values()))[0]
        found += ((number, event) for event in queued(caller, queue))
        return _Waits(number, caller, queue)
    else:
        told = by_itself(caller) if chance.random() < _BY_ITSELF else lost(caller)
    found += ((number, event) for event in told)
    return None


def _in_queue(waits: _Waits, chance: Random) -> InQueue:
    entry = CallerEntered(waits.caller.call, waits.queue, needs({waits.queue: 1}))
    talk = chance.lognormvariate(log(TALK) - _SPREAD**2 / 2, _SPREAD)
    return InQueue(waits.caller.at - BEGIN, entry, min(talk, 3600.0), chance.expovariate(1 / PATIENCE))


def _shifts(people: Sequence[Shift]) -> Iterator[tuple[float, AgentLoggedIn | AgentLoggedOut]]:
    for day in range(7):
        for shift in people:
            yield day * DAY + shift.begin * 3600, AgentLoggedIn(shift.person.spec.id)
            yield day * DAY + shift.end * 3600, AgentLoggedOut(shift.person.spec.id)


def _presence(people: Sequence[Shift], told: Told) -> Iterator[tuple[int, Event]]:
    """Log-ins and log-outs, these behind the last wrap-up of the shift."""
    last: dict[tuple[str, int], float] = {}
    for _, event in told:
        if isinstance(event, AgentStateChanged) and event.state == "available":
            worked = (event.agent, int((event.at - BEGIN) // DAY))
            last[worked] = max(last.get(worked, 0.0), event.at)
    for shift in people:
        agent = shift.person.spec.id
        for day in range(7):
            midnight = BEGIN + day * DAY
            leaves = max(midnight + shift.end * 3600, last.get((agent, day), 0.0))
            yield NOBODY, _moves(midnight + shift.begin * 3600, agent, "logged_out", "available", "logged_in")
            yield NOBODY, _moves(leaves, agent, "available", "logged_out", "logged_out")


def _moves(at: float, agent: str, old: str, new: str, reason: str) -> Event:
    return AgentStateChanged(at=at, agent=agent, old=old, state=new, reason=reason)
