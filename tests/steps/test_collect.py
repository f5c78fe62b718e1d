"""`collect`: digits into a variable, confirmed if wished."""

from __future__ import annotations

from ivr.events import DigitsCollected, PromptPlayed
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press

from .calls import call, problems

ORDER = """
main:
  - collect: {save: order, prompt: 请输入订单号。, length: 4, give_up: lost}
  - say: {digits: "{{ order }}"}
lost: [{play: "放弃{{ order }}。"}]
"""
CONFIRMED = """
main:
  - collect:
      save: order
      prompt: 请输入订单号。
      min: 2
      max: 6
      confirm: [{zh: 您输入的是}, {digits: "{{ order }}"}, {zh: 正确请按1。}]
      give_up: lost
  - play: 谢谢。
lost: [{play: 放弃。}]
"""


def outcomes(told: Told) -> list[tuple[str, str]]:
    return [(fact.outcome, fact.digits) for fact in told.all(DigitsCollected)]


def test_ends_when_all_digits_are_in() -> None:
    told = call(ORDER, Press("1234"))
    assert told.heard[1:] == ("一二三四",)
    assert outcomes(told) == [("complete", "1234")]


def test_the_terminator_ends_it_sooner() -> None:
    told = call(CONFIRMED, Press("123#"), Press("1", hearing="正确"))
    assert told.heard[-1] == "谢谢。"
    assert outcomes(told) == [("complete", "123")]


def test_without_a_terminator_the_gap_between_keys_ends_it() -> None:
    told = call('main: [{collect: {save: x, prompt: 请输入。, max: 9, terminator: ""}}]', Press("12"))
    assert outcomes(told) == [("complete", "12")]


def test_too_few_digits_are_asked_for_again() -> None:
    told = call(ORDER, Press("12#"), Press("1234", hearing="请输入"))
    assert outcomes(told) == [("too_short", "12"), ("complete", "1234")]
    assert "输入的位数不够。" in told.heard


def test_what_was_entered_is_read_back_and_may_be_refused() -> None:
    told = call(CONFIRMED, Press("12#"), Press("2", hearing="正确"), Press("34#"), Press("1", hearing="正确"))
    assert outcomes(told) == [("rejected", "12"), ("complete", "34")]


def test_nobody_confirming_is_a_refusal() -> None:
    told = call(CONFIRMED, Press("12#"))
    assert outcomes(told)[0] == ("rejected", "12")
    assert told.heard[-1] == "放弃。"


def test_the_keys_of_the_entry_and_of_its_confirmation_are_in_the_log() -> None:
    told = call(CONFIRMED, Press("12#"), Press("1"))
    assert [fact.keys for fact in told.all(PromptPlayed)] == ["12", "1", ""]


def test_silence_gives_up_after_the_tries_and_leaves_the_variable_empty() -> None:
    told = call(ORDER)
    assert outcomes(told) == [("no_input", "")] * 3 + [("given_up", "")]
    assert told.heard[-1] == "放弃。"


def test_digits_typed_into_the_words_before_count() -> None:
    told = call("main: [{play: 请输入订单号。}, {collect: {save: x, prompt: 请。, length: 3}}]", Press("123"))
    assert outcomes(told) == [("complete", "123")]


def test_a_hang_up_in_the_middle_ends_it() -> None:
    told = call(ORDER, Press("12"), HangUp(after=1.0))
    assert told.ending.by == "caller"


def test_slips_are_told() -> None:
    assert any(
        "more than" in text for text in problems("main: [{collect: {save: x, prompt: a, min: 5, max: 2}}]")
    )
    assert any("engine" in text for text in problems("main: [{collect: {save: caller, prompt: a}}]"))


def test_the_terminator_typed_ahead_is_no_entry() -> None:
    told = call(
        "main: [{play: 请输入订单号。}, {collect: {save: x, prompt: 请。, max: 3}}]", Press("#"), Press("12#")
    )
    assert outcomes(told) == [("no_input", ""), ("complete", "12")]


def test_a_gap_after_the_first_digit_typed_ahead_ends_the_entry() -> None:
    told = call("main: [{play: 请输入。}, {collect: {save: x, prompt: 请。, max: 3}}]", Press("7"))
    assert outcomes(told) == [("complete", "7")]
