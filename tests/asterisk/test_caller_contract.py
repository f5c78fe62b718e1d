"""The Caller's contract on the real Asterisk: real SIP calls, real RFC 4733 keys."""

from __future__ import annotations

import asyncio
import math
import struct
import wave
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvloop

from ivr.asterisk.ami import Ami
from ivr.asterisk.caller import FastAgiCaller, Surroundings
from ivr.asterisk.causes import CallEnd
from ivr.asterisk.dialogue import Dialogue
from ivr.asterisk.fastagi import FastAgiServer
from ivr.asterisk.joining import SCRIPT, Doorsteps
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.private import PrivateAsterisk
from ivr.asterisk.talk_desk import Staff, TalkDesk
from ivr.demo.calls import Call
from ivr.demo.patience import LIMIT
from ivr.demo.phones import Manner, Phone
from ivr.flow.simulated import SimulatedDesk
from ivr.ports import CallerHungUp, Dial, Phrase, Sound
from ivr.settings import Ami as Account
from tests.caller_contract import (
    ANSWERS,
    AWAY,
    BUSY,
    LONG,
    RINGS,
    SHORT,
    SILENT,
    TALKS,
    CallerContract,
    Line,
    Perform,
    Story,
)

from .conftest import AMI, account

MANNERS = {
    ANSWERS: Manner(after=0.1, talk=0.5),
    BUSY: Manner(refuse=486),
    RINGS: None,
    TALKS: Manner(after=0.1),
    SILENT: Manner(after=0.1),
}


class Tones:
    """Sounds of a given length."""

    def __init__(self, folder: Path) -> None:
        self._sounds: dict[str, Sound] = {}
        for phrase, seconds in ((SHORT, 0.5), (LONG, 2.5)):
            self.add(folder, phrase.text, seconds)

    def add(self, folder: Path, text: str, seconds: float) -> None:
        path = folder / text.replace(" ", "-")
        with wave.open(f"{path}.wav", "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            tone = (round(6000 * math.sin(at / 2)) for at in range(round(8000 * seconds)))
            file.writeframes(b"".join(struct.pack("<h", each) for each in tone))
        self._sounds[text] = Sound(str(path), seconds)

    async def find(self, phrase: Phrase) -> Sound | None:
        return self._sounds.get(phrase.text)

    def release(self, sound: Sound) -> None:
        pass


@dataclass
class RealLine:
    """A call over SIP into the private Asterisk, taken by our FastAGI server."""

    caller: FastAgiCaller
    recordings: Path
    call: Call
    dialogue: Dialogue
    ami: Ami
    end: asyncio.Future[CallEnd]

    async def press(self, keys: str) -> None:
        await self._command_runs()
        await self.call.press(keys)

    async def leave(self) -> None:
        await self._command_runs()
        await self.call.hang_up()

    async def _command_runs(self) -> None:
        async with asyncio.timeout(LIMIT):
            while self.dialogue._waiting is None:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@dataclass(frozen=True)
class House:
    """What a story needs of the machine."""

    asterisk: PrivateAsterisk
    folder: Path

    @asynccontextmanager
    async def line(self, name: str = "Wang") -> AsyncIterator[RealLine]:
        instance = self.asterisk.instance
        manager = Account(host="127.0.0.1", port=instance.ami_port, user=AMI.name, secret=AMI.password)
        address = (instance.address, instance.sip_port)
        taken: asyncio.Queue[tuple[FastAgiCaller, Dialogue]] = asyncio.Queue()
        end: asyncio.Future[CallEnd] = asyncio.get_running_loop().create_future()
        over = asyncio.Event()

        async def take(dialogue: Dialogue) -> None:
            if dialogue.header["agi_network_script"] == SCRIPT:
                return await around.doorsteps.take(dialogue)
            caller = FastAgiCaller(dialogue, around)
            await caller.answer()
            taken.put_nowait((caller, dialogue))
            await over.wait()
            end.set_result(await caller.end())

        async with AsyncExitStack() as stack:
            ami = await stack.enter_async_context(Ami(manager))
            phones = AsteriskPhones([*MANNERS, AWAY])
            recordings = self.folder / "recordings"
            sounds = Tones(self.folder)
            talks = TalkDesk(ami, phones, lambda event, **fields: None, Staff({}, {}, SimulatedDesk()))
            around = Surroundings(ami, sounds, phones, recordings, Doorsteps(ami, sounds), talks)
            await stack.enter_async_context(FastAgiServer(take, "127.0.0.1", instance.agi_port))
            for phone, manner in MANNERS.items():
                agent = await stack.enter_async_context(Phone(address, account=account(phone)))
                agent.manner = manner
                await agent.register()
            person = await stack.enter_async_context(Phone(address))
            call = await person.call("100", number="13800138000", name=name)
            caller, dialogue = await asyncio.wait_for(taken.get(), LIMIT)
            await call.answered()
            yield RealLine(caller, recordings, call, dialogue, ami, end)
            over.set()
            await asyncio.wait_for(end, LIMIT)


@pytest.fixture
def house(asterisk: PrivateAsterisk, tmp_path: Path) -> House:
    return House(asterisk, tmp_path)


async def run(house: House, story: Story) -> None:
    async with house.line() as line:
        await story(line)


@pytest.fixture
def perform(house: House) -> Perform:
    def performed(story: Story) -> None:
        asyncio.run(run(house, story))

    return performed


class TestFastAgiCaller(CallerContract):
    """All the stories, on asyncio's own loop."""


@pytest.mark.parametrize(
    "name",
    ['O\'Neil, "Wang" <1>; x=y', "🐉" * 30, "x" * 4000, "a\\", "${HANGUPCAUSE} $(reboot) `x`"],
    ids=["quotes", "emoji", "4 kB", "backslash", "substitution"],
)
def test_no_name_of_a_caller_breaks_a_command(house: House, name: str) -> None:
    async def story() -> None:
        async with house.line(name) as line:
            assert len(line.caller.call.name) <= 128
            await line.dialogue.send("SET VARIABLE", "NAME", line.caller.call.name)
            reply = await line.dialogue.send("GET VARIABLE", "NAME")
            assert reply.data == line.caller.call.name

    asyncio.run(story())


def test_the_end_of_a_call_is_told_by_asterisk(house: House) -> None:
    async def story() -> None:
        async with house.line() as line:
            pass
        assert line.end.result() == CallEnd("flow", "normal", 16)
        async with house.line() as line:
            held = asyncio.create_task(line.caller.hold())
            await line.leave()
            await asyncio.wait([held])
            assert isinstance(held.exception(), CallerHungUp)
        assert line.end.result() == CallEnd("caller", "normal")

    asyncio.run(story())


def test_it_all_works_on_uvloop(house: House) -> None:
    async def story(line: Line) -> None:
        asyncio.get_running_loop().call_later(0.1, line.caller.wake)
        assert (await asyncio.wait_for(line.caller.hold(), LIMIT)).woken
        assert (await line.caller.dial(Dial(ANSWERS, 5, "uv.wav"))).recorded > 0

    uvloop.run(run(house, story))
