"""Steps behind one that never goes on."""

from __future__ import annotations

import pytest

from .samples import found, places, told

ID = "unreachable_steps"
MENU = "{menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: KEY}, give_up: GIVE_UP}}"


@pytest.mark.parametrize(
    "flows",
    [
        "main: [hangup, »hangup, hangup]",
        "main: [{goto: hangup}, {»play: a}]",
        "main: [return, {»play: a}]",
        f"main: [{MENU.replace('KEY', 'main').replace('GIVE_UP', 'hangup')}, {{»play: a}}]",
        "main: [{hours: {of: office, open: main, closed: hangup}}, {»play: a}]",
        "main: [{transfer: {to: '1', on_failure: hangup}}, {»play: a}]",
        "main: [{if: call.id, then: [hangup, {»play: a}]}, {play: a}]",
        "main: [{if: call.id, then: [hangup], else: [return]}, {»play: a}]",
        "main: [{call: bye}, {»play: a}]\nbye: [hangup]",
        "main: [{call: bye}, {»play: a}]\nbye: [{goto: end}]\nend: [hangup]",
    ],
)
def test_the_first_of_them_is_told(flows: str) -> None:
    assert found(flows, ID) == places(flows)


def test_the_step_that_never_goes_on_is_named() -> None:
    assert told("- hangup:\n- play: a", ID) == ["no call gets to this step: 'hangup' before it never goes on"]


@pytest.mark.parametrize(
    "flows",
    [
        f"main: [{MENU.replace('KEY', 'continue').replace('GIVE_UP', 'hangup')}, {{play: a}}]",
        f"main: [{MENU.replace('KEY', 'main').replace('GIVE_UP', 'continue')}, {{play: a}}]",
        "main: [{transfer: '1'}, {play: a}]",
        "main: [{if: call.id, then: [hangup]}, {play: a}]",
        "main: [{if: call.id, then: [hangup], else: [{play: a}]}, {play: a}]",
        "main: [{call: back}, {play: a}]\nback: [{if: call.id, then: [return]}, hangup]",
        "main: [{call: back}, {play: a}]\nback: [{goto: end}]\nend: [{play: a}]",
    ],
)
def test_a_step_that_may_go_on_gives_nothing(flows: str) -> None:
    assert found(flows, ID) == []
