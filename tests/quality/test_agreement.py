"""Agreement against worked examples that were published, and where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.quality.agreement import Agreement, Pair, agreement

VCD_PLEASURE = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
"""Husbands and wives on a scale of 4 (A. Agresti, Categorical Data Analysis): the example of `Kappa` in the R
package vcd, which gives 0.1293 unweighted and 0.2374 with equal spacing."""


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


class TestPublishedExamples:
    @pytest.mark.parametrize(
        ("table", "same", "kappa"),
        [
            (((20, 5), (10, 15)), 0.7, 0.4),
            (((45, 15), (25, 15)), 0.6, 0.1304),
            (((25, 35), (5, 35)), 0.6, 0.2593),
            (((88, 14, 18), (10, 40, 10), (2, 6, 12)), 0.7, 0.4915),
            (VCD_PLEASURE, 0.3626, 0.1293),
        ],
    )
    def test_kappa(self, table: Sequence[Sequence[int]], same: float, kappa: float) -> None:
        found = of(table)
        assert found.same == pytest.approx(same, abs=5e-5)
        assert found.kappa == pytest.approx(kappa, abs=5e-5)

    def test_linearly_weighted(self) -> None:
        assert of(VCD_PLEASURE).weighted == pytest.approx(0.2374, abs=5e-5)

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
        item = pairs(VCD_PLEASURE)
        assert agreement([item, []], [float, float]) == agreement([item], [float])


@given(st.lists(st.tuples(st.sampled_from("0123"), st.sampled_from("0123")), max_size=40))
def test_the_order_of_the_scorers_makes_no_difference_and_one_is_the_most(answers: list[Pair]) -> None:
    found = agreement([answers], [float])
    back = agreement([[(other, one) for one, other in answers]], [float])
    for one, other in ((found.kappa, back.kappa), (found.weighted, back.weighted)):
        assert one == pytest.approx(other)
        assert one is None or one <= 1 + 1e-9
