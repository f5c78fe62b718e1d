"""A key that has no meaning where it stands: below a verb, beside it, in a prompt, at the top of the file."""

from __future__ import annotations

import pytest

from .samples import found, told


@pytest.mark.parametrize(
    ("example", "line", "column", "meant"),
    [
        ("- record: {mx: 1m}", 1, 12, "max"),
        ("- if: caller.number\n  thn: [hangup]", 2, 3, "then"),
        ("- play: {zh: 您好。, enn: Hello.}", 1, 19, "en"),
        ("dialplan: a\nnumbers: ['1']\nstart: b\nlanguge: zh\nflows: {b: [hangup]}", 4, 1, "language"),
    ],
)
def test_the_nearest_key_is_told_at_the_key(example: str, line: int, column: int, meant: str) -> None:
    assert found(example, "unknown_key") == [(line, column)]
    assert f"did you mean '{meant}'?" in told(example, "unknown_key")[0]


def test_known_keys_give_nothing() -> None:
    assert found("- record: {max: 1m}", "unknown_key") == []
