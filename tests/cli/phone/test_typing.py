"""The keyboard: keys at once, lines after a colon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.cli.phone.typing import Told, Typing


def typed(*pieces: bytes) -> list[str]:
    """What is told of what was typed, echoes left out."""
    seen: list[str] = []
    told = Told(
        key=lambda key: seen.append(f"key {key}"),
        line=lambda line: seen.append(f"line {line}"),
        enter=lambda: seen.append("enter"),
        end=lambda: seen.append("end"),
        echo=lambda char: None,
    )
    typing = Typing(told)
    for piece in pieces:
        typing.feed(piece)
    return seen


@pytest.mark.parametrize(
    ("pieces", "seen"),
    [
        ([b"1*#"], ["key 1", "key *", "key #"]),
        ([b"x1"], ["key 1"]),
        ([b"\n"], ["enter"]),
        ([b"\x04"], ["end"]),
        ([b""], ["end"]),
        ([b":wait 20s\n", b"1"], ["line wait 20s", "key 1"]),
        ([b":", b"w", b"x\x7fait 1s", b"\r2"], ["line wait 1s", "key 2"]),
        ([b":help\x1b1"], ["key 1"]),
        ([b":\x7f\x7fhelp\n"], ["line help"]),
        ([":等 20s\n".encode()], ["line 等 20s"]),
        (["：帮助\n".encode()[:2], "：帮助\n".encode()[2:5], "：帮助\n".encode()[5:]], ["line 帮助"]),
    ],
)
def test_what_was_meant(pieces: list[bytes], seen: list[str]) -> None:
    assert typed(*pieces) == seen


@given(st.lists(st.binary(min_size=1, max_size=20), max_size=5))
def test_any_bytes_may_come(pieces: list[bytes]) -> None:
    assert all(each.split()[0] in ("key", "line", "enter", "end") for each in typed(*pieces))
