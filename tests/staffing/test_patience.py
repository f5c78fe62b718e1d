"""Patience beside worked examples of the product-limit estimate."""

from __future__ import annotations

from math import inf, isclose, log
from random import Random
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from ivr.staffing.patience import Patience, mean

waits = st.lists(st.tuples(st.integers(0, 60).map(float), st.booleans()))


def test_without_answers_it_is_the_share_of_those_who_still_wait() -> None:
    seen = Patience.of([(1.0, True), (2.0, True), (3.0, True), (4.0, True)])
    assert [seen.stays(t) for t in (0.5, 1.0, 2.5, 4.0)] == [1.0, 0.75, 0.5, 0.0]


def test_an_answered_caller_counts_as_waiting_until_answered() -> None:
    """Of 4 one gives up at 1, one is answered at 2, one of the 2 left gives up at 3."""
    seen = Patience.of([(1.0, True), (2.0, False), (3.0, True), (9.0, False)])
    assert isclose(seen.stays(3.0), 0.75 * 0.5)


def test_beyond_what_was_seen_patience_is_exponential() -> None:
    seen = Patience.of([(1.0, True), (2.0, False), (3.0, True), (9.0, False)])
    assert seen.tail == 7.5, "15 seconds were waited, and two gave up"
    assert isclose(seen.draw(1 - 0.375 / 2), 3.0 + 7.5 * log(2))
    assert isclose(seen.draw(0.5, waited=20.0), 20.0 + 7.5 * log(2))


def test_who_was_answered_early_does_not_make_patience_short() -> None:
    chance = Random(3)
    patience = [chance.expovariate(1 / 100) for _ in range(20_000)]
    answers = [chance.expovariate(1 / 50) for _ in patience]
    seen = Patience.of((min(p, a), p < a) for p, a in zip(patience, answers, strict=True))
    assert abs(seen.stays(100.0) - 0.3679) < 0.02
    assert abs(mean((min(p, a), p < a) for p, a in zip(patience, answers, strict=True)) - 100) < 4


def test_a_patience_drawn_for_who_has_waited_is_longer_than_that() -> None:
    seen = Patience.of((float(t), True) for t in range(1, 101))
    drawn = [seen.draw(luck / 100, waited=50.0) for luck in range(100)]
    assert min(drawn) > 50
    assert abs(fmean(drawn) - 75) < 2


def test_where_nobody_gave_up_nobody_ever_does() -> None:
    seen = Patience.of([(5.0, False)])
    assert (seen.draw(0.99), mean([(5.0, False)])) == (inf, inf)


@given(waits, st.floats(0, 1, exclude_max=True), st.floats(0, 60))
def test_drawn_patience_is_beyond_what_was_waited_and_its_share_only_falls(
    seen: list[tuple[float, bool]], luck: float, waited: float
) -> None:
    found = Patience.of(seen)
    assert found.draw(luck, waited) > waited
    assert list(found.staying) == sorted(found.staying, reverse=True)
