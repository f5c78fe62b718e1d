"""The simulated world of a story: agents, phones, web services, what is remembered and listed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr import ports
from ivr.flow.scripted import Manner, Surroundings
from ivr.flow.simulated import (
    MemoryJournal,
    SimulatedCallbacks,
    SimulatedCases,
    SimulatedDesk,
    SimulatedLists,
    SimulatedMailboxes,
    SimulatedMemory,
    SimulatedPhones,
)
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.flow.virtual import LoopClock
from ivr.flow.world import World
from ivr.ports import CallInfo, HttpRequest, Listed, Lookup, LookupFailed

from .facts import Agent, Answer, Failing, Phone
from .story import Centre, Story

_FIRST_UNKNOWN_PHONE = 990001  # of agents whom config/agents.yaml does not have


class Answers:
    """The web services: the first answer whose address fits; where none does, nothing is there."""

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        self._answers = answers

    async def fetch(self, request: HttpRequest) -> tuple[int, object]:
        answer = next((answer for answer in self._answers if answer.is_for(request.url)), None)
        if answer is None or answer.fault == "down":
            raise LookupFailed("unreachable", f"{request.url}: nothing there")
        if answer.fault == "slow" or answer.takes >= request.timeout:
            await asyncio.sleep(request.timeout)
            raise LookupFailed("timeout", f"{request.url}: no reply in {request.timeout:g} s")
        await asyncio.sleep(answer.takes)
        if answer.fault == "nonsense":
            raise LookupFailed("nonsense", f"{request.url}: not JSON", answer.status)
        if not 200 <= answer.status < 300:
            raise LookupFailed("status", f"{request.url}: status {answer.status}", answer.status)
        return answer.status, answer.json_


class Rows:
    """The sources of look-ups: each has its rows, whatever is asked; one that is not told of is down."""

    def __init__(self, sources: Mapping[str, Failing | tuple[Mapping[str, object], ...]]) -> None:
        self._sources = sources

    async def ask(self, lookup: Lookup) -> ports.Answer:
        rows = self._sources.get(lookup.source, "down")
        if rows == "slow":
            await asyncio.sleep(lookup.timeout)
            raise LookupFailed("timeout", f"{lookup.source}: no answer in {lookup.timeout:g} s")
        if isinstance(rows, str):
            raise LookupFailed(
                "nonsense" if rows == "nonsense" else "unreachable", f"{lookup.source}: {rows}"
            )
        return ports.Answer(rows)


def seats(story: Story, centre: Centre) -> list[Seat]:
    """The agents who are there."""
    known = centre.settings.agents.agents
    there = story.world.agents
    if there is None:
        day = _day(story, centre)
        return [Seat(name, agent.name, agent.phone, agent.levels(day)) for name, agent in known.items()]
    day = _day(story, centre)
    return [_seat(name, agent, centre, day, number) for number, (name, agent) in enumerate(there.items())]


def _day(story: Story, centre: Centre) -> date:
    """The day of the call, where the agents are."""
    zone = ZoneInfo(centre.settings.engine.timezone)
    return story.caller.when(centre.settings.engine.timezone).astimezone(zone).date()


def _seat(name: str, agent: Agent, centre: Centre, day: date, number: int) -> Seat:
    known = centre.settings.agents.agents.get(name)
    phone = agent.phone or (known.phone if known else str(_FIRST_UNKNOWN_PHONE + number))
    its = known.levels(day) if known else {}
    skills = agent.skills if agent.skills is not None else its
    return Seat(name, known.name if known else name, phone, skills)


def call_info(story: Story) -> CallInfo:
    """The call as it comes in."""
    caller = story.caller
    return CallInfo("story.1", "story", caller.number, caller.name, caller.dialled, caller.phone or "line")


def around(story: Story, there: list[Seat], recordings: Path | None) -> Surroundings:
    """How the caller and the phones behave."""
    return Surroundings(phones=dict(_manners(story, there)), speaks=0.0, recordings=recordings)


def _manners(story: Story, there: list[Seat]) -> Iterator[tuple[str, Manner]]:
    agents: Mapping[str, Phone] = story.world.agents or {}
    for seat in there:
        yield seat.phone, _manner(agents.get(seat.agent, Phone()))
    for number, phone in story.world.phones.items():
        yield number, _manner(phone)


def _manner(phone: Phone) -> Manner:
    return Manner(phone.outcome, phone.after, phone.talks)


def world(story: Story, centre: Centre, there: list[Seat], journal: MemoryJournal) -> World:
    """The parts that the flow reaches. To be made while the loop of the call runs."""
    settings, given = centre.settings, story.world
    queues = settings.queues.queues
    loop = asyncio.get_running_loop()
    clock = LoopClock(story.caller.when(settings.engine.timezone), loop.time())
    phones = [agent.phone for agent in settings.agents.agents.values()]
    listed = {name: [Listed(number) for number in numbers] for name, numbers in given.lists.items()}
    memory = SimulatedMemory(clock)
    memory.know({(kind, key): value for kind, of in given.remembered.items() for key, value in of.items()})
    memory.know_counts(
        {(kind, key): often for kind, of in given.counted.items() for key, often in of.items()}
    )
    return World(
        clock=clock,
        journal=journal,
        queues=SimulatedQueues(journal, clock, there, given.free_after, given.ahead, queues),
        cases=SimulatedCases(),
        http=Answers(given.http),
        desk=SimulatedDesk(phones, settings.queues.outcomes(next(iter(queues)))),
        phones=SimulatedPhones([*phones, *given.phones, *(seat.phone for seat in there)]),
        memory=memory,
        lists=SimulatedLists(clock, listed),
        sources=Rows(given.sources),
        callbacks=SimulatedCallbacks(),
        mailboxes=SimulatedMailboxes(),
        environment=settings.engine.environment,
        agents=settings.agents.agents,
        queue_settings=queues,
        timezone=settings.engine.timezone,
        country=settings.engine.country,
    )
