"""Chinese sentences have Chinese punctuation: `，` and not `,`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "ivr"
ROOMS = ("acd", "cli", "journal", "pictures", "settings", "web")
_CHINESE = r"\u4e00-\u9fff"
_HALF_WIDTH = re.compile(
    rf"[{_CHINESE}）][,;:?!]|[,;?!](?:[{_CHINESE}“（])|[^\s][:](?:[{_CHINESE}“])|[{_CHINESE}]\(|\)[{_CHINESE}]"
)


def texts(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every text but docstrings; what is put in stands as 0."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "0" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def faults(source: str) -> list[tuple[int, str]]:
    return [(line, found.group()) for line, text in texts(source) if (found := _HALF_WIDTH.search(text))]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("没有语音,请稍后", "音,"),
        ("共{count}个;{more}", "个;"),
        ("{list}:已写入", "}:已"),
        ("版本(一)", "本("),
    ],
)
def test_half_width_punctuation_is_found(text: str, fault: str) -> None:
    assert faults(f"TEXT = {text!r}") == [(1, fault)]


def test_a_command_that_begins_with_a_colon_and_a_time_are_none() -> None:
    assert faults("TEXT = '输入 :帮助，或 18:00（UTC）'") == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_chinese_texts_have_chinese_punctuation(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {fault}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []
