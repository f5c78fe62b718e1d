"""Means of replications and their confidence intervals."""

from __future__ import annotations

from random import Random

import pytest

from ivr.staffing.confidence import estimate, student


@pytest.mark.parametrize(
    ("freedom", "printed"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (9, 2.262), (39, 2.023)]
)
def test_students_t_as_printed(freedom: int, printed: float) -> None:
    assert student(freedom) == pytest.approx(printed, abs=0.01)


def test_the_interval_holds_the_truth_nineteen_times_of_twenty() -> None:
    chance = Random(5)
    held = 0
    for _ in range(2000):
        found = estimate(chance.gauss(7.0, 2.0) for _ in range(10))
        assert found is not None
        assert found.half_width is not None
        held += abs(found.mean - 7.0) <= found.half_width
    assert held / 2000 == pytest.approx(0.95, abs=0.015)


def test_replications_without_data_are_left_out() -> None:
    found = estimate([None, 3.0, None])
    assert found is not None
    assert (found.mean, found.half_width) == (3.0, None)
    assert estimate([None, None]) is None
