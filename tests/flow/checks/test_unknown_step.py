"""A verb that the language does not have."""

from __future__ import annotations

from .samples import found, told


def test_the_nearest_verb_is_told_at_the_word() -> None:
    assert found("- hangupp:", "unknown_step") == [(1, 3)]
    assert told("- hangupp:", "unknown_step")[0].startswith("unknown step 'hangupp'; did you mean 'hangup'?")


def test_a_verb_below_another_step_is_found() -> None:
    assert found("- if: caller.number\n  then: [{paly: x}]", "unknown_step") == [(2, 11)]


def test_verbs_of_the_language_give_nothing() -> None:
    assert found("- hangup:", "unknown_step") == []
