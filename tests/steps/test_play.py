"""`play`: words in the caller's language, cut short by a key that counts for what comes next."""

from __future__ import annotations

from ivr.events import MenuAnswered, PromptPlayed
from ivr.flow.scripted import HangUp, Press

from .calls import call, problems


def test_speaks_the_language_of_the_call() -> None:
    told = call("main: [{play: {zh: 您好。, en: Hello.}}]")
    assert told.heard == ("您好。",)
    assert told.ending.by == "flow"


def test_speaks_a_text_without_a_language_as_it_stands() -> None:
    assert call("main: [{play: 您好。}]").heard == ("您好。",)


def test_says_a_value_in_the_middle_of_a_sentence() -> None:
    told = call("""
        main:
          - set: {order: "20061001"}
          - play: [{zh: 您的订单}, {digits: "{{ order }}"}, {zh: 已发货。}]
    """)
    assert "".join(told.heard) == "您的订单二零零六一零零一已发货。"


def test_a_key_cuts_it_short_and_answers_the_next_menu() -> None:
    told = call(
        """
        main:
          - play: {zh: 很长的欢迎词。}
          - menu: {prompt: {zh: 请选择。}, keys: {1: one, 2: two}}
        one: [{play: 一号。}]
        two: [{play: 二号。}]
        """,
        Press("2", hearing="很长"),
    )
    assert told.heard == ("很长的欢迎词。", "二号。")
    assert [played.key for played in told.all(PromptPlayed)] == ["2", ""]
    assert [(a.key, a.target) for a in told.all(MenuAnswered)] == [("2", "two")]


def test_a_hang_up_ends_the_call() -> None:
    told = call("main: [{play: 第一句。}, {play: 第二句。}]", HangUp(hearing="第一句"))
    assert told.heard == ("第一句。",)
    assert told.ending.by == "caller"


def test_needs_a_prompt() -> None:
    assert problems("main: [{play: }]")
