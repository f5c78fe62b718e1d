"""Suggestions and messages by real calls: what the caller said is in the file, and is told in the log."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import CaseOpened, PromptPlayed, RecordingStored
from tests.live.books import record_of
from tests.live.listening import samples, silence, sound, strongest_tone

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPEAK_NOW = "请在提示音后"


async def at_the_beep(here: Stage, line: Phone, keys: str) -> Person:
    """A caller who pressed these keys, each when asked for a category, and has heard the beep."""
    caller = await Person.calls(here.watch, line, "7401", number="13800138000")
    for key in keys:
        await caller.hears("goods")
        await caller.presses(key)
    await caller.hears(SPEAK_NOW)
    await caller.presses("#")
    await caller.has_heard(SPEAK_NOW)
    await sound(caller)
    await silence(caller)
    return caller


async def spoken(caller: Person, seconds: float) -> None:
    """Wait until the caller has spoken for so long; a phone sends its tone all the time."""
    await silence(caller, lasting=seconds)


def stored(here: Stage, reference: str) -> tuple[str, str, str, float]:
    """Category, file, caller's number and seconds of a case, from the database itself."""
    with sqlite3.connect(here.database.removeprefix("sqlite:///")) as database:
        found = database.execute(
            "SELECT category, file, caller_number, seconds FROM cases WHERE reference = ?", (reference,)
        ).fetchone()
    database.close()
    category, file, number, seconds = found
    return category, file, number, seconds


def assert_it_holds_the_caller(file: Path, seconds: float) -> None:
    audio = samples(file)
    assert audio.shape[1] == 1
    assert abs(len(audio) / 8000 - seconds) < 0.1
    assert abs(strongest_tone(audio[:, 0]) - CALLER_TONE) < 5
    assert abs(audio).max() > 0.1


async def test_a_suggestion_is_stored_with_its_audio_and_category(here: Stage, line: Phone) -> None:
    caller = await at_the_beep(here, line, "2")
    await spoken(caller, 1.5)
    await caller.presses("#")
    case = await caller.sees(CaseOpened)
    await here.engine.flush()
    assert (case.line, case.category) == ("product", "service")
    assert case.seconds > 1.4
    assert stored(here, case.reference) == ("service", case.file, "13800138000", case.seconds)
    assert_it_holds_the_caller(here.settings.engine.recordings / case.file, case.seconds)
    await caller.hears("您的受理编号")
    await caller.presses("1")
    await caller.is_over()
    record = await record_of(here, caller.id)
    assert (record.outcome, record.reference, record.recordings) == (
        "suggestion",
        case.reference,
        (case.file,),
    )


async def test_a_caller_who_chooses_no_category_is_heard_all_the_same(here: Stage, line: Phone) -> None:
    caller = await at_the_beep(here, line, "99")
    await spoken(caller, 1.2)
    await caller.presses("#")
    assert (await caller.sees(CaseOpened)).category == "other"
    await caller.hangs_up()


async def test_a_suggestion_ends_at_its_longest(here: Stage, line: Phone) -> None:
    caller = await at_the_beep(here, line, "1")
    case = await caller.sees(CaseOpened)
    assert 4.5 < case.seconds < 5.2
    await caller.hangs_up()


async def test_hanging_up_while_speaking_keeps_what_was_said(here: Stage, line: Phone) -> None:
    caller = await at_the_beep(here, line, "1")
    await spoken(caller, 1.5)
    await caller.hangs_up()
    case = await caller.sees(CaseOpened)
    await here.engine.flush()
    assert case.category == "goods"
    assert stored(here, case.reference)[1] == case.file
    assert_it_holds_the_caller(here.settings.engine.recordings / case.file, case.seconds)
    record = await record_of(here, caller.id)
    assert (record.outcome, record.ended_by) == ("suggestion", "caller")


async def test_a_message_is_stored_with_its_audio(here: Stage, line: Phone) -> None:
    caller = await Person.calls(here.watch, line, "7402", number="13800138000")
    await caller.has_heard("留言")
    await sound(caller)
    await silence(caller, lasting=1.2)
    await caller.presses("#")
    message = await caller.sees(RecordingStored)
    assert (message.kind, message.channels) == ("message", 1)
    assert_it_holds_the_caller(here.settings.engine.recordings / message.file, message.seconds)
    await caller.sees(PromptPlayed, text="再见。")
    await caller.is_over()
    assert (await record_of(here, caller.id)).outcome == "message"
