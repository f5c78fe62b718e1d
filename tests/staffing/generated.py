"""A day's call log as the engine would have written it, from a simulated day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random

from ivr.events import AgentOffered, AgentStateChanged, Event, OfferEnded, QueueEntered, QueueLeft, TalkEnded
from routing.agents import AgentSpec
from routing.events import CallerEntered
from routing.load import Kind, exponential, poisson
from routing.needs import needs
from routing.queues import QueueSpec
from routing.simulate import Centre, Person, Stay, logged_in, simulate
from routing.strategies import catalogue

RANG = 3.0


@dataclass(frozen=True, slots=True)
class Made:
    """`rates`: callers an hour by the skill that they need, all in the queue `support`."""

    rates: dict[str, float]
    hours: float
    people: Sequence[Person]
    talk: float = 180.0
    patience: float = 120.0
    wrap_up: float = 10.0
    begin: float = 1_795_478_400.0  # 2026-11-24 00:00 UTC
    seed: int = 7
    name: str = ""


def people(skills: Sequence[dict[str, int]], pace: Sequence[float] = (1.0,)) -> list[Person]:
    """Agents agent-0, agent-1, …"""
    return [
        Person(AgentSpec(f"agent-{number}", each), pace[number % len(pace)], (RANG,))
        for number, each in enumerate(skills)
    ]


def day(made: Made) -> list[Event]:
    """All events in the order of their times."""
    chance = Random(made.seed)
    kinds = [
        Kind(
            rate / 3600,
            CallerEntered(f"{skill}-{made.name}", "support", needs({skill: 1})),
            exponential(made.talk),
            exponential(made.patience),
        )
        for skill, rate in made.rates.items()
    ]
    centre = Centre(made.people, [QueueSpec("support", wrap_up=made.wrap_up)], catalogue())
    callers = poisson(kinds, chance, until=made.hours * 3600)
    outcome = simulate(centre, callers, logged_in(made.people), chance)
    found = list(_there(made))
    for stay in outcome.stays:
        found += _told(stay, made)
    return sorted(found, key=attrgetter("at"))


def _there(made: Made) -> Iterator[Event]:
    end = made.begin + made.hours * 3600
    for person in made.people:
        agent = person.spec.id
        yield AgentStateChanged(
            at=made.begin, agent=agent, old="logged_out", state="available", reason="logged_in"
        )
        yield AgentStateChanged(
            at=end + 7200, agent=agent, old="available", state="logged_out", reason="logged_out"
        )


def _told(stay: Stay, made: Made) -> Iterator[Event]:
    call, at, queue = stay.caller.entry.call, made.begin + stay.caller.at, "support"
    skill = call.partition("-")[0]
    yield QueueEntered(at=at, call=call, queue=queue, priority=0, needs=skill)
    left = at + stay.waited
    if stay.fate == "answered":
        yield AgentOffered(at=left - RANG, call=call, queue=queue, agent=stay.agent)
        yield _changed(left - RANG, stay.agent, "available", "ringing")
        yield OfferEnded(at=left, call=call, queue=queue, agent=stay.agent, outcome="answered", rang=RANG)
        yield _changed(left, stay.agent, "ringing", "talking")
    outcome = "answered" if stay.fate == "answered" else "abandoned"
    yield QueueLeft(at=left, call=call, queue=queue, outcome=outcome, waited=stay.waited)
    if stay.fate == "answered":
        over = left + stay.talked
        yield TalkEnded(at=over, call=call, queue=queue, agent=stay.agent, by="caller", talked=stay.talked)
        yield _changed(over, stay.agent, "talking", "wrap_up")
        yield _changed(over + made.wrap_up, stay.agent, "wrap_up", "available")


def _changed(at: float, agent: str, old: str, new: str) -> Event:
    return AgentStateChanged(at=at, agent=agent, old=old, state=new, reason="")
