"""Calls to expect, agents needed, errors of a forecast."""

from __future__ import annotations

from math import inf, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.erlang import ErlangA
from routing.forecast import (
    Goal,
    agents_with_abandonment,
    agents_without_abandonment,
    errors,
    expected_calls,
    growth,
)


def test_the_last_week_counts_twice_as_much_as_the_one_before() -> None:
    assert expected_calls({1: {"09:00": 30.0}, 2: {"09:00": 60.0}}, growth=0.0) == {"09:00": 40.0}


def test_steady_growth_is_carried_on() -> None:
    days = {weeks: {"09:00": 100 * 1.05**-weeks} for weeks in (1, 2, 3)}
    assert expected_calls(days, growth=log(1.05))["09:00"] == pytest.approx(100.0)


def test_a_half_hour_without_calls_in_a_week_counts_as_none() -> None:
    assert expected_calls({1: {"09:00": 3.0}, 2: {"21:00": 3.0}}, 0.0) == {"09:00": 2.0, "21:00": 1.0}


def test_without_any_day_there_is_no_forecast() -> None:
    with pytest.raises(ValueError, match="no day to go by"):
        expected_calls({}, 0.0)


def test_growth_is_believed_the_more_weeks_tell_it() -> None:
    few = growth([{0: 110.0}, {0: 100.0}])
    many = growth([{0: 100 * 1.1**-age} for age in range(9)])
    assert few == pytest.approx(log(1.1) / 3)
    assert many == pytest.approx(log(1.1) * 8 / 10)


def test_days_that_only_one_of_two_weeks_has_are_not_compared() -> None:
    assert growth([{0: 100.0}, {0: 100.0, 1: 900.0}]) == 0.0
    assert growth([{0: 100.0}, {1: 100.0}]) == growth([{0: 5.0}]) == growth([]) == 0.0


def test_growth_has_a_limit() -> None:
    assert (growth([{0: 1000.0}, {0: 1.0}]), growth([{0: 1.0}, {0: 1000.0}])) == (0.1, -0.1)


def test_the_method_finds_a_pattern_in_chance() -> None:
    """Four Mondays by chance around a known profile: the forecast is nearer to it than the last one."""
    chance = Random(11)
    profile = {hour: 40.0 + 30 * (hour % 5) for hour in range(20)}

    def monday() -> dict[int, float]:
        return {hour: chance.gauss(mean, mean**0.5) for hour, mean in profile.items()}

    days = {weeks: monday() for weeks in (1, 2, 3, 4)}
    found, last = errors(expected_calls(days, 0.0), profile), errors(days[1], profile)
    assert found.wape is not None
    assert last.wape is not None
    assert found.wape < 0.8 * last.wape


@pytest.mark.parametrize(
    ("calls", "agents"), [(60, 5), (120, 9), (200, 14), (400, 24), (1000, 56), (2000, 107)]
)
def test_agents_by_erlang_c_as_printed(calls: int, agents: int) -> None:
    assert agents_without_abandonment(calls / 3600, 180.0, Goal()) == agents


def test_callers_who_give_up_take_fewer_agents() -> None:
    assert agents_with_abandonment(1000 / 3600, 180.0, 120.0, Goal()) < 56
    assert agents_with_abandonment(1000 / 3600, 180.0, inf, Goal()) == 56


def test_no_calls_take_no_agents() -> None:
    assert agents_without_abandonment(0.0, 180.0, Goal()) == 0
    assert agents_with_abandonment(0.0, 180.0, 60.0, Goal()) == 0


@pytest.mark.parametrize(
    ("agents", "shrinkage", "paid"), [(7, 0.3, 10), (14, 0.3, 20), (5, 0.0, 5), (1, 0.35, 2)]
)
def test_shrinkage_is_of_the_paid_time(agents: int, shrinkage: float, paid: int) -> None:
    assert Goal(shrinkage=shrinkage).scheduled(agents) == paid


def test_errors_of_a_forecast() -> None:
    found = errors({"09:00": 12.0, "09:30": 6.0}, {"09:00": 10.0, "10:00": 10.0})
    assert (found.calls, found.wape, found.bias) == (20.0, (2 + 6 + 10) / 20, -0.1)


def test_where_nobody_called_there_is_no_error() -> None:
    assert errors({"09:00": 3.0}, {}).wape is None


@given(st.floats(0, 2), st.floats(1, 900), st.floats(1, 900))
def test_with_one_agent_fewer_the_goal_is_missed(rate: float, handle: float, patience: float) -> None:
    goal = Goal()
    agents = agents_with_abandonment(rate, handle, patience, goal)
    if agents > 1:
        assert ErlangA(rate, handle, patience, agents).service_level(20.0) >= 0.8
        assert ErlangA(rate, handle, patience, agents - 1).service_level(20.0) < 0.8
