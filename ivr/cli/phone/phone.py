"""One call in the terminal: the interpreter of real calls, with a person who does as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.cli.known import known
from ivr.events import CallEnded, Event
from ivr.flow.library import Library
from ivr.flow.scripted import ScriptedCaller
from ivr.flow.secrets import MASKED_KEY
from ivr.flow.session import World, run_call
from ivr.flow.simulated import (
    MemoryJournal,
    SimulatedCallbacks,
    SimulatedCases,
    SimulatedDesk,
    SimulatedMailboxes,
    SimulatedPhones,
)
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.http_client import HttpClient
from ivr.lookups.lookups import Lookups
from ivr.ports import CallInfo, Heard, Lists, Memory, Phrase
from ivr.settings import Queue, Settings

from . import commands as told
from .screen import Screen
from .switches import MovableClock, SwitchedHttp, SwitchedSources

PATIENCE = 180.0  # seconds after the last command of a script until the caller hangs up
BETWEEN_KEYS = 0.2

Perform = Callable[["Phone"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the call is made: the settings, and the dialplans."""

    settings: Settings
    library: Library


def _at_work(settings: Settings, at: datetime) -> list[Seat]:
    """All agents, with the skills that count on the day of the call."""
    day = at.astimezone(ZoneInfo(settings.engine.timezone)).date()
    agents = settings.agents.agents.items()
    return [Seat(name, agent.name, agent.phone, agent.levels(day)) for name, agent in agents]


class TerminalCaller(ScriptedCaller):
    """`speaking` is true during a prompt; `turn` counts what the engine has waited for."""

    speaking = False
    turn = 0

    async def _speak(self, phrases: Sequence[Phrase], keys: str, wake: bool = False) -> Heard:
        self.speaking = True
        try:
            return await super()._speak(phrases, keys, wake)
        finally:
            self.speaking = False

    async def _wait_till(self, end: Callable[[], float | None], keys: str, wake: bool = False) -> str:
        self.turn += 1
        return await super()._wait_till(end, keys, wake)


