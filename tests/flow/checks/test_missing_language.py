"""A prompt in one language."""

from __future__ import annotations

import pytest

from .samples import found


@pytest.mark.parametrize(
    ("example", "line", "column"),
    [
        ("- play: {zh: 您好。}", 1, 9),
        ("- hangup: {en: Goodbye.}", 1, 11),
        (
            "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup},\n"
            "         no_input: {prompts: [{zh: 请按键。}]}}",
            2,
            31,
        ),
    ],
)
def test_it_is_told_at_the_prompt(example: str, line: int, column: int) -> None:
    assert found(example, "missing_language") == [(line, column)]


@pytest.mark.parametrize(
    "example",
    [
        "- play: {zh: 您好。, en: Hello.}",
        '- play: "{{ caller.name }}"',
        "- play: {zh: [您好。, {en: Press 8.}], en: Hello.}",
    ],
)
def test_both_languages_and_one_inside_the_other_give_nothing(example: str) -> None:
    assert found(example, "missing_language") == []
