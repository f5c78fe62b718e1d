"""Suggestions that are paused, heard, said anew, added to or taken back before they are sent, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import CaseOpened, PromptPlayed, RecordingStored
from tests.live.books import record_of
from tests.live.listening import samples, silence, sound, strongest_tone

pytestmark = pytest.mark.asyncio(loop_scope="module")

REVIEW, PAUSED, SPEAK_NOW, GO_ON = "提交请按井号键", "录音已暂停", "请在提示音后说出", "请在提示音后继续"


async def begins(caller: Person, prompt: str) -> None:
    """Wait until the caller may speak: the prompt, cut short by its key, and the beep are over."""
    await caller.hears(prompt)
    await caller.presses("#")
    await caller.has_heard(prompt)
    await beeped(caller)


async def beeped(caller: Person) -> None:
    await sound(caller)
    await silence(caller)


async def spoken(caller: Person, seconds: float) -> None:
    """Wait until the caller has spoken for so long; a phone sends its tone all the time."""
    await silence(caller, lasting=seconds, limit=60.0)


async def reviews(here: Stage, line: Phone, seconds: float = 2.0) -> Person:
    """A caller who has spoken for so long and is asked what to do with it."""
    caller = await Person.calls(here.watch, line, "7403", number="13800138000")
    await begins(caller, SPEAK_NOW)
    await spoken(caller, seconds)
    await caller.presses("#")
    await caller.hears(REVIEW)
    return caller


def left(here: Stage, caller: Person) -> list[Path]:
    """The recordings of this call that are on disk."""
    return [
        path for path in here.settings.engine.recordings.rglob("*.wav") if path.name.startswith(caller.id)
    ]


def assert_only(here: Stage, caller: Person, case: CaseOpened) -> None:
    """One file is left, and it holds the caller."""
    (file,) = left(here, caller)
    assert file == here.settings.engine.recordings / case.file
    audio = samples(file)
    assert abs(len(audio) / 8000 - case.seconds) < 0.1
    assert abs(strongest_tone(audio[:, 0]) - CALLER_TONE) < 5


async def sent(here: Stage, caller: Person) -> CaseOpened:
    """The case, once the caller has sent it."""
    await caller.presses("#")
    case = await caller.sees(CaseOpened)
    await caller.hangs_up()
    assert_only(here, caller, case)
    return case


async def test_a_paused_recording_goes_on_in_the_same_file(here: Stage, line: Phone) -> None:
    caller = await Person.calls(here.watch, line, "7403", number="13800138000")
    await begins(caller, SPEAK_NOW)
    await spoken(caller, 1.5)
    await caller.presses("*")
    await caller.hears(PAUSED)
    await caller.presses("5")
    await caller.has_heard(PAUSED)
    await beeped(caller)
    await spoken(caller, 1.5)
    await caller.presses("#")
    await caller.hears(REVIEW)
    assert (await sent(here, caller)).seconds > 2.9


async def test_a_recording_is_heard_again(here: Stage, line: Phone) -> None:
    caller = await reviews(here, line)
    await caller.presses("1")
    await caller.has_heard(REVIEW)
    before = len(caller.phone.sound.heard)
    await caller.hears(REVIEW)
    assert len(caller.phone.sound.heard) - before > 1.0 * 8000
    await sent(here, caller)


async def test_a_recording_said_anew_takes_the_place_of_the_first(here: Stage, line: Phone) -> None:
    caller = await reviews(here, line, seconds=4.0)
    await caller.presses("2")
    await begins(caller, SPEAK_NOW)
    await spoken(caller, 1.5)
    await caller.presses("#")
    await caller.hears(REVIEW)
    assert (await sent(here, caller)).seconds < 4.0


async def test_a_recording_is_added_to(here: Stage, line: Phone) -> None:
    caller = await reviews(here, line, seconds=2.0)
    await caller.presses("3")
    await begins(caller, GO_ON)
    await spoken(caller, 2.0)
    await caller.presses("#")
    await caller.hears(REVIEW)
    assert (await sent(here, caller)).seconds > 3.9


async def test_a_recording_that_is_taken_back_leaves_nothing(here: Stage, line: Phone) -> None:
    caller = await reviews(here, line)
    await caller.presses("*")
    await caller.hears("已取消")
    await caller.is_over()
    assert left(here, caller) == []
    record = await record_of(here, caller.id)
    assert (record.reference, record.recordings) == ("", ())


async def test_hanging_up_while_asked_sends_it(here: Stage, line: Phone) -> None:
    caller = await reviews(here, line)
    await caller.hangs_up()
    case = await caller.sees(CaseOpened)
    assert_only(here, caller, case)
    assert [stored.file for stored in [await caller.sees(RecordingStored)]] == [case.file]


async def test_the_pin_is_read_to_the_caller_and_is_in_no_log(here: Stage, line: Phone) -> None:
    caller = await reviews(here, line)
    await caller.presses("#")
    case = await caller.sees(CaseOpened)
    await caller.hears("您的受理编号")
    await caller.presses("1")
    await caller.hears("查询密码是")
    await caller.hangs_up()
    await caller.sees(PromptPlayed, text="查询密码是••••再重复一遍，••••")
    stored = await here.engine.cases.get(case.reference)
    assert stored is not None
    assert stored.pin.startswith("$argon2id$")
