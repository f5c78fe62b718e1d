"""`set`: variables, and the language of the call."""

from __future__ import annotations

import pytest

from ivr.events import StepFailed, VariableSet

from .calls import call, problems


def test_a_variable_is_known_from_here_on() -> None:
    told = call('main: [{set: {name: 王先生}}, {play: "{{ name }}您好。"}]')
    assert told.heard == ("王先生您好。",)
    assert [(fact.name, fact.value) for fact in told.all(VariableSet)] == [("name", "王先生")]


def test_a_lone_expression_keeps_its_kind() -> None:
    told = call('main: [{set: {n: "{{ 2 }}"}}, {set: {n: "{{ n + 1 }}"}}, {say: {number: "{{ n }}"}}]')
    assert told.heard == ("三",)


def test_the_language_changes_what_is_heard() -> None:
    told = call('main: [{set: {call.language: en}}, {play: {zh: 你好。, en: "Hello {{ call.language }}."}}]')
    assert told.heard == ("Hello en.",)


def test_a_value_that_grows_without_end_is_a_failed_step() -> None:
    told = call("main: [{set: {x: a}}" + ', {set: {x: "{{ [x, x] }}"}}' * 60 + "]")
    (failed,) = told.all(StepFailed)
    assert failed.verb == "set"
    assert "this is too large for one expression" in failed.error


def test_an_unknown_language_is_a_failed_step() -> None:
    told = call("main: [{set: {call.language: \"{{ 'fr' }}\"}}]")
    assert [fact.verb for fact in told.all(StepFailed)] == ["set"]


@pytest.mark.parametrize("name", ["caller", "9lives", "call.number", "a b"])
def test_names_that_cannot_be_set_are_told(name: str) -> None:
    assert problems(f'main: [{{set: {{"{name}": x}}}}]')


def test_nothing_to_set_is_told() -> None:
    assert problems("main: [{set: {}}]")


def test_a_list_is_no_value() -> None:
    assert any("list or a mapping" in text for text in problems("main: [{set: {a: [1, 2]}}]"))