class Phone:
    """A call and everything that can be done to it. `faults` counts lines of a script that mean nothing."""

    def __init__(self, centre: Centre, info: CallInfo, screen: Screen) -> None:
        self._centre = centre
        self.screen = screen
        self.caller = TerminalCaller(info, on_prompt=screen.prompt)
        self.faults = 0
        self._noticed = 0
        self._journal = _Shown(screen.event)

    async def call(self, at: datetime, first: Iterable[told.Command], perform: Perform) -> None:
        """Make the call at this moment, with these commands before it, while the person performs."""
        loop = asyncio.get_running_loop()
        self._clock = MovableClock(at, loop.time())
        self._seats = _at_work(self._centre.settings, at)
        self.screen.began = at.timestamp()
        settings = self._centre.settings
        async with HttpClient() as real:
            self._http = SwitchedHttp(real)
            async with Lookups(settings, self._http) as sources, known(settings, self._clock) as outliving:
                self._sources = SwitchedSources(sources)
                self._queues = SimulatedQueues(
                    self._journal, self._clock, self._seats, queues=settings.queues.queues
                )
                for command in first:
                    await self.do(command)
                await self._through(self._world(*outliving), perform)

    async def do(self, command: told.Command) -> None:
        """Do as told; returns when it is done, at the latest when the call is over."""
        match command:
            case told.Presses(keys):
                await self._press(keys)
            case told.Waits(seconds):
                await self._until(asyncio.sleep(seconds))
            case told.Hears(words):
                await self._hear(words)
            case told.HangsUp():
                self.caller.leave()
            case told.Help():
                self.screen.say(*HELP)
            case _:
                self._change(command)

    def _change(self, command: told.Change) -> None:
        """Change the world around the call."""
        match command:
            case told.ClockIs(moment):
                self.screen.began += self._clock.move_to(moment)
            case told.HttpIs():
                self._http.switch(command)
            case told.SourceIs():
                self._sources.switch(command)
            case told.AgentsAre(names):
                there = [seat for seat in self._seats if names is None or seat.agent in names]
                self._queues.staff(there)

    async def obey(self, line: str, place: str = "") -> bool:
        """Do what a line says; one that says nothing sensible is answered, and the call goes on: False."""
        settings = self._centre.settings
        site = told.Known(
            agents=frozenset(settings.agents.agents),
            sources=frozenset(settings.engine.sources),
            now=self._clock.now().astimezone(ZoneInfo(settings.engine.timezone)),
        )
        try:
            command = told.command(line, site)
        except told.BadCommand as bad:
            self.screen.complain(f"{place}{bad.said(self.screen.language)}")
            return False
        if command:
            await self.do(command)
        return True

    async def script(self, lines: Sequence[str], file: str) -> None:
        """Obey one line after the other; after the last one wait for the end of the call for a while."""
        for number, line in enumerate(lines, 1):
            if self.caller.is_gone:
                return
            self.faults += not await self.obey(line, f"{file}:{number}: ")
        await self._until(asyncio.sleep(PATIENCE))
        self.caller.leave()

    def press(self, key: str) -> None:
        """Press a key now."""
        self._noticed = len(self.caller.heard)
        self.screen.pressed(MASKED_KEY if self.caller.paused else key)
        self.caller.press(key)

    async def _press(self, keys: str) -> None:
        await self._until(self.caller.until(lambda: bool(self.caller.listens)))
        for key in keys:
            if self.caller.is_gone:
                return
            self.press(key)
            await asyncio.sleep(BETWEEN_KEYS)

    async def _hear(self, words: str) -> None:
        await self._until(self.caller.until(lambda: self._is_heard(words)))

    def _is_heard(self, words: str) -> bool:
        """Whether such a text began since the last key, or since the last one that was waited for."""
        for index in range(self._noticed, len(self.caller.heard)):
            if words in self.caller.heard[index]:
                self._noticed = index + 1
                return True
        return False

    async def _until(self, what: Awaitable[None]) -> None:
        """Until this has come about, or the call is over."""
        waiting = [asyncio.ensure_future(what), asyncio.ensure_future(self.caller.gone())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    async def _through(self, world: World, perform: Perform) -> None:
        began = world.clock.monotonic()
        performing = asyncio.ensure_future(perform(self))
        await asyncio.sleep(0)  # the person is at the telephone before it is answered
        try:
            ending = await run_call(self.caller, self._centre.library, world)
        finally:
            performing.cancel()
            await asyncio.wait([performing])
        if not performing.cancelled() and (error := performing.exception()):
            raise error
        at, took = world.clock.now().timestamp(), world.clock.monotonic() - began
        call = self.caller.call.id
        self.screen.over(CallEnded(at=at, call=call, by=ending.by, cause="normal", duration=took))

    def _world(self, memory: Memory, lists: Lists) -> World:
        settings = self._centre.settings
        phones = [seat.phone for seat in self._seats]
        return World(
            clock=self._clock,
            journal=self._journal,
            queues=self._queues,
            cases=SimulatedCases(),
            http=self._http,
            sources=self._sources,
            desk=SimulatedDesk(phones, settings.queues.outcomes(next(iter(settings.queues.queues)))),
            phones=SimulatedPhones(phones),
            memory=memory,
            lists=lists,
            callbacks=SimulatedCallbacks(),
            mailboxes=SimulatedMailboxes(),
            environment=settings.engine.environment,
            agents=settings.agents.agents,
            queue_settings=_without_recording(settings),
            recordings=settings.path(settings.engine.recordings),
            timezone=settings.engine.timezone,
            country=settings.engine.country,
        )


HELP = (
    """\
0-9 * #                 按键，提示音随之中断
回车                    不按键，让时间过去
:按 20061001#           依次按键               :等 20s            等待
:听 请按1               等到听见这些话         :挂机              挂机（或Ctrl-D）
:时间 周日 10:00        调整时钟，也可写 2026-10-01 10:00
:接口 down              所有HTTP查询：down、slow、nonsense、500、文件.json、real；
                        :接口 */orders/*=500 只对这些地址
:数据源 customers down  lookup的数据源，写法同上
:坐席 none              谁在：none、all，或 wang li""",
    """\
0-9 * #                 keys; they cut prompts short
Enter                   no key: time goes on
:press 20061001#        keys, one after the other      :wait 20s     stay silent
:hear press 1           wait until these words come    :hang up      or Ctrl-D
:clock sun 10:00        put the clock, also to 2026-10-01 10:00
:http down              all look-ups over HTTP: down, slow, nonsense, 500, file.json, real;
                        :http */orders/*=500 those of these addresses only
:source customers down  a source of the step lookup, in the same words
:agents none            who is there: none, all, or wang li""",
)


def _without_recording(settings: Settings) -> dict[str, Queue]:
    """There is no audio in a terminal."""
    queues = settings.queues.queues.items()
    return {name: queue.model_copy(update={"record": False}) for name, queue in queues}


class _Shown(MemoryJournal):
    """A journal that shows each event as it happens."""

    def __init__(self, show: Callable[[Event], None]) -> None:
        super().__init__()
        self._show = show

    def append(self, event: Event) -> None:
        super().append(event)
        self._show(event)
