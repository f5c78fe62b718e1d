"""Closed forms beside printed tables, and beside each other where they must meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.erlang import ErlangA, ErlangC, erlang_b, fewest

HANDLE, WITHIN = 180.0, 20.0


@pytest.mark.parametrize(
    ("calls", "agents", "wait_share", "asa", "level", "queue"),
    [
        (60, 5, 0.236152, 21.2536, 0.810905, 0.354227),
        (200, 13, 0.285270, 17.1162, 0.795595, 0.950902),
        (200, 14, 0.174132, 7.8359, 0.888350, 0.435330),
        (400, 24, 0.298072, 13.4133, 0.808882, 1.490361),
        (1000, 56, 0.309348, 9.2804, 0.841176, 2.577898),
        (2000, 106, 0.445783, 13.3735, 0.771128, 7.429710),
    ],
)
def test_erlang_c_as_printed(
    calls: int, agents: int, wait_share: float, asa: float, level: float, queue: float
) -> None:
    line = ErlangC(calls / 3600, HANDLE, agents)
    assert line.wait_share == pytest.approx(wait_share, abs=6e-7)
    assert line.asa == pytest.approx(asa, abs=6e-5)
    assert line.service_level(WITHIN) == pytest.approx(level, abs=6e-7)
    assert line.queue == pytest.approx(queue, abs=6e-7)


@pytest.mark.parametrize(
    ("calls", "agents"), [(60, 5), (120, 9), (200, 14), (400, 24), (1000, 56), (2000, 107)]
)
def test_fewest_agents_for_80_percent_in_20_seconds(calls: int, agents: int) -> None:
    assert fewest(lambda n: ErlangC(calls / 3600, HANDLE, n).service_level(WITHIN) >= 0.8) == agents


@pytest.mark.parametrize(
    ("agents", "erlangs", "blocked"), [(10, 5, 0.01838457), (120, 100, 0.00569005), (1000, 950, 0.00364929)]
)
def test_erlang_b_as_printed(agents: int, erlangs: float, blocked: float) -> None:
    assert erlang_b(agents, erlangs) == pytest.approx(blocked, abs=6e-9)


@pytest.mark.parametrize(
    ("calls", "agents", "asa", "shares"),
    [
        (120, 7, 10.6514, (0.363798, 0.107911, 0.764648, 0.821340, 0.732709, 0.769515, 0.780539)),
        (200, 11, 9.7825, (0.382816, 0.094155, 0.823495, 0.819355, 0.742209, 0.779898, 0.790534)),
        (1000, 50, 7.0721, (0.470406, 0.061991, 0.938009, 0.860410, 0.807073, 0.847978, 0.855311)),
    ],
)
def test_erlang_a_as_printed(calls: int, agents: int, asa: float, shares: tuple[float, ...]) -> None:
    """P(wait), P(abandon), occupancy, and the service level by A, B, D and E."""
    line = ErlangA(calls / 3600, HANDLE, 120, agents)
    levels = line.shares(WITHIN)
    found = (line.wait_share, line.abandon_share, line.occupancy, levels.a, levels.b, levels.d, levels.e)
    assert found == pytest.approx(shares, abs=6e-7)
    assert line.asa == pytest.approx(asa, abs=6e-5)


def test_endless_patience_makes_erlang_c_of_erlang_a() -> None:
    patient, endless = ErlangA(200 / 3600, HANDLE, 1e9, 13), ErlangC(200 / 3600, HANDLE, 13)
    assert patient.wait_share == pytest.approx(endless.wait_share, rel=1e-5)
    assert patient.asa == pytest.approx(endless.asa, rel=1e-5)
    assert patient.service_level(WITHIN) == pytest.approx(endless.service_level(WITHIN), rel=1e-5)


def test_more_work_than_agents_is_for_ever_with_endless_patience_only() -> None:
    over = ErlangC(400 / 3600, HANDLE, 20)
    assert (over.wait_share, over.asa, over.service_level(WITHIN)) == (1.0, float("inf"), 0.0)
    giving_up = ErlangA(4000 / 3600, HANDLE, 120, 20)
    assert giving_up.occupancy == pytest.approx(1.0)
    assert giving_up.abandon_share == pytest.approx(0.9), "20 agents take 400 of 4000 calls an hour"


def test_without_calls_nobody_waits() -> None:
    for line in (ErlangC(0.0, HANDLE, 3), ErlangA(0.0, HANDLE, 120, 3)):
        assert (line.wait_share, line.asa, line.service_level(WITHIN)) == (0.0, 0.0, 1.0)


@given(st.floats(1, 4000), st.floats(20, 1200), st.floats(10, 900), st.integers(1, 300), st.floats(0, 120))
def test_shares_stay_in_their_order_and_between_0_and_1(
    calls: float, handle: float, patience: float, agents: int, within: float
) -> None:
    line = ErlangA(calls / 3600, handle, patience, agents)
    seen = line.shares(within)
    slack = 1e-9
    assert -slack <= seen.b <= min(seen.a, seen.d) + slack
    assert seen.d <= seen.e + slack <= 1 + 2 * slack
    assert 0 <= line.abandon_share <= 1
    assert 0 <= line.occupancy <= 1 + slack
    assert line.mean_wait == pytest.approx(line.abandon_share * patience)


@given(st.integers(1, 5000))
def test_the_search_for_the_fewest_finds_the_first(first: int) -> None:
    assert fewest(lambda agents: agents >= first) == first
