"""Questions to which a silent caller is led back for ever."""

from __future__ import annotations

import pytest

from .samples import all_found, found, places

ID = "silence_without_exit"


def menu(key: str, give_up: str) -> str:
    return f"{{menu: {{prompt: {{zh: 请按1。, en: Press 1.}}, keys: {{1: {key}}}, give_up: {give_up}}}}}"


@pytest.mark.parametrize(
    "flows",
    [
        f"main: [{menu('hangup', '»main')}]",
        f"main: [{menu('hangup', '»a')}]\na: [{{play: {{zh: 好, en: ok}}}}, {{goto: main}}]",
        f"main: [{menu('hangup', '»continue')}, {{goto: main}}]",
        "main: [{collect: {save: a, prompt: {zh: 好, en: ok}, give_up: »main}}]",
        f"main: [{{hours: {{of: office, closed: hangup}}}}, {menu('hangup', '»main')}]",
        f"main: [{{call: asks}}, {{goto: main}}]\nasks: [{menu('hangup', '»return')}]",
    ],
)
def test_it_is_told_where_silence_is_led_to(flows: str) -> None:
    assert found(flows, ID) == places(flows)


def test_a_loop_that_nobody_can_leave_is_told_once() -> None:
    assert all_found(f"main: [{menu('main', 'main')}]") == ["loops_without_exit"]


@pytest.mark.parametrize(
    "flows",
    [
        f"main: [{menu('main', 'hangup')}]",
        f"main: [{menu('main', 'a')}]\na: [{{if: call.id, then: [{{goto: main}}]}}]",
        f"main: [{menu('hangup', 'a')}]\na: [{{queue: support}}, {{goto: main}}]",
        f"main: [{menu('hangup', 'a')}]\na: [{menu('main', 'hangup')}]",
        f"main: [{menu('main', 'a')}]\na: [{{hours: {{of: office, open: b, closed: hangup}}}}]\nb: [hangup]",
    ],
)
def test_a_way_out_for_silence_gives_nothing(flows: str) -> None:
    assert found(flows, ID) == []
