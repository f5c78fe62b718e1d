"""Evidence that a version is worse: right at the edges, rarely for one that is not, soon for one that is."""

from __future__ import annotations

import math
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.versions.evidence import RATIOS, Block, _factor, blocks, evidence
from ivr.versions.tally import FALSE_ALARMS, enough

Calls = list[tuple[bool, bool]]
CALLS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=200)


def calls(random: Random, share: float, in_use: float, new: float, number: int) -> Calls:
    """So many calls, of which these shares go wrong on the two sides."""
    sides = [random.random() < share for _ in range(number)]
    return [(side, random.random() < (new if side else in_use)) for side in sides]


def alarm_after(found: Calls, least: float) -> int:
    """How many calls on the new version there were until the evidence was enough; all, if it never was."""
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if evidence(found[:middle]) >= least else (middle + 1, high)
    return sum(side for side, _ in found[:low])


def test_without_calls_there_is_none() -> None:
    assert evidence([]) == 1.0


def test_calls_of_one_side_alone_are_none() -> None:
    assert evidence([(True, True)] * 100) == 1.0
    assert evidence([(False, False)] * 100) == 1.0


def test_a_block_is_over_with_the_first_call_by_which_it_has_both_sides() -> None:
    found = list(blocks([(False, True), (False, False), (True, True), (True, False), (False, False)]))
    assert found == [Block(2, 1, 1, 1), Block(1, 0, 1, 0)]


@given(CALLS)
def test_the_evidence_never_falls_and_is_a_number(found: Calls) -> None:
    so_far = [evidence(found[:length]) for length in range(0, len(found), 20)]
    assert so_far == sorted(so_far)
    assert all(value >= 1.0 for value in so_far)


@given(CALLS)
def test_where_only_the_version_in_use_fails_there_is_none(found: Calls) -> None:
    assert evidence((side, bad and not side) for side, bad in found) == 1.0


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("guess", [0.01, 0.3])
@pytest.mark.parametrize(("true", "true_new"), [(0.3, 0.3), (0.01, 0.01), (0.5, 0.5), (0.3, 0.1), (1.0, 1.0)])
@pytest.mark.parametrize(("n", "m"), [(1, 1), (9, 1), (1, 4)])
def test_the_expectation_of_a_factor_is_at_most_one(
    ratio: float, guess: float, true: float, true_new: float, n: int, m: int
) -> None:
    """The inequality that everything rests on, worked out over all that can happen in a block."""
    expected = sum(
        _chance(n, k, true) * _chance(m, j, true_new) * math.exp(_factor(Block(n, k, m, j), guess, ratio))
        for k in range(n + 1)
        for j in range(m + 1)
    )
    assert expected <= 1.0 + 1e-9


def _chance(number: int, bad: int, share: float) -> float:
    return math.comb(number, bad) * share**bad * (1 - share) ** (number - bad)


@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.parametrize("rate", [0.02, 0.2, 0.5])
def test_false_alarms_are_as_rare_as_stated_though_it_is_looked_at_after_each_call(
    share: float, rate: float
) -> None:
    """For 1 in 20, so that there are some to be counted; `evidence` is the highest of all looks."""
    random = Random(20261125)
    trials = 200
    alarms = sum(evidence(calls(random, share, rate, rate, 500)) >= 20 for _ in range(trials))
    assert alarms <= 0.05 * trials


@pytest.mark.parametrize(
    ("in_use", "new", "most"),
    [(0.0, 1.0, 6), (0.01, 0.5, 20), (0.2, 0.6, 60), (0.2, 0.4, 250)],
)
def test_a_version_that_is_worse_is_found_out_soon(in_use: float, new: float, most: int) -> None:
    """At a share of 10 %, with the evidence that stops a trial."""
    random = Random(20261125)
    for _ in range(10):
        assert alarm_after(calls(random, 0.1, in_use, new, 4000), enough()) <= most


def test_the_false_alarms_are_shared_among_the_measures() -> None:
    assert enough() == pytest.approx(2 / FALSE_ALARMS)


def test_evidence_beyond_all_floats_is_infinite_and_no_error() -> None:
    worst = [(False, False), (True, True)] * 3000
    assert evidence(islice(worst, 6000)) == math.inf
