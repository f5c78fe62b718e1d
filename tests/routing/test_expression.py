"""Expressions of skills: what they mean, and how people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.needs import (
    ANYBODY,
    All,
    AnyOf,
    Expression,
    Has,
    NeedsError,
    Not,
    both,
    least,
    met,
    named,
    parse,
    written,
)

SKILLS = ["seller", "zh", "en-US", "trainee", "tier_2"]
leaves = st.one_of(st.builds(Has, st.sampled_from(SKILLS), st.integers(1, 5)))


def _bigger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(st.builds(All, parts), st.builds(AnyOf, parts), st.builds(Not, inner))


expressions: st.SearchStrategy[Expression] = st.recursive(leaves, _bigger, max_leaves=8)
people = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5))


def test_and_or_not_and_levels_are_read_as_they_are_written() -> None:
    assert parse("seller >= 3 and (zh or en >= 2) and not trainee") == All(
        (Has("seller", 3), AnyOf((Has("zh"), Has("en", 2))), Not(Has("trainee")))
    )


def test_and_binds_closer_than_or() -> None:
    assert parse("a or b and c") == AnyOf((Has("a"), All((Has("b"), Has("c")))))


def test_a_level_is_the_least_that_will_do() -> None:
    levels = [met(parse("seller >= 3"), {"seller": level}) for level in (2, 3, 4)]
    assert levels == [False, True, True]


def test_a_skill_that_somebody_has_not_is_met_only_by_its_not() -> None:
    assert not met(parse("zh"), {})
    assert met(parse("not zh"), {})


def test_anybody_and_nobody_can_be_written() -> None:
    assert parse("anybody") == ANYBODY
    assert (met(parse("anybody"), {}), met(parse("nobody"), {"zh": 5})) == (True, False)


@given(expressions, people)
def test_what_is_written_means_the_same_when_read_again(
    expression: Expression, skills: dict[str, int]
) -> None:
    again = parse(written(expression))
    assert met(again, skills) == met(expression, skills)
    assert parse(written(again)) == again


@given(expressions, expressions, people)
def test_both_is_met_where_each_is(first: Expression, second: Expression, skills: dict[str, int]) -> None:
    assert met(both(first, second), skills) == (met(first, skills) and met(second, skills))


@given(expressions, people)
def test_who_lacks_what_is_least_needed_never_meets_it(
    expression: Expression, skills: dict[str, int]
) -> None:
    lacks = any(skills.get(skill, 0) < level for skill, level in least(expression).items())
    assert not (lacks and met(expression, skills))


@given(expressions, people)
def test_only_the_skills_named_matter(expression: Expression, skills: dict[str, int]) -> None:
    mattering = {skill: level for skill, level in skills.items() if skill in named(expression)}
    assert met(expression, skills) == met(expression, mattering)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "a skill is missing before the end"),
        ("zh and", 6, "a skill is missing before the end"),
        ("zh or )", 6, "a skill is missing before ')'"),
        ("zh en", 3, "'and' or 'or' is missing before 'en'"),
        ("(zh", 0, "this bracket is not closed"),
        ("zh)", 2, "'and' or 'or' is missing before ')'"),
        ("zh >= 6", 6, "after '>=' comes a level from 1 to 5"),
        ("zh >= 0", 6, "after '>=' comes a level from 1 to 5"),
        ("zh >= en", 6, "after '>=' comes a level from 1 to 5"),
        ("zh >= 3", 3, "'>' means nothing here"),
        ("zh & en", 3, "'&' means nothing here"),
        ("(" * 99 + "zh", 20, "nested deeper than 20"),
        ("zh or " * 999, 2000, "longer than 2000 characters"),
    ],
)
def test_what_is_no_expression_is_told_with_its_place(text: str, at: int, says: str) -> None:
    with pytest.raises(NeedsError) as told:
        parse(text.replace(">= 3", "> 3"))
    assert (told.value.at, told.value.text[: len(says)]) == (at, says)
    assert any(ord(sign) > 0x2E80 for sign in told.value.zh)


@given(st.text(alphabet="abz019>= ()not", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(NeedsError):
        assert parse(written(parse(text)))
