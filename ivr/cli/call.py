"""`ivr call`: a telephone in the terminal. Shows what a caller would hear, takes keys, needs no Asterisk."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from ivr.cli.known import known
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    out,
    settings_for_calls_or_exit,
    show_problems,
    stop_with,
)
from ivr.document.problems import InvalidFiles
from ivr.events import Event, PromptPlayed
from ivr.flow import virtual
from ivr.flow.library import Library
from ivr.flow.script import Person
from ivr.flow.scripted import HangUp, Press, ScriptedCaller
from ivr.flow.session import World, run_call
from ivr.flow.simulated import (
    MemoryJournal,
    Seat,
    SimulatedCallbacks,
    SimulatedCases,
    SimulatedDesk,
    SimulatedLists,
    SimulatedMailboxes,
    SimulatedMemory,
    SimulatedPhones,
    SimulatedQueues,
)
from ivr.flow.site import Site
from ivr.flow.virtual import LoopClock, real_time
from ivr.http_client import HttpClient
from ivr.journal.story import Teller
from ivr.lookups.lookups import Lookups
from ivr.ports import KEYS, Answer, CallInfo, Clock, HttpRequest, Lookup
from ivr.settings import Queue, Settings
from ivr.steps import CATALOGUE

_PATIENCE = 180.0  # seconds a scripted caller waits after the last key before hanging up
_ENDS = {
    "caller": {"zh": "您已挂机。", "en": "You hung up."},
    "flow": {"zh": "流程结束，通话已挂断。", "en": "The flow ended the call."},
    "engine": {"zh": "系统结束了通话。", "en": "The engine ended the call."},
}
_KEYBOARD = {"zh": "按键：0-9 * #　Ctrl-D 挂机", "en": "Keys: 0-9 * #   Ctrl-D hangs up"}
_CTRL_D = "\x04"

Number = Annotated[str, typer.Argument(help="The number to dial, as in the dialplans' `numbers`.")]
From = Annotated[
    str, typer.Option("--from", help="Your number; that of an agent's phone makes you the agent.")
]
Keys = Annotated[
    str,
    typer.Option(
        "--keys",
        help="Press these instead of typing, one after the other as the flow takes keys: 3,20061001,1",
    ),
]


def call(
    number: Number,
    caller: From = "13800000000",
    keys: Keys = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Call a number of yours in the terminal: the same interpreter as in a real call, no Asterisk.

    Type 0-9, * and # when you would press them; a key cuts a prompt short. Ctrl-D hangs up. Agents are
    simulated: one who has the skills answers after a few seconds. Look-ups over HTTP are real: those of the
    sample dialplans find nothing unless a system answers at `environment.CRM` of config/ivr.yaml. Lists,
    announcements and what is remembered of your number are those of the engine; the call changes none of it.

        ivr call 95188
        ivr call 95188 --from 13911112222
        ivr call 95188 --keys 7,1               (does not wait: time jumps on)
    """
    settings = settings_for_calls_or_exit(config)
    try:
        library = Library.load(settings.path(settings.engine.dialplans), CATALOGUE, Site.of(settings))
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None
    info = CallInfo(f"terminal-{os.getpid()}", "terminal", caller, "", number, caller)
    phone = _Phone(settings, library, info, chosen(language))
    if keys:
        if wrong := set(keys) - set("0123456789*#, "):
            stop_with(f"--keys has '{min(wrong)}', which is no key: use 0-9, * and #, with commas between")
        virtual.run(phone.scripted([Press(part.strip()) for part in keys.split(",") if part.strip()]))
    else:
        asyncio.run(phone.by_hand())


