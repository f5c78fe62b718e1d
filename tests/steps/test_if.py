"""`if`: then or else."""

from __future__ import annotations

import pytest

from ivr.events import StepFailed

from .calls import call, problems

CHOICE = """
main:
  - set: {level: %s}
  - if: level == 'diamond'
    then: [{play: 贵宾。}]
    else: [{play: 您好。}]
  - play: 然后。
"""


@pytest.mark.parametrize(("level", "heard"), [("diamond", "贵宾。"), ("regular", "您好。")])
def test_goes_one_way_or_the_other_then_on(level: str, heard: str) -> None:
    assert call(CHOICE % level).heard == (heard, "然后。")


def test_without_else_it_goes_on() -> None:
    assert call("main: [{if: 1 == 2, then: [{play: 一。}]}, {play: 二。}]").heard == ("二。",)


def test_a_way_out_inside_leaves_the_flow() -> None:
    told = call("main: [{if: 1 == 1, then: [{goto: other}]}, {play: 一。}]\nother: [{play: 二。}]")
    assert told.heard == ("二。",)


def test_an_unknown_variable_is_a_failed_step() -> None:
    told = call("main: [{if: nobody.level == 1, then: [{hangup: }]}]")
    assert "nobody" in told.all(StepFailed)[0].error


def test_slips_are_told() -> None:
    assert problems("main: [{if: level ==, then: [{hangup: }]}]")
    assert any("then" in text for text in problems("main: [{if: 1 == 1}]"))
    assert any("then" in text for text in problems("main: [{if: 1 == 1, than: [{hangup: }]}]"))
