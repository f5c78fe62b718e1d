"""Prompts whose audio is gone: the call goes on without it, and the log says which words were not heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import MenuAnswered, PromptMissing, PromptPlayed
from ivr.flow.texts import Said
from ivr.ports import Phrase
from ivr.speech.arrivals import bring_in
from ivr.speech.cache import PromptFiles
from ivr.speech.intake import look_through
from ivr.speech.listing import entries
from ivr.speech.recorded import Recorded
from ivr.speech.speakers import speakers
from tests.live.books import record_of
from tests.live.listening import hears_tone

TO_RECORD = Phrase("要录的一段话。", "zh")
TONE = 800

pytestmark = pytest.mark.asyncio(loop_scope="module")


def take_in(here: Stage, studio: Path) -> None:
    """Record the phrase as a tone, as a studio would deliver it, and import it."""
    folder = here.settings.path(here.settings.engine.prompts)
    files = PromptFiles(folder, speakers(here.settings))
    (entry,) = entries([Said(TO_RECORD)], (), Recorded(folder / "recorded"), files)
    tone = 0.1 * np.sin(2 * np.pi * TONE * np.arange(48000 * 3) / 48000)
    padded = np.pad(tone, 9600)
    soundfile.write(studio / f"{entry.id}.flac", np.stack([padded, padded], axis=1), 48000)
    (take,) = look_through(studio, [entry], lambda done, total: None)
    assert take.is_good()
    bring_in([take], folder, lambda done, total: None)


async def taken_away(here: Stage, text: str) -> None:
    """Delete the audio of a text behind the engine's back."""
    sound = await here.engine.sounds.find(Phrase(text, "zh"))
    assert sound is not None
    for file in Path(sound.path).parent.glob(Path(sound.path).name + ".*"):
        file.unlink()


async def test_a_prompt_without_its_file_is_left_out(here: Stage, line: Phone) -> None:
    await taken_away(here, "会丢的话。")
    caller = await Person.calls(here.watch, line, "7501", number="13800138000")
    await caller.sees(PromptMissing, text="会丢的话。", language="zh")
    await caller.has_heard("再见。")
    assert (await caller.is_over()).by == "flow"
    assert (await record_of(here, caller.id)).outcome != "failed"


async def test_the_rest_of_a_prompt_is_heard(here: Stage, line: Phone) -> None:
    await taken_away(here, "会丢的中间。")
    caller = await Person.calls(here.watch, line, "7502", number="13800138000")
    await caller.sees(PromptMissing, text="会丢的中间。")
    assert (await caller.sees(PromptPlayed)).text == "前。后。"
    await caller.is_over()


async def test_a_menu_without_its_file_takes_keys_all_the_same(here: Stage, line: Phone) -> None:
    await taken_away(here, "会丢的菜单。")
    caller = await Person.calls(here.watch, line, "7503", number="13800138000")
    await caller.hears("会丢的菜单。")
    await caller.presses("1")
    await caller.sees(PromptMissing, text="会丢的菜单。")
    await caller.sees(MenuAnswered, key="1", outcome="match")
    await caller.is_over()


async def test_a_recording_that_is_taken_in_is_heard_once_the_engine_reads_anew(
    here: Stage, line: Phone, tmp_path: Path
) -> None:
    take_in(here, tmp_path)
    await here.engine.reload()
    caller = await Person.calls(here.watch, line, "7504", number="13800138000")
    await caller.hears(TO_RECORD.text)
    await hears_tone(caller, TONE, seconds=1.0)
    assert (await caller.sees(PromptPlayed)).heard == pytest.approx(3, abs=0.3)
    await caller.is_over()