class _Phone:
    """One call in the terminal."""

    def __init__(self, settings: Settings, library: Library, info: CallInfo, language: str) -> None:
        self._settings = settings
        self._library = library
        self._caller = ScriptedCaller(info, on_prompt=self._say)
        zone = ZoneInfo(settings.engine.timezone)
        names = {key: queue.name.get(language, key) for key, queue in settings.queues.queues.items()}  # type: ignore[call-overload]
        names |= {key: agent.name for key, agent in settings.agents.agents.items()}
        self._teller = Teller(language, zone, names)
        self._began = 0.0

    async def by_hand(self) -> None:
        """Keys come from the keyboard."""
        out.print(_KEYBOARD[self._teller.language], style="dim")
        with _keyboard(self._typed):
            await self._talk()

    async def scripted(self, acts: list[Press]) -> None:
        """Keys come from the command line."""
        person = Person(self._caller, (*acts, HangUp(after=_PATIENCE)))
        task = asyncio.create_task(person.perform())
        try:
            await self._talk()
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _talk(self) -> None:
        clock = LoopClock(_start())
        async with (
            HttpClient() as http,
            Lookups(self._settings, http) as sources,
            known(self._settings, clock) as (memory, lists),
        ):
            world = replace(self._world(http, sources, clock), memory=memory, lists=lists)
            ending = await run_call(self._caller, self._library, world)
        out.print(_ENDS[ending.by][self._teller.language], style="bold")

    def _world(self, http: HttpClient, sources: Lookups, clock: Clock) -> World:
        settings = self._settings
        agents = settings.agents.agents
        seats = [Seat(key, agent.name, agent.phone, agent.skills) for key, agent in agents.items()]
        self._began = clock.now().timestamp()
        journal = _Shown(self._show)
        phones = [seat.phone for seat in seats]
        return World(
            clock=clock,
            journal=journal,
            queues=SimulatedQueues(journal, clock, seats),
            cases=SimulatedCases(),
            http=_RealTime(http),
            sources=_RealSources(sources),
            desk=SimulatedDesk(phones),
            phones=SimulatedPhones(phones),
            memory=SimulatedMemory(clock),
            lists=SimulatedLists(clock),
            callbacks=SimulatedCallbacks(),
            mailboxes=SimulatedMailboxes(),
            environment=settings.engine.environment,
            agents=agents,
            queue_settings=_without_recording(settings),
            recordings=settings.path(settings.engine.recordings),
            timezone=settings.engine.timezone,
            country=settings.engine.country,
        )

    def _typed(self, keys: str) -> None:
        if _CTRL_D in keys or not keys:
            self._caller.leave()
            return
        self._caller.press("".join(key for key in keys if key in KEYS))

    def _say(self, text: str) -> None:
        out.print(f"♪ {text}", style="bold cyan", markup=False, soft_wrap=True)

    def _show(self, event: Event) -> None:
        if not isinstance(event, PromptPlayed):
            out.print(f"  {self._teller.line(event, self._began)}", style="dim", markup=False, soft_wrap=True)


def _without_recording(settings: Settings) -> dict[str, Queue]:
    """There is no audio in a terminal."""
    queues = settings.queues.queues.items()
    return {name: queue.model_copy(update={"record": False}) for name, queue in queues}


def _start() -> datetime:
    """The loop's time counts from somewhere; the call begins now."""
    now = datetime.now(UTC).timestamp() - asyncio.get_running_loop().time()
    return datetime.fromtimestamp(now, UTC)


class _Shown(MemoryJournal):
    """A journal that shows each event as it happens."""

    def __init__(self, show: Callable[[Event], None]) -> None:
        super().__init__()
        self._show = show

    def append(self, event: Event) -> None:
        super().append(event)
        self._show(event)


class _RealTime:
    """Look-ups take real time, also where the rest of the call is in virtual time."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        with real_time():
            return await self._http.fetch(request)


class _RealSources:
    """As `_RealTime`, for databases and lists."""

    def __init__(self, sources: Lookups) -> None:
        self._sources = sources

    async def ask(self, lookup: Lookup) -> Answer:
        with real_time():
            return await self._sources.ask(lookup)


@contextmanager
def _keyboard(typed: Callable[[str], None]) -> Iterator[None]:
    """Tell every key at once, without Enter where the input is a terminal; '' is the end of the input."""
    loop, keyboard = asyncio.get_running_loop(), sys.stdin.fileno()
    before = termios.tcgetattr(keyboard) if os.isatty(keyboard) else None
    if before:
        tty.setcbreak(keyboard)
    try:
        loop.add_reader(keyboard, lambda: typed(os.read(keyboard, 64).decode(errors="replace")))
    except PermissionError:  # a file: it cannot be waited for, so it is all typed now
        typed(sys.stdin.read() + _CTRL_D)
    try:
        yield
    finally:
        loop.remove_reader(keyboard)
        if before:
            termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
