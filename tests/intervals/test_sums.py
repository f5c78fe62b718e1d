"""What is kept ready of half-hours is what a table of the same calls has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.intervals.sums import BETWEEN, MENUS, SEEN, SPLITS, Slot, Tally
from ivr.measures.again import Callers
from ivr.measures.agent_time import AgentTime
from ivr.measures.atoms import Around
from ivr.measures.facts import CallFacts, with_wrap_ups
from ivr.measures.intervals import Intervals
from ivr.measures.parts import NAMES, Parts
from ivr.measures.settings import Settings
from ivr.measures.split import spans_of, table
from tests.measures.test_split import any_calls, any_settings, any_times

Keys = dict[tuple[str, ...], dict[str, float]]
NOT_KEPT = ("callbacks_talked", "callback_waited")
settings_kept = any_settings.map(lambda settings: replace(settings, schedule=(), interval="half_hour"))


def slots_of(calls: list[CallFacts], times: list[AgentTime], settings: Settings) -> dict[float, Slot]:
    tally = Tally(settings, Intervals("half_hour", settings.zone))
    told = with_wrap_ups(calls, times)
    callers = Callers(told, settings)
    tally.calls(told, Around(callers, None, {}, callers.known_until))
    tally.spans(spans_of(times, settings))
    return tally.slots


def kept(slots: dict[float, Slot], split: str) -> Keys:
    """By the keys of a table."""
    return {
        (f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}", *key.split(BETWEEN)): sums
        for at, slot in slots.items()
        for key, sums in slot.splits.get(split, {}).items()
    }


def some(rows: dict[tuple[str, ...], Parts], *, of_menus: bool) -> Keys:
    """The parts of menus, or the others, of the rows that have any."""
    names = [name for name in NAMES if name.startswith("menu_") == of_menus and name not in NOT_KEPT]
    found = {key: {name: getattr(parts, name) for name in names} for key, parts in rows.items()}
    return {key: parts for key, parts in found.items() if any(parts.values())}


def same(rows: Keys, others: Keys) -> None:
    rows, others = _filled(rows), _filled(others)
    assert set(rows) == set(others)
    for key, parts in rows.items():
        assert parts == pytest.approx(others[key], rel=1e-6, abs=1e-3)


def _filled(rows: Keys) -> Keys:
    return {key: dict.fromkeys(NAMES, 0.0) | parts for key, parts in rows.items() if any(parts.values())}


@given(st.sampled_from(SPLITS), any_calls, any_times, settings_kept)
def test_each_split_is_that_of_a_table(
    split: str, calls: list[CallFacts], times: list[AgentTime], settings: Settings
) -> None:
    rows = table(calls, times, ["interval", split], settings)
    same(kept(slots_of(calls, times, settings), split), some(rows, of_menus=False))


@given(any_calls, settings_kept)
def test_keys_of_menus_are_those_of_a_table(calls: list[CallFacts], settings: Settings) -> None:
    rows = table(calls, [], ["interval", "menu", "key"], settings)
    pressed = {key: sums for key, sums in kept(slots_of(calls, [], settings), MENUS).items() if key[2]}
    same(pressed, {key: parts for key, parts in some(rows, of_menus=True).items() if key[2]})


@given(any_calls, settings_kept)
def test_all_calls_of_callers_that_began_in_the_time_are_seen(
    calls: list[CallFacts], settings: Settings
) -> None:
    seen = kept(slots_of(calls, [], settings), SEEN)
    began = sum(call.is_of_a_caller and settings.counts(call.began) for call in calls)
    assert sum(sums.get("seen", 0) for sums in seen.values()) == began


@given(any_calls, settings_kept)
def test_a_half_hour_is_pending_for_as_long_as_one_of_its_callers_may_call_again(
    calls: list[CallFacts], settings: Settings
) -> None:
    rows = table(calls, [], ["interval"], settings)
    pending = {key for key, parts in rows.items() if parts.pending}
    slots = slots_of(calls, [], settings)
    assert {key[:1] for key in kept({at: s for at, s in slots.items() if s.pending}, SEEN)} >= pending
