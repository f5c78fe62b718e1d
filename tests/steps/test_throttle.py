"""`throttle`: one number, so many calls within a time."""

from __future__ import annotations

import pytest

from ivr.events import CallsCounted, MemoryUnavailable
from ivr.flow.rehearsal import Told

from .calls import Town, call, problems

FLOWS = """
main: [{throttle: {calls: 2, within: 10m, exceeded: busy}}, {play: 欢迎。}]
busy: [{play: 请稍后再拨。}]
"""
ONCE = "{throttle: {calls: 1, within: 1m, name: once}}"
WELCOME, BUSY = ("欢迎。",), ("请稍后再拨。",)


def heard(town: Town, times: int, number: str = "13800000000") -> list[tuple[str, ...]]:
    return [town.calls(number=number).heard for _ in range(times)]


def counted(told: Told) -> list[tuple[int, str]]:
    return [(fact.calls, fact.outcome) for fact in told.all(CallsCounted)]


def test_the_call_after_the_last_allowed_goes_another_way() -> None:
    town = Town(FLOWS)
    assert heard(town, 2) == [WELCOME, WELCOME]
    told = town.calls()
    assert told.heard == BUSY
    assert counted(told) == [(3, "exceeded")]


def test_other_numbers_are_not_touched() -> None:
    town = Town(FLOWS)
    heard(town, 3)
    assert heard(town, 1, number="13900000000") == [WELCOME]


def test_another_spelling_is_the_same_number() -> None:
    town = Town(FLOWS)
    heard(town, 2)
    assert heard(town, 1, number="+8613800000000") == [BUSY]


def test_after_a_quiet_time_calls_are_taken_again() -> None:
    town = Town(FLOWS)
    heard(town, 3)
    town.clock.move(601)
    assert heard(town, 1) == [WELCOME]


def test_who_keeps_dialling_stays_out() -> None:
    town = Town(FLOWS)
    heard(town, 2)
    for _ in range(5):
        town.clock.move(250)
        assert heard(town, 1) == [BUSY]


def test_withheld_numbers_are_not_limited_unless_asked() -> None:
    assert heard(Town(FLOWS), 5, number="anonymous") == [WELCOME] * 5


def test_withheld_numbers_have_one_limit_for_all_of_them() -> None:
    town = Town(FLOWS.replace("exceeded", "withheld: {calls: 3, within: 1m}, exceeded"))
    assert heard(town, 3, number="anonymous") == [WELCOME] * 3
    assert heard(town, 1, number="") == [BUSY]
    assert heard(town, 1) == [WELCOME]


def test_a_call_counts_once_however_often_it_comes_by() -> None:
    told = call(f"main: [{ONCE}, {{call: again}}]\nagain: [{ONCE}, {{play: 欢迎。}}]")
    assert told.heard == WELCOME
    assert counted(told) == [(1, "within")]


def test_throttles_of_one_name_count_together_on_all_lines() -> None:
    town = Town(f"main: [{ONCE}, {{play: 欢迎。}}]")
    other = Town("main: [{throttle: {calls: 1, within: 1m, name: another}}, {play: 欢迎。}]")
    again = Town(f"main: [{ONCE}, {{play: 欢迎。}}]")
    other.memory = again.memory = town.memory
    assert heard(town, 1) + heard(other, 1) == [WELCOME] * 2
    assert heard(again, 1) == [()]


def test_without_a_way_out_the_call_is_ended_before_it_is_answered() -> None:
    town = Town("main: [{throttle: {calls: 1, within: 1m}}, {play: 欢迎。}]")
    heard(town, 1)
    told = town.calls()
    assert (told.heard, told.ending.by) == ((), "flow")


def test_when_nothing_can_be_counted_the_call_goes_on() -> None:
    town = Town(FLOWS)
    town.memory.away = True
    told = town.calls()
    assert told.heard == WELCOME
    assert len(told.all(MemoryUnavailable)) == 1
    assert not counted(told)


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("main: [{throttle: {within: 1m}}]", "'calls' is missing"),
        ("main: [{throttle: {calls: 3}}]", "'within' is missing"),
        ("main: [{throttle: {calls: 0, within: 1m}}]", "at least 1"),
        ("main: [{throttle: {calls: 1, within: 0s}}]", "more than 0"),
        ("main: [{throttle: {calls: 1, within: 1m, exceeded: nowhere}}]", "nowhere"),
        ("main: [{throttle: {calls: 1, within: 1m, withheld: {cals: 1}}}]", "calls"),
    ],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml)), problems(yaml)
