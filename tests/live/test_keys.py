"""Keys on a real call: when they come, which they are, and how often they are wrong or missing."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import DigitsCollected, FlowEntered, MenuAnswered, PromptPlayed
from tests.live.books import record_of
from tests.live.listening import length_of, silence, sound

pytestmark = pytest.mark.asyncio(loop_scope="module")

MENU = "请选择"


async def call(here: Stage, line: Phone, dialled: str) -> Person:
    return await Person.calls(here.watch, line, dialled, number="13800138000")


def tries(here: Stage, caller: Person) -> list[tuple[str, str]]:
    """(key, outcome) of each try at a menu."""
    return [
        (event.key, event.outcome)
        for event in here.watch.events
        if isinstance(event, MenuAnswered) and event.call == caller.id
    ]


def said(here: Stage, caller: Person) -> list[str]:
    """The words of each prompt, in order."""
    return [
        event.text
        for event in here.watch.events
        if isinstance(event, PromptPlayed) and event.call == caller.id
    ]


async def test_a_key_before_the_menu_cuts_the_words_and_counts(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7102")
    await caller.hears("欢迎")
    await caller.presses("2")
    await caller.is_over()
    assert tries(here, caller) == [("2", "match")]
    assert said(here, caller)[0].startswith("欢迎")
    assert MENU not in "".join(said(here, caller))


async def test_a_key_during_the_prompt_cuts_it_short(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7107")
    await caller.hears(MENU)
    await sound(caller, seconds=0.5)
    await caller.presses("2")
    prompt = await caller.sees(PromptPlayed)
    assert prompt.key == "2"
    assert 0 < prompt.heard < await length_of(here, prompt.text)
    await caller.is_over()
    assert tries(here, caller) == [("2", "match")]


async def test_a_key_after_the_prompt_counts(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7203")
    await caller.hears(MENU)
    await sound(caller)
    await silence(caller)
    await caller.presses("1")
    prompt = await caller.sees(PromptPlayed)
    assert prompt.key == ""
    assert prompt.heard == pytest.approx(await length_of(here, prompt.text))
    await caller.is_over()
    assert tries(here, caller) == [("1", "match")]


async def test_keys_one_after_the_other_walk_through_two_menus(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7101")
    await caller.hears(MENU)
    await caller.presses("12")
    await caller.is_over()
    assert tries(here, caller) == [("1", "match"), ("2", "match")]


async def test_three_wrong_keys_give_up_with_a_word_after_each(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7101")
    for _ in range(3):
        await caller.hears(MENU)
        await caller.presses("7")
    await caller.is_over()
    assert tries(here, caller) == [("7", "no_match")] * 3
    words = said(here, caller)
    assert [words[1], words[3], words[5]] == ["没有这个键。", "还是没有。", "放弃。"]
    assert (await record_of(here, caller.id)).flows[-1] == "gave_up"


async def test_three_times_no_key_give_up_with_a_word_after_each(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7101")
    await caller.is_over()
    assert tries(here, caller) == [("", "no_input")] * 3
    words = said(here, caller)
    assert [words[1], words[3], words[5]] == ["没有按键。", "还没有按键。", "放弃。"]


async def test_wrong_keys_and_silence_are_counted_apart(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7101")
    for _ in range(2):
        await caller.hears(MENU)
        await caller.presses("7")
    await caller.hears("还是没有")
    await caller.hears(MENU)
    await caller.hears("没有按键")
    await caller.hears(MENU)
    await caller.presses("2")
    await caller.is_over()
    assert tries(here, caller) == [("7", "no_match")] * 2 + [("", "no_input"), ("2", "match")]


async def test_star_repeats_the_menu_and_hash_is_a_key_like_others(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7101")
    await caller.hears(MENU)
    await caller.presses("*")
    await caller.hears(MENU)
    await caller.presses("#")
    await caller.is_over()
    assert tries(here, caller) == [("*", "match"), ("#", "match")]
    assert (await record_of(here, caller.id)).flows == ("by_number", "menu", "bye")


async def test_all_that_is_said_follows_the_language_that_was_chosen(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7106")
    await caller.hears(MENU)
    await caller.presses("8")
    await caller.hears("One or two")
    await caller.presses("7")
    await caller.hears("No such key.")
    await caller.hears("One or two")
    await caller.presses("8")
    await caller.hears(MENU)
    await caller.presses("8")
    await caller.hears("One or two")
    await caller.presses("2")
    await caller.has_heard("Two.")
    await caller.is_over()
    assert (await record_of(here, caller.id)).language == "en"


async def test_digits_are_read_back_and_confirmed(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7104")
    await caller.hears("请输入")
    await caller.presses("2006")
    await caller.hears("您输入了二零零六")
    await caller.presses("1")
    collected = await caller.sees(DigitsCollected)
    assert (collected.digits, collected.outcome) == ("2006", "complete")
    await caller.has_heard("二零零六")
    await caller.is_over()


async def test_digits_that_the_caller_does_not_confirm_are_asked_for_again(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7104")
    for digits, answer in (("2006", "2"), ("2007", "1")):
        await caller.hears("请输入")
        await caller.presses(digits)
        await caller.hears("您输入了")
        await caller.presses(answer)
    await caller.sees(DigitsCollected, digits="2006", outcome="rejected")
    await caller.sees(DigitsCollected, digits="2007", outcome="complete")
    await caller.is_over()


async def test_too_few_digits_and_none_give_up(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7104")
    await caller.hears("请输入")
    await caller.presses("20")
    await caller.sees(DigitsCollected, digits="20", outcome="too_short")
    await caller.hears("请输入")
    await caller.sees(DigitsCollected, outcome="no_input")
    await caller.hears("请输入")
    await caller.presses("3")
    await caller.sees(DigitsCollected, outcome="given_up")
    await caller.is_over()
    assert (await record_of(here, caller.id)).flows[-1] == "gave_up"


async def test_hash_ends_the_entry(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7105")
    await caller.hears("数量")
    await caller.presses("12#")
    collected = await caller.sees(DigitsCollected)
    assert (collected.digits, collected.outcome) == ("12", "complete")
    await caller.has_heard("十二")
    await caller.is_over()


async def test_the_gap_after_the_last_digit_ends_the_entry(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7105")
    await caller.hears("数量")
    await silence(caller)
    await caller.presses("12")
    await caller.sees(DigitsCollected, digits="12", outcome="complete")
    await caller.is_over()


async def test_a_look_up_before_the_menu_does_not_spoil_it(here: Stage, line: Phone) -> None:
    caller = await call(here, line, "7103")
    await caller.sees(FlowEntered, flow="menu")
    await caller.hears(MENU)
    await caller.presses("2")
    await caller.is_over()
    assert tries(here, caller) == [("2", "match")]
