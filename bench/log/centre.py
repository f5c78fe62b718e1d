"""The call centre whose log is made: lines, queues, agents, and when people call.

The shares of hours and weekdays are those of a bank's call centre in February 1999, rounded, with its Sunday
to Thursday as Monday to Friday: data of the Service Enterprise Engineering laboratory, Technion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from ivr.settings import Settings, load
from routing.agents import AgentSpec
from routing.simulate import Person

DAY = 86_400.0
WEEK = 7 * DAY
ZONE, EAST = "Asia/Shanghai", 8 * 3600.0
"""It has no summer time, so that all weeks are alike."""

HOURS = (4, 1, 1, 0, 0, 1, 3, 27, 67, 75, 84, 78, 66, 78, 72, 69, 71, 57, 51, 48, 41, 42, 36, 0)
WEEKDAYS = (185, 192, 190, 175, 173, 58, 27)
OPEN, CLOSE = 8, 22
"""Hours between which agents are there."""

QUEUES = {"support": 0.5, "sales": 0.25, "orders": 0.15, "vip": 0.1}
LINES = {"95188": ("main", 0.6), "95189": ("shop", 0.3), "4008001234": ("billing", 0.1)}
RANG, WRAP_UP = 4.0, 20.0
TALK, PATIENCE = 180.0, 120.0
"""Seconds in the mean."""
QUEUED = 0.68
"""Of the calls in the hours of service."""

_AWAY = 0.62  # of the agents of the day, those who are there in the evening
_TEAMS = ("north", "south", "night")


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of the day from which and to which a person is there."""

    person: Person
    begin: float
    end: float


def staff(calls: int) -> Sequence[Shift]:
    """Enough people for so many calls a week, most of them in the first of two shifts."""
    busiest = calls * QUEUED * max(WEEKDAYS) / sum(WEEKDAYS) * sorted(HOURS)[-4] / sum(HOURS)
    day = ceil(busiest / 3600 * (TALK + RANG + WRAP_UP)) + 1
    evening = ceil(_AWAY * day) + 1
    people = [_person(number) for number in range(day + evening)]
    early = [Shift(person, OPEN - 0.25, 16.0) for person in people[:day]]
    return early + [Shift(person, 15.0, CLOSE + 0.25) for person in people[day:]]


def _person(number: int) -> Person:
    names = list(QUEUES)
    most = 1 if number % 5 == 0 else 2 if number % 5 < 3 else 4
    skills = {names[(number + place) % len(names)]: 3 - min(place, 2) for place in range(most)}
    return Person(AgentSpec(f"agent{number:03}", skills), (0.85, 1.0, 1.2)[number % 3], (RANG,))


def settings(folder: Path, people: Sequence[Shift]) -> Settings:
    """The configuration of the centre, written into this folder."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "ivr.yaml").write_text(f"timezone: {ZONE}\ncountry: CN\n")
    (config / "agents.yaml").write_text("agents:\n" + "".join(map(_agent, range(len(people)), people)))
    queues = (f"  {name}:\n    name: {{zh: {name}, en: {name}}}\n    wrap_up: 20s\n" for name in QUEUES)
    (config / "queues.yaml").write_text("queues:\n" + "".join(queues))
    return load(config)


def _agent(number: int, shift: Shift) -> str:
    skills = ", ".join(f"{name}: {level}" for name, level in shift.person.spec.skills.items())
    team = _TEAMS[number % len(_TEAMS)]
    return (
        f"  {shift.person.spec.id}: {{name: 坐席{number}, phone: {2000 + number},"
        f" team: {team}, skills: {{{skills}}}}}\n"
    )
