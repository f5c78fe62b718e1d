"""Measures beside published worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.measures.abandoned import abandon_rate
from ivr.measures.agent_time import spent
from ivr.measures.asa import asa
from ivr.measures.longest_wait import longest_wait
from ivr.measures.occupancy import occupancy
from ivr.measures.parts import NAMES, Parts, total
from ivr.measures.service_level import FORMULAS, service_level
from ivr.measures.visits import Visit, counted

OUTCOMES = ("answered", "abandoned", "timed_out", "left_by_key", "full", "waiting")
visits = st.lists(st.builds(Visit, st.just("q"), st.just(0.0), st.floats(0, 99), st.sampled_from(OUTCOMES)))


CISCO = Parts(entered=100, answered=90, abandoned=10, answered_within=70, abandoned_within=10)
HELPER = Parts(
    entered=1060, answered=1000, abandoned=60, answered_within=860, abandoned_within=20, left_within=880
)


@pytest.mark.parametrize(
    ("parts", "formula", "percent"),
    [
        (CISCO, "D", 77.8),
        (CISCO, "B", 70.0),
        (CISCO, "E", 80.0),
        (HELPER, "A", 86.0),
        (HELPER, "B", 81.13),
        (HELPER, "D", 82.69),
        (HELPER, "E", 83.02),
    ],
)
def test_service_level_as_printed(parts: Parts, formula: str, percent: float) -> None:
    level = service_level(parts, formula)
    assert level is not None
    assert 100 * level == pytest.approx(percent, abs=0.05)


def test_c_leaves_out_who_gave_up_at_once() -> None:
    seen = [Visit("q", 0, 9, "answered"), Visit("q", 0, 5, "abandoned"), Visit("q", 0, 5.1, "abandoned")]
    assert service_level(counted(seen, within=20, short=5), "C") == 1 / 2


def test_the_target_is_kept_to_the_millisecond() -> None:
    seen = [Visit("q", 0, 20.0004, "answered"), Visit("q", 0, 20.001, "answered")]
    assert counted(seen, within=20).answered_within == 1


def test_d_is_the_formula_where_none_is_named() -> None:
    assert service_level(HELPER) == service_level(HELPER, "D")


def test_f_and_g_count_whoever_left_otherwise() -> None:
    seen = [Visit("q", 0, 5, "answered"), Visit("q", 0, 5, "timed_out"), Visit("q", 0, 50, "timed_out")]
    parts = counted(seen, within=20)
    assert (service_level(parts, "F"), service_level(parts, "G")) == (1 / 3, 2 / 3)


def test_nobody_to_count_is_no_data() -> None:
    assert [formula.of(Parts()) for formula in FORMULAS.values()] == [None] * len(FORMULAS)
    assert (asa(Parts()), abandon_rate(Parts()), longest_wait(Parts()), occupancy(spent([]))) == (None,) * 4


def test_the_target_time_itself_is_within() -> None:
    assert counted([Visit("q", 0, 20.0, "answered"), Visit("q", 0, 20.5, "answered")], 20) == Parts(
        entered=2,
        answered=2,
        answered_within=1,
        left_within=1,
        waited=40.5,
        waited_in_all=40.5,
        longest=20.5,
    )


def test_asa_is_of_the_answered_and_the_longest_wait_of_all() -> None:
    seen = [Visit("q", 0, 0, "answered"), Visit("q", 0, 10, "answered"), Visit("q", 0, 99, "abandoned")]
    parts = counted(seen, within=20)
    assert (asa(parts), longest_wait(parts), abandon_rate(parts)) == (5.0, 99.0, 1 / 3)


def test_occupancy_as_printed() -> None:
    """Talk 15000, hold 1200, wrap-up 4800, ringing 300, idle 3900, break and training 3600 seconds."""
    agent = {"talking": 16200.0, "wrap_up": 4800.0, "ringing": 300.0, "available": 3900.0, "paused": 3600.0}
    assert occupancy(spent([agent])) == pytest.approx(0.8434, abs=5e-5)


def test_occupancy_of_two_adds_their_times_first() -> None:
    busy, free = {"talking": 300.0}, {"talking": 10.0, "available": 90.0}
    assert occupancy(spent([busy, free])) == 310 / 400


@given(visits)
def test_whoever_entered_is_counted_once(seen: list[Visit]) -> None:
    parts = counted(seen, within=20)
    assert parts.entered == len(seen)
    assert parts.answered + parts.abandoned + parts.flowed_out + parts.waiting == parts.entered


@given(visits, visits)
def test_parts_of_parts_add_up_to_the_whole(some: list[Visit], others: list[Visit]) -> None:
    whole = counted([*some, *others], 20)
    parts = total([counted(some, 20), counted(others, 20)])
    assert {name: getattr(parts, name) for name in NAMES} == pytest.approx(
        {name: getattr(whole, name) for name in NAMES}
    )


@given(visits)
def test_formulas_keep_their_order(seen: list[Visit]) -> None:
    levels = {letter: service_level(counted(seen, 20), letter) for letter in "ABDE"}
    a, b, d, e = (levels[letter] for letter in "ABDE")
    if a is not None and d is not None:
        assert b is not None
        assert e is not None
        assert a >= b <= d <= e + 1e-12
