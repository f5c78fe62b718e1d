"""`return`: back to whoever called."""

from __future__ import annotations

from .calls import call


def test_goes_back_to_the_caller_of_the_flow() -> None:
    told = call("main: [{call: other}, {play: 一。}]\nother: [{return: }, {play: 二。}]")
    assert told.heard == ("一。",)


def test_goes_back_from_below_an_if() -> None:
    told = call(
        "main: [{call: other}, {play: 一。}]\nother: [{if: 1 == 1, then: [{return: }]}, {play: 二。}]"
    )
    assert told.heard == ("一。",)


def test_ends_the_call_where_nobody_called() -> None:
    told = call("main: [{return: }, {play: 一。}]")
    assert told.heard == ()
    assert told.ending.by == "flow"
