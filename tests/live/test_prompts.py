"""Prompts whose audio is gone: the call goes on without it, and the log says which words were not heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import MenuAnswered, PromptMissing, PromptPlayed
from ivr.ports import Phrase
from tests.live.books import record_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
