"""Flows that a caller can leave only by hanging up."""

from __future__ import annotations

import pytest

from .samples import all_found, found, places, told

ID = "loops_without_exit"


def menu(key: str, give_up: str) -> str:
    return f"{{menu: {{prompt: {{zh: 请按1。, en: Press 1.}}, keys: {{1: {key}}}, give_up: {give_up}}}}}"


@pytest.mark.parametrize(
    "flows",
    [
        f"»main: [{menu('main', 'main')}]",
        f"main: [{{goto: a}}]\n»a: [{menu('b', 'a')}]\nb: [{{goto: a}}]",
        f"»main: [{{call: asks}}, {{goto: main}}]\nasks: [{menu('return', 'return')}]",
        f"»main: [{{if: call.id, then: [{menu('main', 'main')}]}}, {{goto: main}}, hangup]",
    ],
)
def test_each_group_is_told_at_its_first_flow(flows: str) -> None:
    assert found(flows, ID) == places(flows)


def test_the_flows_are_named() -> None:
    flows = f"main: [{menu('b', 'main')}]\nb: [{{goto: main}}]"
    assert told(flows, ID) == ["no way leads out of main, b: the call ends only when the caller hangs up"]


def test_a_circle_without_a_question_is_told_by_its_own_check_alone() -> None:
    assert all_found("main: [{play: {zh: 好, en: ok}}, {goto: main}]") == ["loops_without_input"]


@pytest.mark.parametrize(
    "flows",
    [
        f"main: [{menu('main', 'hangup')}]",
        f"main: [{menu('main', 'a')}]\na: [{{play: {{zh: 好, en: ok}}}}]",
        f"main: [{menu('main', 'a')}]\na: [{{queue: support}}, {{goto: main}}]",
        f"main: [{menu('main', 'a')}]\na: [{{if: call.id, then: [hangup]}}, {{goto: main}}]",
        f"main: [{{call: asks}}, {{goto: main}}]\nasks: [{menu('return', 'hangup')}]",
    ],
)
def test_a_way_out_gives_nothing(flows: str) -> None:
    assert found(flows, ID) == []
