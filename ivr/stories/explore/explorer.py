"""Calls that take ways nobody covers: the interpreter is led through all it asks for, near ways first."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ivr.flow.dialplan import Dialplan
from ivr.flow.exits import Exit, Exits
from ivr.flow.session import run_call
from ivr.flow.simulated import MemoryJournal
from ivr.flow.step import Place
from ivr.flow.virtual import VirtualLoop
from ivr.ports import CallInfo

from ..facts import Caller, World
from ..line import Said
from ..story import Centre, Story
from ..surroundings import seats, world
from .choices import Choices, Tried
from .guesses import Guesses, written
from .probe import (
    Probe,
    ProbedClock,
    ProbedHttp,
    ProbedLists,
    ProbedMemory,
    ProbedPhones,
    ProbedQueues,
    ProbedSources,
    ProbingCaller,
    Turn,
)

_PATIENCE = 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long is looked: so many calls, so many of them in vain one after the other, so many seconds."""

    calls: int = 4000
    in_vain: int = 400
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Found:
    """A call that takes ways nobody took before; caller, world and turns as they are written in a story."""

    ways: tuple[Exit, ...]
    caller: dict[str, str]
    world: dict[str, Any]
    turns: tuple[Turn, ...]


@dataclass
class Search:
    """What was looked through: `reached` are the exits whose step some call came to, `calls` were made."""

    wanted: set[Exit]
    reached: set[Exit] = field(default_factory=set)
    calls: int = 0
    is_complete: bool = True


class Explorer:
    """Explores one dialplan. Use outside of a running loop."""

    def __init__(self, plan: Dialplan, centre: Centre, limits: Limits | None = None) -> None:
        self._plan = plan
        self._centre = centre
        self._limits = limits or Limits()
        self._guesses = Guesses(plan, centre.settings)
        self._exits = Exits(plan)
        self._tried: Tried = Counter()

    def find(self, wanted: Collection[Exit]) -> tuple[list[Found], Search]:
        """Calls that together take as many of these ways as can be found."""
        search, found, vain = Search(set(wanted)), list[Found](), 0
        until = time.monotonic() + self._limits.seconds
        loop = VirtualLoop()
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            ahead: deque[tuple[int, ...]] = deque([()])
            while ahead and search.wanted:
                vain += 1
                if vain > self._limits.in_vain or self._is_over(search, until):
                    search.is_complete = False
                    break
                given = ahead.popleft()
                search.calls += 1
                loop.restart()
                probe, call = runner.run(self._call(given))
                new = tuple(way for way in probe.taken if way in search.wanted)
                if new:
                    vain = 0
                    search.wanted.difference_update(new)
                    found.append(replace(call, ways=new))
                search.reached.update(self._reached(probe))
                if new or probe.choices.is_new:
                    ahead.extend(probe.choices.others())
        return found, search

    def _is_over(self, search: Search, until: float) -> bool:
        return search.calls >= self._limits.calls or time.monotonic() > until

    def _reached(self, probe: Probe) -> Iterator[Exit]:
        for _, step in self._plan.steps():
            if id(step) in probe.begun:
                yield from self._exits.of(step)

    async def _call(self, given: tuple[int, ...]) -> tuple[Probe, Found]:
        environment = list(self._centre.settings.engine.environment.values())
        probe = Probe(self._guesses, self._exits, Choices(given, self._tried), environment)
        who = self._who(probe)
        story = Story(Said("", ""), Place("", 1, 1), Caller.model_validate(who), World(), ())
        there = seats(story, self._centre)
        phones = {seat.agent: seat.phone for seat in there}
        info = CallInfo("story.1", "story", who["number"], "", who["dialled"], who["phone"] or "line")
        caller = ProbingCaller(info, probe, phones)
        journal = MemoryJournal()
        around = world(story, self._centre, there, journal)
        clock = ProbedClock(probe)
        around = replace(
            around,
            clock=clock,
            http=ProbedHttp(probe),
            sources=ProbedSources(probe),
            memory=ProbedMemory(clock, probe),
            lists=ProbedLists(clock, probe),
            phones=ProbedPhones(around.phones, probe),
            watcher=probe,
        )
        settings = self._centre.settings.queues.queues
        around = replace(around, queues=ProbedQueues((journal, clock), there, settings, probe))
        patience = asyncio.get_running_loop().call_later(_PATIENCE, caller.leave)
        try:
            ending = await run_call(caller, self._plan, around)
        finally:
            patience.cancel()
        who["at"] = written(probe.times[0])
        turns = _ended(probe, ending.by != "caller")
        return probe, Found((), who, _world(probe.world), turns)

    def _who(self, probe: Probe) -> dict[str, str]:
        guesses = self._guesses
        options = {
            "dialled": guesses.dialled,
            "phone": guesses.phones,
            "number": guesses.numbers,
        }
        return {name: probe.choices.choose(name, of) for name, of in options.items()}


def _ended(probe: Probe, by_flow: bool) -> tuple[Turn, ...]:
    """The turns of the story: all of them, or as far as they led to something new, and who hangs up."""
    if by_flow:
        return (*probe.turns, "is_hung_up_on")
    last = max(probe.taken.values(), default=0)
    return (*probe.turns[: last + 1], "hangs_up")


_USUAL = (("agents", "all"), ("ahead", 0))


def _world(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is so in every story."""
    return {name: facts for name, facts in told.items() if (name, facts) not in _USUAL}
