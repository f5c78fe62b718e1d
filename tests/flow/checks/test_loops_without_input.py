"""Circles that never wait for the caller."""

from __future__ import annotations

import pytest

from .samples import found, told

ASK = "{collect: {save: a, prompt: {zh: 好, en: ok}}}"


@pytest.mark.parametrize(
    ("flows", "line", "circle"),
    [
        ("main: [{play: a}, {goto: main}]", 1, "main → main"),
        ("main: [{goto: b}]\nb: [{if: call.id, then: [{goto: c}]}]\nc: [{goto: b}]", 2, "b → c → b"),
        (f"main: [{{goto: main}}, {ASK}]", 1, "main → main"),
        (f"main: [{{if: call.id, then: [{ASK}]}}, {{goto: main}}]", 1, "main → main"),
    ],
)
def test_a_circle_is_told_at_a_flow_of_it(flows: str, line: int, circle: str) -> None:
    assert found(flows, "loops_without_input") == [(line, 1)]
    assert told(flows, "loops_without_input")[0].startswith(f"{circle} goes round without waiting")


@pytest.mark.parametrize(
    "flows",
    [
        f"main: [{{goto: b}}]\nb: [{ASK}, {{goto: main}}]",
        f"main: [{{call: asks}}, {{goto: main}}]\nasks: [{ASK}]",
        f"main: [{{if: call.id, then: [{ASK}], else: [{ASK}]}}, {{goto: main}}]",
        f"main: [{{secure: [{ASK}]}}, {{goto: main}}]",
    ],
)
def test_a_question_on_every_way_round_gives_nothing(flows: str) -> None:
    assert found(flows, "loops_without_input") == []
