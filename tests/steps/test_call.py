"""`call`: another flow, and back."""

from __future__ import annotations

from .calls import call, problems


def test_comes_back_to_the_next_step() -> None:
    told = call("main: [{call: other}, {play: 一。}]\nother: [{play: 二。}]")
    assert told.heard == ("二。", "一。")


def test_variables_are_shared() -> None:
    told = call('main: [{call: other}, {play: "{{ name }}。"}]\nother: [{set: {name: 王}}]')
    assert told.heard == ("王。",)


def test_comes_back_to_steps_below_an_if() -> None:
    told = call(
        "main: [{if: 1 == 1, then: [{call: other}, {play: 一。}]}, {play: 三。}]\nother: [{play: 二。}]"
    )
    assert told.heard == ("二。", "一。", "三。")


def test_only_flows_can_be_called() -> None:
    assert any("not a flow" in text for text in problems("main: [{call: hangup}]"))
    assert problems("main: [{call: nowhere}]")
