"""What cannot be read; the reader's own tests are in tests/flow/test_reader.py and tests/document/."""

from __future__ import annotations

from .samples import found


def test_a_value_that_does_not_fit_is_told_where_it_stands() -> None:
    example = "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup}, tries: three}"
    assert found(example, "reader") == [(1, 70)]


def test_a_sound_example_gives_nothing() -> None:
    example = "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup}, tries: 3}"
    assert found(example, "reader") == []
