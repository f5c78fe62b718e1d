"""`hangup`: goodbye, and the end."""

from __future__ import annotations

from .calls import call


def test_ends_the_call_at_once() -> None:
    told = call("main: [{hangup: }, {play: 一。}]")
    assert told.heard == ()
    assert told.ending.by == "flow"


def test_says_goodbye_first() -> None:
    assert call("main: [{hangup: {zh: 再见。, en: Goodbye.}}, {play: 一。}]").heard == ("再见。",)
