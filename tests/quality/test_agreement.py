"""Agreement against worked examples, a second way of reckoning it, and where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.quality.agreement import Agreement, Pair, agreement

PLEASURE = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
"""Husbands and wives on a scale of 4. By hand: rows add up to 19, 20, 19, 33, columns to 12, 28, 18, 33, all
to 91. The same are 7 + 8 + 4 + 14 = 33. By chance 19 * 12 + 20 * 28 + 19 * 18 + 33 * 33 = 2219 of 91 * 91. So
kappa is (33 / 91 - 2219 / 8281) / (1 - 2219 / 8281) = (3003 - 2219) / (8281 - 2219) = 784 / 6062."""


def by_the_matrix(table: Sequence[Sequence[int]], weights: Any) -> float | None:
    """As scikit-learn's documentation of `cohen_kappa_score` has it: of the confusion matrix and what its
    margins would give, each times the weights. Another way than that of `ivr.quality.agreement`, which adds
    up distances of pairs. None for nothing of nothing."""
    seen = numpy.array(table, dtype=float)
    chance = numpy.outer(seen.sum(axis=1), seen.sum(axis=0)) / max(seen.sum(), 1.0)
    whole = (weights * chance).sum()
    return None if not whole else float(1 - (weights * seen).sum() / whole)


def unlike(size: int) -> Any:
    """1 for each two answers that differ."""
    return 1 - numpy.eye(size)


def steps(size: int) -> Any:
    """How many steps of a scale two answers are apart: the linear weights."""
    return abs(numpy.subtract.outer(numpy.arange(size), numpy.arange(size)))


def pairs(table: Sequence[Sequence[int]]) -> list[Pair]:
    """Rows are the first scorer's answers, columns the second's."""
    return [
        (str(first), str(second))
        for first, row in enumerate(table)
        for second, many in enumerate(row)
        for _ in range(many)
    ]


def of(table: Sequence[Sequence[int]]) -> Agreement:
    most = max(1, len(table) - 1)
    return agreement([pairs(table)], [lambda answer: int(answer) / most])


class TestByHand:
    """Margins of the tables, and what chance gives: 25, 25 and 30, 20 of 50: .5 * .6 + .5 * .4 = .5.

    60, 40 and 70, 30 of 100: .6 * .7 + .4 * .3 = .54. 60, 40 and 30, 70: .6 * .3 + .4 * .7 = .46.
    120, 60, 20 and 100, 60, 40 of 200: .6 * .5 + .3 * .3 + .1 * .2 = .41.
    """

    @pytest.mark.parametrize(
        ("table", "same", "chance"),
        [
            (((20, 5), (10, 15)), 35 / 50, 0.5),
            (((45, 15), (25, 15)), 60 / 100, 0.54),
            (((25, 35), (5, 35)), 60 / 100, 0.46),
            (((88, 14, 18), (10, 40, 10), (2, 6, 12)), 140 / 200, 0.41),
            (PLEASURE, 33 / 91, 2219 / 8281),
        ],
    )
    def test_kappa(self, table: Sequence[Sequence[int]], same: float, chance: float) -> None:
        found = of(table)
        assert found.same == pytest.approx(same)
        assert found.kappa == pytest.approx((same - chance) / (1 - chance))

    def test_linearly_weighted(self) -> None:
        """Apart by one step 7 + 2 + 3 + 5 + 9 + 9 = 35, by two 2 + 7 + 1 + 8 = 18, by three 3 + 2 = 5: 86.
        By chance 19 (28 + 2 * 18 + 3 * 33) + 20 (12 + 18 + 2 * 33) + 19 (2 * 12 + 28 + 33)
        + 33 (3 * 12 + 2 * 28 + 18) = 3097 + 1920 + 1615 + 3630 = 10262 of 91 * 91."""
        assert of(PLEASURE).weighted == pytest.approx(1 - 86 * 91 / 10262)

    def test_with_two_answers_weights_change_nothing(self) -> None:
        found = of(((20, 5), (10, 15)))
        assert found.weighted == pytest.approx(found.kappa)


class TestNoData:
    def test_of_no_talk(self) -> None:
        assert of(()) == Agreement(0, None, None, None)

    def test_where_both_always_say_the_same(self) -> None:
        assert of(((30, 0), (0, 0))) == Agreement(30, 1.0, None, None)

    def test_not_applicable_is_an_answer_without_a_place_on_the_scale(self) -> None:
        answers = [("yes", "yes"), ("no", "no"), ("na", "yes")]
        found = agreement([answers], [lambda answer: {"yes": 1.0, "no": 0.0}.get(answer)])
        assert found.same == pytest.approx(2 / 3)
        assert found.kappa == pytest.approx(0.5)
        assert found.weighted == 1.0


class TestPooled:
    def test_an_item_that_is_always_the_same_counts_as_agreement_that_chance_gives(self) -> None:
        alone = of(((20, 5), (10, 15)))
        both = agreement([pairs(((20, 5), (10, 15))), pairs(((50, 0), (0, 0)))], [float, float])
        assert both.same == pytest.approx((0.7 + 1) / 2)
        assert both.kappa == pytest.approx(((0.7 + 1) / 2 - (0.5 + 1) / 2) / (1 - (0.5 + 1) / 2))
        assert both.kappa == pytest.approx(alone.kappa)

    def test_an_item_nobody_answered_changes_nothing(self) -> None:
        item = pairs(PLEASURE)
        assert agreement([item, []], [float, float]) == agreement([item], [float])


@given(st.lists(st.tuples(st.sampled_from("0123"), st.sampled_from("0123")), max_size=40))
def test_the_order_of_the_scorers_makes_no_difference_and_one_is_the_most(answers: list[Pair]) -> None:
    found = agreement([answers], [float])
    back = agreement([[(other, one) for one, other in answers]], [float])
    for one, other in ((found.kappa, back.kappa), (found.weighted, back.weighted)):
        assert one == pytest.approx(other)
        assert one is None or one <= 1 + 1e-9


@given(
    st.integers(2, 5).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, 9), min_size=size, max_size=size), min_size=size, max_size=size
        )
    )
)
def test_the_second_way_of_reckoning_comes_to_the_same(table: list[list[int]]) -> None:
    found = of(table)
    for kappa, weights in ((found.kappa, unlike(len(table))), (found.weighted, steps(len(table)))):
        expected = by_the_matrix(table, weights)
        assert kappa == (None if expected is None else pytest.approx(expected))


def test_items_that_were_answered_unequally_often_count_by_their_answers() -> None:
    often, seldom = ((20, 5), (10, 15)), ((1, 1), (0, 0))
    found = agreement([pairs(often), pairs(seldom)], [float, float])
    assert found.kappa == pytest.approx(1 - (15 + 1) / (25 + 1))
