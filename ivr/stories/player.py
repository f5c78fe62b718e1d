"""Plays stories: the interpreter of real calls in virtual time, with a person who does as the story tells."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from ivr.events import CallEnded, CallEvent
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library
from ivr.flow.scripted import ScriptedCaller
from ivr.flow.session import run_call
from ivr.flow.simulated import MemoryJournal
from ivr.flow.step import Place
from ivr.flow.virtual import VirtualLoop
from ivr.flow.world import Watcher

from . import surroundings
from .line import Line, Said, Unmet
from .story import Centre, Story
from .turns import Says

PATIENCE = 7200.0  # seconds after which a person whom nothing happens to hangs up


@dataclass(frozen=True, slots=True)
class Failure:
    """What a story told and did not come about: the line of the story, what was expected, what there was."""

    place: Place
    expected: Said
    instead: Said


@dataclass(frozen=True, slots=True)
class Played:
    """A story and how it went: the texts heard, the facts logged, the seconds that the call lasted and, in
    real time, `took` to be played."""

    story: Story
    failure: Failure | None
    heard: tuple[str, ...]
    events: tuple[CallEvent, ...]
    seconds: float
    took: float


class Player:
    """Plays stories one after the other on one loop, and tells `watcher` the steps their calls go through.

    with Player(centre) as player:
        played = player.play(story)
    """

    def __init__(self, centre: Centre, watcher: Watcher | None = None) -> None:
        self._centre = centre
        self._watcher = watcher
        self._loop = VirtualLoop()
        self._runner = asyncio.Runner(loop_factory=lambda: self._loop)
        self._folder = TemporaryDirectory(prefix="ivr-stories-")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()
        self._folder.cleanup()

    def play(self, story: Story) -> Played:
        """One call from its beginning to its end."""
        self._loop.restart()
        return self._runner.run(self._play(story))

    async def _play(self, story: Story) -> Played:
        started = time.perf_counter()
        there = surroundings.seats(story, self._centre)
        recordings = Path(self._folder.name)
        speaks = any(isinstance(turn, Says) for turn in story.turns)
        around = surroundings.around(story, there, recordings if speaks else None)
        caller = ScriptedCaller(surroundings.call_info(story), around)
        journal = MemoryJournal()
        world = surroundings.world(story, self._centre, there, journal)
        world = replace(world, watcher=self._watcher, recordings=recordings)
        call = asyncio.create_task(run_call(caller, _dialplans(story, self._centre), world))
        line = Line(caller, journal.events, {seat.agent: seat.phone for seat in there}, call)
        patience = asyncio.get_running_loop().call_later(PATIENCE, line.lose_patience)
        began = world.clock.monotonic()
        try:
            failure = await _perform(story, line)
            line.leave()
            ending = await call
        finally:
            patience.cancel()
        seconds = world.clock.monotonic() - began
        end = CallEnded(
            at=world.clock.now().timestamp(),
            call=caller.call.id,
            by=ending.by,
            cause="normal",
            duration=seconds,
        )
        events = (*(event for event in journal.events if isinstance(event, CallEvent)), end)
        heard = tuple(caller.heard)
        failure = failure or _judged(story, heard, events)
        return Played(story, failure, heard, events, seconds, time.perf_counter() - started)


def _dialplans(story: Story, centre: Centre) -> Library | Dialplan:
    """The dialplans; for a story in a language of its own, the one that answers, beginning in that."""
    plan = centre.plan(story) if story.caller.language else None
    return replace(plan, language=story.caller.language or "") if plan else centre.library


async def _perform(story: Story, line: Line) -> Failure | None:
    for turn in story.turns:
        try:
            await turn.happen(line)
        except Unmet as unmet:
            return Failure(turn.place, unmet.expected, unmet.instead)
    return None


def _judged(story: Story, heard: Sequence[str], events: Sequence[CallEvent]) -> Failure | None:
    for turn in story.turns:
        try:
            turn.judge(heard, events)
        except Unmet as unmet:
            return Failure(turn.place, unmet.expected, unmet.instead)
    return None
