"""What YAML takes for a sign of its own, and what it takes for one elsewhere but not here."""

from __future__ import annotations

import pytest

from .samples import all_found, found


@pytest.mark.parametrize(
    ("example", "line", "column"),
    [
        ("- menu: {prompt: {zh: 好, en: ok}, keys: {*: repeat}}", 1, 42),
        ("- menu: {prompt: {zh: 好, en: ok}, keys: {1: repeat, #: hangup}}", 1, 53),
        ("- transfer: {{ call.dialled }}", 1, 13),
        ("- play: @home", 1, 9),
        ("- play: {zh: 好, en: *ok}", 1, 21),
        ("- play:\n    zh: 请按 # 键\n    en: Press 1.", 2, 12),
        ("- play:\n    zh: 请按1。\n    en: Press # to end.", 3, 15),
        ("- play:\n    zh: 请按1。\n    en: Press * or #", 3, 20),
    ],
)
def test_a_sign_of_yaml_is_told_at_the_sign(example: str, line: int, column: int) -> None:
    assert found(example, "yaml_surprise") == [(line, column)]


@pytest.mark.parametrize(
    "example",
    [
        "- play: {zh: 请按1。, en: Press 1.}   # press # to hear it",
        '- play: {zh: "请按 # 键", en: "Press # now"}',
        "- set: {a: 010, b: no, c: 12:30, d: 1e3, e: 2026-10-01, f: ~}",
        "- play: # the greeting\n    {zh: 好, en: ok}",
    ],
)
def test_comments_and_what_is_text_here_give_nothing(example: str) -> None:
    assert all_found(example) == []
