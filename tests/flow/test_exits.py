"""The ways out of steps: all of them are there once, and each one taken is told apart from the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.exits import Exits
from ivr.flow.rehearsal import rehearse, world
from ivr.flow.scripted import Press
from ivr.flow.step import Next, Step

from .trial import plan

FLOWS = """
main:
  - ask: {prompt: 您好, keys: {1: other, 2: other, 3: continue}, silence: other}
  - if: key == '3'
    then: [{play: 三}]
  - if: key
    then: [{play: 有}]
    else: [{stop: }]
other: [{set: {a: b}}, {break: }]
sorry: [{play: 对不起}]
"""


class Taken:
    """The exits a call took: flow, verb, label."""

    def __init__(self, exits: Exits) -> None:
        self._exits = exits
        self.found: list[tuple[str, str, str]] = []

    def begins(self, step: Step) -> None: ...

    def left(self, step: Step, way: Next | str) -> None:
        if found := self._exits.taken(step, way):
            self.found.append((found.flow, found.verb, found.label))

    def failed(self, step: Step) -> None:
        self.found.append(("", "", "failed"))


def taken(flows: str, *acts: Press, head: str = "") -> list[tuple[str, str, str]]:
    dialplan = plan(flows, head)
    watcher = Taken(Exits(dialplan))
    rehearse(dialplan, *acts, world=replace(world(), watcher=watcher))
    return watcher.found


def names(flows: str, head: str = "") -> list[str]:
    return [f"{way.flow} {way.verb} {way.label}".strip() for way in Exits(plan(flows, head)).all]


def test_every_way_out_is_there_once() -> None:
    assert names(FLOWS, "on_error: sorry\n") == [
        "main ask",
        "main ask keys 1",
        "main ask keys 2",
        "main ask keys 3",
        "main ask silence",
        "main if then",
        "main if else",
        "main play",
        "main if then",
        "main if else",
        "main play",
        "main stop",
        "other set",
        "other break",
        "sorry play",
        "on_error",
    ]


@pytest.mark.parametrize(("key", "label"), [("1", "keys 1"), ("2", "keys 2"), ("", "silence")])
def test_two_ways_to_one_flow_are_told_apart(key: str, label: str) -> None:
    assert taken(FLOWS, *([Press(key)] if key else []))[0] == ("main", "ask", label)


def test_both_sides_of_a_condition_are_told_apart() -> None:
    ways = [way for way in taken(FLOWS, Press("3")) if way[1] == "if"]
    assert ways == [("main", "if", "then"), ("main", "if", "then")]
    ways = [way for way in taken(FLOWS.replace("3: continue", "4: continue"), Press("4")) if way[1] == "if"]
    assert ways == [("main", "if", "else"), ("main", "if", "then")]


def test_a_link_that_leads_on_is_not_the_same_as_going_on() -> None:
    assert taken(FLOWS, Press("3"))[0] == ("main", "ask", "keys 3")
    assert taken("main: [{ask: {keys: {1: main}}}]", Press("2"))[0] == ("main", "ask", "")


def test_a_step_that_fails_takes_no_way_out() -> None:
    assert taken(FLOWS, Press("1"), head="on_error: sorry\n")[-3:] == [
        ("other", "set", ""),
        ("", "", "failed"),
        ("sorry", "play", ""),
    ]


def test_a_block_used_twice_has_its_ways_in_both_flows() -> None:
    assert names("main: &block [{go: two}]\ntwo: *block") == ["main go to", "two go to"]


def test_a_step_of_another_dialplan_has_none() -> None:
    exits, other = Exits(plan("main: [stop]")), plan("main: [stop]")
    (step,) = other.flows["main"]
    assert exits.taken(step, None) is None
    assert exits.of(step) == ()
    (own,) = plan("main: [stop]").flows["main"]
    assert [way.verb for way in Exits(plan("main: [stop]")).all] == [own.verb]


def test_who_watches_is_told_of_a_failure_instead_of_the_program_s_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert taken("main: [break]")[0] == ("", "", "failed")
    assert capsys.readouterr().out == ""
    rehearse(plan("main: [break]"))
    assert "step_failed" in capsys.readouterr().out
