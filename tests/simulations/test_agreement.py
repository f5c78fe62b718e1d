"""A few short runs of each family of cases: enough to see a router that loses work, holds agents idle or
prefers wrongly. The full runs are `make simulations`."""

from __future__ import annotations

import pytest

from tests.simulations import days, several, single
from tests.simulations.agreement import Case, Comparison, Known, compare

WIDE = 5.0
REPLICATIONS = 5
CALLS = 1_500
SHORT = [
    "Erlang C, 200 calls/h, 13 agents",
    "Erlang A, 200 calls/h, 11 agents",
    "One agent, 10 s of ringing, 20 s of wrap-up",
    "M/M/10+D, load 1.20, patience 0.2",
    "Two priorities, λ 2 and 2.2, 12 agents",
    "Longest idle, partly skilled agents",
    "Six types, 1 skills",
    "Six types, 2 skills",
    "MMCBlocked: a day",
    "SimpleMSK: a day",
]
CASES = {case.name: case for case in (*single.cases(), *several.cases(), *days.cases())}


@pytest.mark.parametrize("name", SHORT)
def test_the_router_agrees_with_what_is_known(name: str) -> None:
    case = CASES[name]
    played = [case.play(seed, min(case.calls, CALLS)) for seed in range(REPLICATIONS)]
    assert [str(each) for each in compare(case, played) if each.deviation > WIDE] == []


def test_a_figure_that_is_off_is_told_from_one_that_is_not() -> None:
    played = [{"x": value} for value in (0.9, 1.1, 1.0, 1.2, 0.8)]
    case = Case("x", "", lambda seed, calls: {}, {"x": Known(1.0)})
    off = Case("x", "", lambda seed, calls: {}, {"x": Known(1.3)})
    assert [each.agrees for each in (*compare(case, played), *compare(off, played))] == [True, False]


def test_what_is_known_to_be_at_least_so_much_may_be_more() -> None:
    least = Known(0.5, at_least=True)
    assert Comparison("x", least, mean=0.9, error=0.01).agrees
    assert not Comparison("x", least, mean=0.4, error=0.01).agrees


def test_the_ratio_of_means_is_not_the_mean_of_ratios() -> None:
    played = [{"part": 1.0, "whole": 1.0}, {"part": 0.0, "whole": 3.0}]
    case = Case("x", "", lambda seed, calls: {}, {"x": Known(0.25)}, {"x": ("part", "whole")})
    assert compare(case, played)[0].mean == 0.25
