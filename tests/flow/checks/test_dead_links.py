"""A flow that does not exist."""

from __future__ import annotations

import pytest

from .samples import all_found, found, told


@pytest.mark.parametrize(
    ("example", "line", "column"),
    [
        ("main: [{goto: othr}]\nother: [hangup]", 1, 15),
        ("main: [{menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: othr}}}]", 1, 60),
        ("main: [{if: caller.number, then: [{call: nowhere}]}]", 1, 42),
        ("main: [{split: {name: a, shares: {main: 40%, othr: 60%}}}]", 1, 46),
        ("dialplan: a\nnumbers: ['1']\nstart: mian\nflows: {main: [hangup]}", 3, 8),
        ("dialplan: a\nnumbers: ['1']\nstart: main\non_error: mian\nflows: {main: [hangup]}", 4, 11),
    ],
)
def test_it_is_told_where_the_name_is_written(example: str, line: int, column: int) -> None:
    assert found(example, "dead_links") == [(line, column)]


def test_the_nearest_name_is_told() -> None:
    said = told("main: [{goto: othr}]\nother: [hangup]", "dead_links")
    assert said == ["no flow named 'othr'; did you mean 'other'? allowed: main, other"]


def test_what_the_link_was_meant_for_is_no_second_finding() -> None:
    assert all_found("main: [{goto: othr}]\nother: [hangup]") == ["dead_links"]


def test_a_flow_with_faults_of_its_own_is_no_dead_link() -> None:
    assert all_found("main: [{goto: other}]\nother: [{paly: x}]") == ["unknown_step"]


def test_repeat_is_for_the_keys_of_a_menu() -> None:
    assert found("- goto: repeat", "dead_links") == [(1, 9)]
    menu = "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: repeat}, give_up: repeat}"
    assert found(menu, "dead_links") == [(1, 72)]


@pytest.mark.parametrize("word", ["continue", "return", "hangup"])
def test_the_words_of_the_language_give_nothing(word: str) -> None:
    assert found(f"- goto: {word}", "dead_links") == []
