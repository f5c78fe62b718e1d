"""Real calls: secure digits are used and written nowhere, a PIN is locked, a survey follows a talk, a message
lies in its mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy
import pytest

from ivr.demo.person import Person
from ivr.demo.phones import CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import (
    CallBegan,
    DigitsCollected,
    LookedUp,
    PinChecked,
    PromptPlayed,
    SecureBegan,
    SecureEnded,
    SurveyAnswered,
)
from ivr.journal.codec import encode
from ivr.journal.reader import JournalReader
from ivr.journal.story import Teller
from ivr.ports import Message
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.eavesdropping import ears, holds
from tests.live.listening import hears_tone, samples, silence, sound, strongest_tone

pytestmark = pytest.mark.asyncio(loop_scope="module")

CARD = "4556737586899855"
PIN = "24681357"
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
    audio = set(audio_made_on_demand(here))
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
    await sound(caller, seconds=1.5)
    variables = await here.asterisk.console(f"core show channel {channel}")
    ended = (await caller.hangs_up()).at
    await here.engine.flush()

    assert "卡号••••" in [event.text for event in here.watch.events if isinstance(event, PromptPlayed)][-1]
    told = await everything_told(here)
    assert_nothing_holds(CARD, variables + told + "".join(capfd.readouterr()), here)
    assert_nothing_holds(SPOKEN, told, here)
    assert set(audio_made_on_demand(here)) == audio
    assert_paused(tape, paused - began + ended - resumed)


def audio_made_on_demand(here: Stage) -> Iterator[Path]:
    """Of texts that were not known before a call, such as one with a card number in it."""
    return (here.settings.engine.prompts / "live").rglob("*.wav")


def assert_nothing_holds(secret: str, shown: str, here: Stage) -> None:
    """Neither what was shown nor any file: the log of calls with what is not yet in its main file, Asterisk's
    logs and call records, recordings."""
    assert not holds(shown, secret)
    files = {file for file in here.directory.rglob("*") if file.is_file()}
    database = here.directory / "callwright.db"
    assert {database, database.with_name("callwright.db-wal")} <= files
    assert {here.asterisk.log, here.asterisk.call_records} <= files
    for file in files:
        assert secret.encode() not in file.read_bytes(), file


async def everything_told(here: Stage) -> str:
    """All events as they are, as they are told and as programs get them."""
    await here.engine.flush()
    tellers = [Teller(language, ZoneInfo("UTC")) for language in ("zh", "en")]
    told = [teller.sentence(event) for event in here.watch.events for teller in tellers]
    return "\n".join([repr(here.watch.events), *told, *(encode(event).data for event in here.watch.events)])


async def test_the_manager_interface_tells_the_digits_to_nobody_but_whom_it_tells_all_keys(
    here: Stage, line: Phone, capfd: pytest.CaptureFixture[str]
) -> None:
    async with ears(here) as heard:
        caller = await Person.calls(here.watch, line, "7701", number="13800138000")
        await caller.hears("请输入卡号")
        await caller.presses(CARD + "#")
        await caller.hears("您输入的是••••")
        await caller.presses("1")
        await caller.sees(SecureEnded)
        await caller.is_over()
        other = await Person.calls(here.watch, line, "7704", number="13800138001")
        await other.hears("密码")
        await other.presses(f"{PIN}#")
        await other.sees(PinChecked)
        await other.is_over()
        told = await everything_told(here)
    assert all(b"Event: Hangup" in data for data in heard.heard.values())
    assert heard.keys == f"{CARD}#1{PIN}#"
    shown = heard.all_else + told + "".join(capfd.readouterr())
    for digits in (CARD, PIN):
        assert_nothing_holds(digits, shown, here)


def assert_paused(tape: Path, open_for: float) -> None:
    """The caller's phone sends a tone all the time: it is on the tape for so many seconds and no longer, at
    both ends. Asterisk writes silence for the rest, or nothing where nobody spoke."""
    audio = samples(tape)[:, 0]
    loud = numpy.abs(audio[: len(audio) // 80 * 80]).reshape(-1, 80).max(axis=1) > 0.001
    assert open_for - 1.5 < loud.sum() / 100 < open_for + 1.0
    assert numpy.diff(numpy.flatnonzero(loud)).max() > 100
    assert abs(strongest_tone(audio[:4000]) - CALLER_TONE) < 5
    assert abs(strongest_tone(audio[-4000:]) - CALLER_TONE) < 5


async def test_a_pin_is_locked_over_calls_and_its_digits_are_written_nowhere(
    here: Stage, line: Phone, capfd: pytest.CaptureFixture[str]
) -> None:
    tries = ((PIN, "right"), ("97531864", "wrong"), ("86429753", "locked"), ("", "locked"))
    for keys, outcome in tries:
        caller = await Person.calls(here.watch, line, "7704", number="13800138000")
        if keys:
            await caller.hears("密码")
            await caller.presses(f"{keys}#")
        assert (await caller.sees(PinChecked)).outcome == outcome
        await caller.hangs_up()
    await here.engine.flush()
    shown = "".join(capfd.readouterr())
    for keys, _ in tries[:3]:
        assert_nothing_holds(keys, shown, here)


async def test_who_stays_after_the_talk_is_asked_what_they_think(
    here: Stage, line: Phone, desk: Desk
) -> None:
    zhang = await desk("1003")
    caller = await Person.calls(here.watch, line, "7702", number="13800138000")
    talk = await zhang.rung()
    await talk.answer()
    await sound(caller, seconds=0.5)
    await talk.hang_up()
    await caller.hears("推荐")
    await caller.presses("10")
    await caller.hears("解决")
    await caller.presses("1")
    await caller.is_over()
    answers = [event for event in here.watch.events if isinstance(event, SurveyAnswered)]
    assert [(event.question, event.kind, event.score) for event in answers] == [
        ("recommend", "nps", 10),
        ("solved", "yes_no", 1),
    ]
    assert (await record_of(here, caller.id)).outcome == "answered"


async def left_message(here: Stage, line: Phone) -> Person:
    """A caller who said something after the beep, and hears it again."""
    caller = await Person.calls(here.watch, line, "7703", number="13800138000")
    await caller.hears("请留言")
    await caller.presses("#")
    await caller.has_heard("请留言")
    await sound(caller)
    await silence(caller, lasting=1.2)
    await caller.presses("#")
    await caller.hears("收听留言请按1")
    await caller.presses("1")
    await caller.has_heard("收听留言请按1")
    await hears_tone(caller, CALLER_TONE, seconds=0.5)
    await caller.hangs_up()
    return caller


async def test_a_message_is_played_to_the_agent_in_whose_mailbox_it_lies(
    here: Stage, line: Phone, desk: Desk
) -> None:
    caller = await left_message(here, line)
    message = await the_message(here)
    assert (message.number, message.heard) == ("13800138000", None)
    assert (await record_of(here, caller.id)).outcome == "message"
    wang = await Person.calls(here.watch, await desk("1001"), "*45")
    for words in ("您有一条新留言", "时间是"):
        await wang.hears(words)
        await wang.presses("5")
        await wang.has_heard(words)
    await hears_tone(wang, CALLER_TONE, seconds=0.5)
    await wang.hears("重听请按1")
    await wang.presses("2")
    await wang.is_over()
    assert (await the_message(here)).heard


async def the_message(here: Stage) -> Message:
    await here.engine.flush()
    async with JournalReader(here.database) as journal:
        (message,) = await journal.messages("1001")
    return message
