"""What waiting costs: the same menu call through flow, dialogue and events, with pauses between its steps.

No Asterisk, no socket, no call log: Asterisk's part is played in memory, so all CPU time is the engine's own
Python. A caller takes seconds between two keys, and what the machine forgets meanwhile (caches, above all)
has to be fetched again at each step.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from bench.scene import HERE, PROMPTS, write_prompts
from ivr.app import SystemClock
from ivr.asterisk.ami import Ami, Event
from ivr.asterisk.caller import FastAgiCaller, Surroundings
from ivr.asterisk.fastagi import Dialogue, FastAgiServer
from ivr.asterisk.joining import Doorsteps
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.talk_desk import TalkDesk
from ivr.flow.library import Library
from ivr.flow.rehearsal import world
from ivr.flow.session import run_call
from ivr.flow.world import World
from ivr.ports import Phrase, Sound
from ivr.steps import CATALOGUE

PAUSES = (0.0, 0.001, 0.003, 0.01)
"""Seconds. At 50 calls a second a step comes every 3 ms."""
CALLS, WARM_UP = 300, 100
LIMIT = 1.5
_HEADER = (
    "agi_network: yes\nagi_channel: PJSIP/line-{number:08x}\nagi_language: en\nagi_type: PJSIP\n"
    "agi_uniqueid: 1772416800.{number}\nagi_callerid: 13800000001\nagi_calleridname: unknown\n"
    "agi_dnid: 7000\nagi_context: callwright\nagi_extension: 7000\nagi_priority: 5\n\n"
)


class _Ami:
    """Tells of a channel's end when it is told to."""

    connected = True

    def __init__(self) -> None:
        self._handlers: dict[str, Callable[[Event], None]] = {}

    def on(self, _: str, handler: Callable[[Event], None], channel: str = "") -> Callable[[], None]:
        self._handlers[channel] = handler
        return lambda: self._handlers.pop(channel, None) and None

    def hang_up(self, channel: str) -> None:
        if handler := self._handlers.get(channel):
            handler(Event(b"Event: Hangup\r\nCause: 16\r\nChannelState: 6"))


class _Asterisk:
    """The other end of one dialogue: answers each command after the pause, presses 1, then 2."""

    def __init__(self, dialogue: Dialogue, ami: _Ami, number: int, pause: float) -> None:
        self._dialogue, self._ami, self._channel, self._pause = dialogue, ami, f"1772416800.{number}", pause
        self._keys = iter((b"1", b"2"))

    def write(self, line: bytes) -> None:
        if line.startswith(b"SET VARIABLE"):
            return
        result = next(self._keys) if line.startswith(b"GET DATA") else b"0"
        self._later(self._dialogue.data_received, b"200 result=%s\n" % result)

    def close(self) -> None:
        self._later(self._ami.hang_up, self._channel)
        asyncio.get_running_loop().call_soon(self._dialogue.connection_lost, None)

    def _later(self, do: Callable[[Any], None], what: Any) -> None:
        asyncio.get_running_loop().call_later(self._pause, do, what)


class _Markers:
    """The prompts of `bench/config`."""

    async def find(self, phrase: Phrase) -> Sound | None:
        return Sound(str(PROMPTS / "recorded/zh" / phrase.file), 0.2)

    def release(self, sound: Sound) -> None:
        """Nothing is made for one caller alone."""


class _Forgetting:
    def append(self, event: object) -> None:
        """No call log here."""


async def measure() -> Result:
    write_prompts()
    library = Library.load(HERE / "config/dialplans", CATALOGUE)
    around = replace(world(), clock=SystemClock(), journal=_Forgetting())
    rows: dict[str, Figures] = {}
    for pause in PAUSES:
        await _calls(library, around, WARM_UP, pause)
        rows[f"{pause * 1000:g} ms between steps"] = {
            "ms/call": round(await _calls(library, around, CALLS, pause) * 1000, 3)
        }
    kept, real = (rows[f"{pause * 1000:g} ms between steps"]["ms/call"] for pause in (0.0, 0.003))
    goal = Goal("CPU of a call's steps 3 ms apart, relative to no pause", LIMIT, round(real / kept, 2))
    return Result("pauses", "What waiting costs: one menu call in memory", rows, goal, machine("none"))


async def _calls(library: Library, around: World, calls: int, pause: float) -> float:
    """Seconds of CPU a call."""
    ami = _Ami()
    doorsteps, talks = Doorsteps(cast(Ami, ami), _Markers()), cast(TalkDesk, None)
    phones = cast(AsteriskPhones, None)
    surroundings = Surroundings(cast(Ami, ami), _Markers(), phones, Path(), doorsteps, talks)

    async def take(dialogue: Dialogue) -> None:
        caller = FastAgiCaller(dialogue, surroundings)
        ending = await run_call(caller, library, around)
        await caller.end(ending.by)
        over.set()

    over = asyncio.Event()
    server = FastAgiServer(take, "127.0.0.1", 0)
    began = time.process_time()
    for number in range(calls):
        dialogue = Dialogue(server)
        dialogue.connection_made(cast(asyncio.Transport, _Asterisk(dialogue, ami, number, pause)))
        dialogue.data_received(_HEADER.format(number=number).encode())
        await over.wait()
        over.clear()
    return (time.process_time() - began) / calls
