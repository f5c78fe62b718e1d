"""The choices of exploring calls: as given, then what was tried least."""

from __future__ import annotations

from collections import Counter

from ivr.stories.explore.choices import Choices, Tried


def test_first_as_given_then_what_was_tried_least() -> None:
    tried: Tried = Counter()
    first = Choices((1,), tried)
    assert [first.choose("a", "xyz"), first.choose("a", "xyz"), first.choose("b", "xy")] == ["y", "x", "x"]
    assert Choices((), tried).choose("a", "xyz") == "z"


def test_a_question_with_one_answer_is_no_choice() -> None:
    choices = Choices((), Counter())
    assert choices.choose("a", ["only"]) == "only"
    assert choices.made == []


def test_the_others_differ_in_one_choice_behind_what_was_given() -> None:
    choices = Choices((1,), Counter())
    choices.choose("a", "xy")
    choices.choose("b", "xyz")
    assert choices.others() == [(1, 1), (1, 2)]


def test_it_is_new_when_an_option_was_never_chosen() -> None:
    tried: Tried = Counter()
    first = Choices((), tried)
    first.choose("a", "xy")
    again = Choices((0,), tried)
    again.choose("a", "xy")
    assert (first.is_new, again.is_new) == (True, False)


def test_a_choice_that_is_not_there_any_more_is_the_last_one() -> None:
    assert Choices((7,), Counter()).choose("a", "xy") == "y"
