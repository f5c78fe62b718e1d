"""A key that no telephone has, or that can never count."""

from __future__ import annotations

import pytest

from .samples import found, told

MENU = "- menu: {prompt: {zh: 好, en: ok}, keys: {KEY: hangup}}"
COLLECT = "- collect: {save: a, prompt: {zh: 好, en: ok}, confirm: {zh: 好, en: ok}, again_key: KEY}"


@pytest.mark.parametrize("key", ["10", "A", "１", "star", "1:a", '""'])
def test_what_is_no_key_is_told_at_the_key(key: str) -> None:
    assert found(MENU.replace("KEY", key), "unpressable_keys") == [(1, 42)]


def test_a_blank_that_is_missing_behind_the_key_is_told() -> None:
    said = told(MENU.replace("KEY: hangup", "1:hangup"), "unpressable_keys")
    assert said == ["nobody can press '1:hangup': a blank is missing behind ':'"]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("１", 'this is the full-width １; write "1"'),
        ("“*”", 'this is the full-width “*”; write "*"'),
        ("1： a", "this is the full-width ：; write : and a blank"),
    ],
)
def test_a_full_width_key_is_told_what_to_write(key: str, hint: str) -> None:
    assert hint in told(MENU.replace("KEY", key), "unpressable_keys")[0]


def test_a_key_that_confirms_cannot_ask_again() -> None:
    assert found(COLLECT.replace("KEY", "1"), "unpressable_keys") == [(1, 3)]


@pytest.mark.parametrize("key", ["0", "9", '"*"', '"#"'])
def test_the_keys_of_a_telephone_give_nothing(key: str) -> None:
    assert found(MENU.replace("KEY", key), "unpressable_keys") == []


def test_two_keys_that_differ_give_nothing() -> None:
    assert found(COLLECT.replace("KEY", "9"), "unpressable_keys") == []
