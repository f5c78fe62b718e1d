"""What a caller needs and prefers, and when a condition holds."""

from __future__ import annotations

import pytest

from routing.needs import NOTHING_SPECIAL, Condition, Needs, needs, parse


def test_skills_with_levels_are_all_needed() -> None:
    assert needs({"zh": 1, "seller": 3}) == Needs(parse("seller >= 3 and zh"))
    assert needs({}) == NOTHING_SPECIAL


def test_the_better_the_levels_in_what_is_preferred_the_higher_by_their_weights() -> None:
    wish = Needs(preferred=(("vip", 2), ("zh", 1)))
    assert [wish.liking(skills) for skills in ({}, {"zh": 5}, {"vip": 3})] == [0, 5, 6]


@pytest.mark.parametrize(
    ("below", "measured", "holds"),
    [(True, 4.0, True), (True, 5.0, False), (False, 6.0, True), (False, 5.0, False), (True, None, False)],
)
def test_a_condition_holds_below_or_above_its_value(below: bool, measured: float | None, holds: bool) -> None:
    assert Condition("expected_wait", below, 5.0).holds(measured) is holds
