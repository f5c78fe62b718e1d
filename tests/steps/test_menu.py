"""`menu`: one key leads on; silence and wrong keys are borne apart."""

from __future__ import annotations

import pytest

from ivr.events import MenuAnswered
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press

from .calls import call, problems

MENU = """
main:
  - menu:
      prompt: {zh: 请选择。, en: Please choose.}
      keys: {1: one, "#": hash, "*": repeat}
      tries: 3
      no_input: {prompts: [{zh: 请按键。}, {zh: 请快按键。}]}
      no_match: {tries: 2, prompts: [{zh: 没有这个键。}]}
      give_up: lost
one: [{play: 一号。}]
hash: [{play: 井号。}]
lost: [{play: 再见。}]
"""


def answers(told: Told) -> list[tuple[str, str, int]]:
    return [(answer.outcome, answer.key, answer.attempt) for answer in told.all(MenuAnswered)]


@pytest.mark.parametrize(("key", "heard"), [("1", "一号。"), ("#", "井号。")])
def test_a_key_leads_to_its_flow(key: str, heard: str) -> None:
    told = call(MENU, Press(key))
    assert told.heard[-1] == heard
    assert answers(told) == [("match", key, 1)]


def test_star_repeats() -> None:
    told = call(MENU, Press("*"), Press("1"))
    assert told.heard == ("请选择。", "请选择。", "一号。")


def test_silence_escalates_then_gives_up() -> None:
    told = call(MENU)
    assert told.heard == ("请选择。", "请按键。", "请选择。", "请快按键。", "请选择。", "再见。")
    assert answers(told) == [("no_input", "", 1), ("no_input", "", 2), ("no_input", "", 3)]
    assert told.all(MenuAnswered)[-1].target == "lost"


def test_wrong_keys_have_their_own_count() -> None:
    told = call(MENU, Press("7"), Press("8", hearing="请选择"))
    assert answers(told) == [("no_match", "7", 1), ("no_match", "8", 2)]
    assert told.heard[-1] == "再见。"


def test_silence_and_wrong_keys_are_not_added_up() -> None:
    told = call(MENU, Press("7", hearing="请选择"), Press("1", hearing="请快按键"))
    assert answers(told) == [
        ("no_match", "7", 1),
        ("no_input", "", 1),
        ("no_input", "", 2),
        ("match", "1", 1),
    ]


def test_a_key_cuts_the_complaint_about_the_last_one_short() -> None:
    told = call(MENU, Press("7"), Press("1", hearing="没有这个键"))
    assert told.heard == ("请选择。", "没有这个键。", "一号。")


def test_built_in_words_stand_in_where_the_dialplan_has_none() -> None:
    told = call("main: [{menu: {prompt: 请选择。, keys: {1: main}, tries: 2}}]", Press("7"))
    assert "对不起，没有这个选项。" in told.heard
    assert told.ending.by == "flow"


def test_a_key_may_go_on_with_the_next_step() -> None:
    told = call("main: [{menu: {prompt: 请选择。, keys: {1: continue}}}, {play: 下一步。}]", Press("1"))
    assert told.heard[-1] == "下一步。"


def test_a_hang_up_ends_it() -> None:
    assert call(MENU, HangUp(hearing="请选择")).ending.by == "caller"


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("main: [{menu: {prompt: a, keys: {1: mian}}}]", "main"),
        ("main: [{menu: {prompt: a, keys: {12: main}}}]", "12"),
        ("main: [{menu: {prompt: a, keys: {1: main}, timout: 3s}}]", "timeout"),
        ("main: [{menu: {prompt: a}}]", "keys"),
        ("main: [{menu: {prompt: a, keys: {1: main}, give_up: nowhere}}]", "nowhere"),
    ],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml))
