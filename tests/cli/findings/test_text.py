"""For people: the line of the file, a caret under the place, the counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ivr.cli.findings.text import shown

from .problems import ERROR, WARNING, findings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "main.yaml"


def told(file: Path, line: str, column: int) -> list[str]:
    """How a problem in a file of one line is shown, without the head and the counts."""
    file.write_text(line, encoding="utf-8")
    return shown(findings(replace(ERROR, file=str(file), line=1, column=column))).plain.split("\n")[1:-1]


def test_the_line_is_shown_with_a_caret_under_the_column(file: Path) -> None:
    assert told(file, "  - goto: mian  # back", 11) == [
        "    1 |   - goto: mian  # back",
        "      |           ^",
    ]


def test_the_head_names_place_severity_text_and_check() -> None:
    assert shown(findings(ERROR)).plain.split("\n")[0] == (
        "dialplans/main.yaml:7:13: error: no flow named 'mian' [dead_links]"
    )


def test_the_caret_stands_right_behind_chinese_characters(file: Path) -> None:
    line, caret = told(file, "- play: {zh: 您好, ne: Hello}", 18)
    assert cell_len(line[: line.index("ne:")]) == cell_len(caret[: caret.index("^")])


def test_a_tab_and_what_cannot_be_printed_take_one_cell(file: Path) -> None:
    assert told(file, "\t\x1b[2Jx", 6) == ["    1 |   [2Jx", "      |      ^"]


def test_a_long_line_is_cut_around_the_place(file: Path) -> None:
    line, caret = told(file, "a" * 500 + "b" + "c" * 500, 501)
    assert line == f"    1 | …{'a' * 59}b{'c' * 38}…"
    assert caret.index("^") == line.index("b")


def test_a_place_behind_the_end_of_the_line_is_shown_there(file: Path) -> None:
    assert told(file, "- play:", 9) == ["    1 | - play: ", "      |         ^"]


@pytest.mark.parametrize("content", [None, b"", b"\n\n", "王".encode("gb18030")])
def test_without_a_line_to_show_the_head_stands_alone(file: Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    assert len(shown(findings(replace(ERROR, file=str(file), line=1))).plain.split("\n")) == 2


def test_lines_are_counted_as_the_reader_counts_them(file: Path) -> None:
    file.write_bytes("\ufeffone\r\ntwo\rthree\n".encode())
    problem = replace(ERROR, file=str(file), line=3, column=1)
    assert "    3 | three" in shown(findings(problem)).plain


@given(st.text(alphabet="ab中 \t\x1b😀é", max_size=300), st.integers(1, 320))
def test_whatever_the_line_the_caret_stands_within_the_width(line: str, column: int) -> None:
    from ivr.cli.findings.text import _window

    before, after = _window(line, column - 1)
    assert cell_len(before) <= 60
    assert cell_len(before + after) <= 100


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", "1 dialplan: 2 errors, 1 warning"),
        ("zh", "1个拨号方案：2个错误，1个警告"),
    ],
)
def test_the_counts_come_last(language: str, counts: str) -> None:
    found = findings(ERROR, replace(ERROR, line=8), WARNING, language=language)
    assert shown(found).plain.split("\n")[-1] == counts


def test_chinese_is_told_where_there_is_a_chinese_text() -> None:
    assert "错误: 没有名为“mian”的流程" in shown(findings(ERROR, language="zh")).plain
