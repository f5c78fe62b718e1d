"""`language`: asked once, remembered for the calls that follow."""

from __future__ import annotations

import pytest

from ivr.events import LanguageChosen, MemoryUnavailable
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Press
from ivr.flow.texts import texts

from .calls import Town, call, plan, problems

ASK = """
main:
  - play: {zh: 您好。, en: Hello.}
  - language: {keys: {1: zh, 2: en}, remember: 180d}
  - play: {zh: 中文。, en: English.}
"""
OTHER = """
main:
  - language: {remember: 180d}
  - menu: {prompt: {zh: 请选择。, en: Choose.}, keys: {8: other}, tries: 1}
other: [{language: {to: other, remember: 180d}}, {play: {zh: 中文。, en: English.}}]
"""
DAY = 86400
MENU = "- menu: {prompt: a, keys: {5: end}}\nend:\n  - play: {zh: 中文"
OFFER = "For English, press 2."
ENGLISH, CHINESE = Press("2", hearing=OFFER), Press("1", hearing=OFFER)


def chosen(told: Told) -> list[tuple[str, str]]:
    return [(fact.language, fact.how) for fact in told.all(LanguageChosen)]


def test_a_key_chooses_the_language() -> None:
    told = call(ASK, ENGLISH)
    assert told.heard == ("您好。", f"中文服务请按1。{OFFER}", "English.")
    assert chosen(told) == [("en", "key")]


def test_each_offer_is_said_in_its_own_language() -> None:
    said = set(texts([plan(ASK)]))
    assert {("zh", "中文服务请按1。"), ("en", OFFER)} <= said


def test_the_next_call_of_the_number_is_not_asked() -> None:
    town = Town(ASK)
    town.calls(ENGLISH)
    told = town.calls()
    assert told.heard == ("您好。", "English.")
    assert chosen(told) == [("en", "remembered")]


def test_another_spelling_of_the_number_is_the_same_caller() -> None:
    town = Town(ASK)
    town.calls(ENGLISH, number="+8613800000000")
    assert town.calls(number="013800000000").heard[-1] == "English."


def test_another_number_is_asked() -> None:
    town = Town(ASK)
    town.calls(ENGLISH)
    assert chosen(town.calls(CHINESE, number="13900000000")) == [("zh", "key")]


def test_who_withholds_the_number_is_asked_every_time() -> None:
    town = Town(ASK)
    town.calls(ENGLISH, number="anonymous")
    assert chosen(town.calls(number="anonymous")) == [("zh", "default")]


def test_who_presses_nothing_is_asked_again_next_time() -> None:
    town = Town(ASK)
    told = town.calls()
    assert told.heard.count(f"中文服务请按1。{OFFER}") == 2
    assert chosen(told) == [("zh", "default")]
    assert chosen(town.calls(ENGLISH)) == [("en", "key")]


def test_a_wrong_key_is_asked_again() -> None:
    assert chosen(call(ASK, Press("7", hearing=OFFER), ENGLISH)) == [("en", "key")]


def test_a_remembered_caller_changes_it_by_a_key_in_the_prompt_before() -> None:
    town = Town(ASK)
    town.calls(ENGLISH)
    told = town.calls(Press("1", hearing="您好"))
    assert told.heard[-1] == "中文。"
    assert town.calls().heard[-1] == "中文。"


def test_a_key_for_the_menu_that_follows_is_left_to_it() -> None:
    town = Town(ASK.replace("- play: {zh: 中文", MENU))
    town.calls(ENGLISH)
    assert town.calls(Press("5", hearing="您好")).heard == ("您好。", "English.")


def test_without_keys_nobody_is_asked_and_a_menu_s_key_is_remembered() -> None:
    town = Town(OTHER)
    assert town.calls(Press("8")).heard == ("请选择。", "English.")
    told = town.calls(Press("8"))
    assert told.heard == ("Choose.", "中文。")
    assert chosen(told) == [("en", "remembered"), ("zh", "flow")]


def test_it_is_forgotten_after_its_time() -> None:
    town = Town(ASK)
    town.calls(ENGLISH)
    town.clock.move(179 * DAY)
    assert chosen(town.calls()) == [("en", "remembered")]
    town.clock.move(2 * DAY)
    assert chosen(town.calls()) == [("zh", "default")]


def test_a_language_for_this_call_only() -> None:
    assert call("main: [{language: en}, {play: {zh: 中文。, en: English.}}]").heard == ("English.",)


def test_when_nothing_can_be_recalled_the_caller_is_asked() -> None:
    town = Town(ASK)
    town.memory.away = True
    told = town.calls(ENGLISH)
    assert told.heard[-1] == "English."
    assert [fact.verb for fact in told.all(MemoryUnavailable)] == ["language", "language"]


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("main: [{language: fr}]", "zh"),
        ("main: [{language: {keys: {1: fr}}}]", "zh"),
        ("main: [{language: {prompt: a}}]", "'keys' is missing"),
        ("main: [{language: {to: en, keys: {1: zh}}}]", "'to' asks nobody"),
        ("main: [{language: {timeout: 3s}}]", "nothing to do"),
        ("main: [{language: {keys: {1: zh}, remember: 180}}]", "30d"),
        ("main: [{language: {keys: {1: zh}, remember: a while}}]", "30d"),
    ],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml)), problems(yaml)
