"""`goto`: another flow, for good."""

from __future__ import annotations

from ivr.events import FlowEntered

from .calls import call, problems


def test_the_rest_of_the_flow_is_left() -> None:
    told = call("main: [{goto: other}, {play: 一。}]\nother: [{play: 二。}]")
    assert told.heard == ("二。",)
    assert [fact.flow for fact in told.all(FlowEntered)] == ["main", "other"]


def test_may_hang_up() -> None:
    assert call("main: [{goto: hangup}, {play: 一。}]").heard == ()


def test_a_flow_that_is_not_there_is_told_with_the_nearest() -> None:
    assert any("'other'" in text for text in problems("main: [{goto: othr}]\nother: [{goto: main}]"))
