"""Whether one expression asks for no less than another, compared with everybody there could be."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.implication import implies, same, stricter
from routing.needs import All, AnyOf, Expression, Has, Not, met, parse

EVERYBODY = [dict(zip("abc", levels, strict=True)) for levels in product(range(6), repeat=3)]
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.builds(Has, st.sampled_from("abc"), st.integers(1, 5)),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=5,
)


@given(expressions, expressions)
def test_it_says_what_comparing_everybody_says(first: Expression, second: Expression) -> None:
    expected = all(met(second, person) for person in EVERYBODY if met(first, person))
    assert implies(first, second) is expected


@pytest.mark.parametrize(
    ("first", "second", "is_stricter"),
    [
        ("a >= 3", "a", True),
        ("a", "a >= 3", False),
        ("a", "b", False),
        ("a and b", "a", True),
        ("a", "a or b", True),
        ("a and not b", "a", True),
        ("a", "a", False),
    ],
)
def test_stricter(first: str, second: str, is_stricter: bool) -> None:
    assert stricter(parse(first), parse(second)) is is_stricter


def test_the_same_people_may_be_written_in_two_ways() -> None:
    assert same(parse("a and b >= 2"), parse("b >= 2 and a and b"))
    assert not same(parse("a"), parse("a >= 2"))


def test_what_would_take_too_long_is_not_known() -> None:
    many = All(tuple(Has(f"s{number}", 3) for number in range(20)))
    more = All((*many.parts, Has("x")))
    assert implies(more, many) is None
    assert not stricter(more, many)
    assert same(many, many)
    assert not same(many, more)
