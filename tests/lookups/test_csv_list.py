"""A list in a file: every fault with its line, and read again when it changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.simulated import CannedHttp
from ivr.lookups.csv_list import LARGEST, read_list, read_table
from ivr.lookups.lookups import Lookups
from ivr.ports import Answer, Lookup, LookupFailed
from ivr.settings import Source

from .sites import settings

LIST = "number,name,branch\n13800000001,王芳,上海\n13800000002,李强,\n"


def told(text: str, key: str = "number") -> list[tuple[int, str]]:
    table = read_table(text, "list.csv", key)
    assert all(problem.zh for problem in table.problems)
    return [(problem.line, problem.text) for problem in table.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_are_found_by_their_key(separator: str, ending: str) -> None:
    table = read_table(LIST.replace(",", separator).replace("\n", ending), "list.csv", "number")
    assert table.rows["13800000001"] == {"number": "13800000001", "name": "王芳", "branch": "上海"}
    assert len(table.rows) == 2


def test_all_faults_are_told_at_once_each_with_its_line() -> None:
    assert told("number,name\n1,a\n,b\n2\n\n1,c\n3,d,e\n") == [
        (3, "'number' is empty"),
        (4, "expected 2 fields, found 1"),
        (6, "'1' stands twice (first in line 2)"),
        (7, "expected 2 fields, found 3"),
    ]


def test_a_column_that_is_not_there_is_told_with_the_nearest() -> None:
    words = "no column named 'numbr'; did you mean 'number'? allowed: branch, name, number"
    assert told(LIST, "numbr") == [(1, words)]


def test_a_column_that_stands_twice_is_told() -> None:
    assert told("number,a,a\n1,2,3\n") == [(1, "the column 'a' stands twice")]


@pytest.mark.parametrize(("text", "line"), [('number\n"1', 2), ('number\n"1"2\n', 2)])
def test_what_is_not_csv_is_told_where_it_is_not(text: str, line: int) -> None:
    assert [place for place, words in told(text) if "not CSV" in words] == [line]


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    table = read_table(text, "list.csv", "number")
    assert table.problems or "number" in text


def test_a_file_in_another_encoding_a_missing_and_a_huge_one_are_told(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    assert "cannot be read" in read_list(file, "number").problems[0].text
    file.write_bytes(LIST.encode("gb18030"))
    assert "not UTF-8" in read_list(file, "number").problems[0].text
    with file.open("wb") as huge:
        huge.truncate(LARGEST + 1)
    assert "larger than" in read_list(file, "number").problems[0].text


async def name(sources: Lookups, number: str = "13800000001") -> object:
    rows = (await sources.ask(Lookup("list", {"number": number}, timeout=5, cache=600))).rows
    return rows[0]["name"] if rows else None


def change(file: Path, text: str, later: int) -> None:
    """Write it as if so many seconds later."""
    file.write_text(text, encoding="utf-8-sig")
    os.utime(file, (later, later))


async def test_a_change_counts_at_once_and_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    change(file, LIST, 1)
    async with Lookups(
        settings(tmp_path, list=Source(csv=Path("list.csv"), key="number")), CannedHttp()
    ) as it:
        assert (await name(it), await name(it, "9")) == ("王芳", None)
        change(file, LIST.replace("王芳", "王方"), 2)
        assert await name(it) == "王方"
        change(file, "number\n\n1,2,3\n", 3)
        assert await name(it) == "王方"
        file.unlink()
        assert await name(it) == "王方"


async def test_a_file_that_never_was_good_fails_the_look_up(tmp_path: Path) -> None:
    source = Source(csv=Path("list.csv"), key="number")
    async with Lookups(settings(tmp_path, list=source), CannedHttp()) as it:
        with pytest.raises(LookupFailed) as failed:
            await name(it)
        assert failed.value.outcome == "nonsense"
        change(tmp_path / "list.csv", LIST, 1)
        assert await it.ask(Lookup("list", {"number": "9"}, timeout=5)) == Answer([])
