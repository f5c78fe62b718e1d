"""Secure entry, with an Asterisk that is played by the test: what is paused, and what is asked how."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ivr.asterisk.ami import Ami, Pace
from ivr.asterisk.caller import FastAgiCaller, Surroundings
from ivr.asterisk.joining import Doorsteps
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.talk_desk import Staff, TalkDesk
from ivr.demo.patience import LIMIT
from ivr.flow.simulated import SimulatedDesk
from ivr.ports import Entry, NotPaused, Phrase, Sound
from ivr.settings import Ami as Account
from ivr.settings import Outbound

from .fakes import Action, AgiPeer, AmiConnection, AmiServer, ami_server
from .test_fastagi_server import call

PACE = Pace(answer=1.5, ping=60, retry_first=0.01, retry_last=0.05)
LOOKS = b'GET VARIABLE "MIXMONITOR_FILENAME"'


class NoSounds:
    async def find(self, phrase: Phrase) -> Sound | None:
        return None

    def release(self, sound: Sound) -> None:
        raise AssertionError("there is none")


@asynccontextmanager
async def line() -> AsyncIterator[tuple[AgiPeer, AmiServer, FastAgiCaller]]:
    async with ami_server() as server, call() as (peer, dialogue):
        account = Account(host="127.0.0.1", port=server.port, user="callwright", secret="right")
        async with Ami(account, PACE) as ami:
            phones = AsteriskPhones([], Outbound())
            talks = TalkDesk(ami, phones, lambda event, **fields: None, Staff({}, {}, SimulatedDesk()))
            doorsteps = Doorsteps(ami, NoSounds())
            around = Surroundings(ami, NoSounds(), phones, Path("/nowhere"), doorsteps, talks)
            yield peer, server, FastAgiCaller(dialogue, around)


def refusing(server: AmiServer, message: str) -> None:
    async def refuse(connection: AmiConnection, action: Action) -> None:
        connection.respond(action, f"Response: Error\r\nMessage: {message}")

    server.special["MixMonitorMute"] = refuse


async def test_all_recordings_of_the_channel_are_paused_and_go_on_afterwards() -> None:
    async with line() as (_, server, caller):
        await caller.secure(True)
        await caller.secure(False)
        asked = [action for action in server.actions if action["Action"] == "MixMonitorMute"]
        assert [(each["Channel"], each["Direction"], each["State"]) for each in asked] == [
            ("PJSIP/line-00000001", "both", "1"),
            ("PJSIP/line-00000001", "both", "0"),
        ]
        assert not any("MixMonitorID" in each for each in asked)


async def test_where_nothing_is_recorded_there_is_nothing_to_pause() -> None:
    async with line() as (_, server, caller):
        refusing(server, "Cannot set mute flag")
        await asyncio.wait_for(caller.secure(True), LIMIT)


@pytest.mark.parametrize("fault", ["refused", "away"])
async def test_a_recording_that_goes_on_is_told(fault: str) -> None:
    async with line() as (peer, server, caller):
        refusing(server, "Permission denied")
        if fault == "away":
            server.connections[-1].silent = True
        pausing = asyncio.create_task(caller.secure(True))
        await peer.hears(LOOKS)
        peer.say(b"200 result=1 (/var/spool/asterisk/monitor/1.wav)\n")
        with pytest.raises(NotPaused, match="a recording of the caller may go on"):
            await asyncio.wait_for(pausing, LIMIT)


async def test_without_a_recording_before_it_nobody_need_be_asked() -> None:
    async with line() as (peer, server, caller):
        refusing(server, "Permission denied")
        pausing = asyncio.create_task(caller.secure(True))
        await peer.hears(LOOKS)
        peer.say(b"200 result=0\n")
        await asyncio.wait_for(pausing, LIMIT)


async def test_keys_are_taken_without_a_channel_variable() -> None:
    async with line() as (peer, _, caller):
        await caller.secure(True)
        entry = Entry(most=3, terminator="*", timeout=5.0, gap=2.0)
        taking = asyncio.create_task(caller.collect([], entry))
        for wait, key in ((5000, b"49"), (2000, b"50"), (2000, b"42")):
            await peer.hears(b"WAIT FOR DIGIT %d" % wait)
            peer.say(b"200 result=%s\n" % key)
        entered = await asyncio.wait_for(taking, LIMIT)
        assert (entered.digits, entered.ended) == ("12", "terminator")
