"""A secure entry by a real call: the digits are used, and nothing that is written anywhere holds them."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from ivr.demo.person import Person
from ivr.demo.phones import CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import CallBegan, DigitsCollected, LookedUp, PromptPlayed, SecureBegan, SecureEnded
from tests.live.listening import samples, silence, sound, strongest_tone

pytestmark = pytest.mark.asyncio(loop_scope="module")

CARD = "4556737586899855"
SPOKEN = "四五五六七三七五八六八九九八五五"


async def recorded_call(here: Stage, line: Phone) -> tuple[Person, str, Path]:
    """A call that Asterisk records from its beginning, whatever the engine does: channel and file."""
    caller = await Person.calls(here.watch, line, "7701", number="13800138000")
    channel = (await caller.sees(CallBegan)).channel
    tape = here.directory / "whole-call.wav"
    await here.asterisk.console(f"mixmonitor start {channel} {tape}")
    return caller, channel, tape


async def test_digits_typed_in_a_secure_block_are_written_nowhere(
    here: Stage, line: Phone, capfd: pytest.CaptureFixture[str]
) -> None:
    caller, channel, tape = await recorded_call(here, line)
    began = (await caller.sees(CallBegan)).at
    await caller.hears("欢迎")
    await sound(caller, seconds=1.0)
    paused = (await caller.sees(SecureBegan)).at
    await caller.hears("请输入卡号")
    await caller.presses(CARD + "#")
    await caller.hears("您输入的是••••")
    await caller.presses("1")
    assert (await caller.sees(DigitsCollected)).digits == "••••"
    assert (await caller.sees(LookedUp)).url.endswith("/cards/••••")
    resumed = (await caller.sees(SecureEnded)).at
    await silence(caller, limit=20)
    variables = await here.asterisk.console(f"core show channel {channel}")
    ended = (await caller.is_over()).at
    await here.engine.flush()

    assert "卡号••••" in [event.text for event in here.watch.events if isinstance(event, PromptPlayed)][-1]
    assert_nothing_holds(CARD, variables + "".join(capfd.readouterr()), here.directory)
    assert_nothing_holds(SPOKEN, repr(here.watch.events), here.directory)
    assert_paused(tape, paused - began + ended - resumed)


def assert_nothing_holds(secret: str, shown: str, folder: Path) -> None:
    assert secret not in shown
    for file in folder.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes(), file


def assert_paused(tape: Path, open_for: float) -> None:
    """The caller's phone sends a tone all the time: it is on the tape for so many seconds and no longer, at
    both ends. Asterisk writes silence for the rest, or nothing where nobody spoke."""
    audio = samples(tape)[:, 0]
    loud = numpy.abs(audio[: len(audio) // 80 * 80]).reshape(-1, 80).max(axis=1) > 0.001
    assert open_for - 1.0 < loud.sum() / 100 < open_for + 0.2
    assert numpy.diff(numpy.flatnonzero(loud)).max() > 100
    assert abs(strongest_tone(audio[:4000]) - CALLER_TONE) < 5
    assert abs(strongest_tone(audio[-4000:]) - CALLER_TONE) < 5
