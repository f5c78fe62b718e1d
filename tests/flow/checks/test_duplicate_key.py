"""A key that stands twice."""

from __future__ import annotations

from .samples import found


def test_it_is_told_at_the_second() -> None:
    example = "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup, 1: repeat}}"
    assert found(example, "duplicate_key") == [(1, 62)]


def test_the_same_key_in_two_mappings_gives_nothing() -> None:
    assert found("- set: {a: 1}\n- set: {a: 2}", "duplicate_key") == []
