"""`ivr list`: lists of numbers, edited by command."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.memory.access import Access
from ivr.memory.lists import ListStore
from ivr.ports import Listed

SITE_HAS = "blocked: 0 valid\nvip: 0 valid\n"


@pytest.fixture
def site(site: Path) -> Path:
    """A site with one dialplan, which asks the lists vip and blocked."""
    (site / "dialplans").mkdir()
    (site / "dialplans" / "main.yaml").write_text(
        'dialplan: main\nnumbers: ["1"]\nstart: a\nflows: {a: [{list: vip}, {list: blocked}, hangup]}\n'
    )
    return site


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["list", *arguments])


def entries(name: str) -> list[Listed]:
    async def read() -> list[Listed]:
        access = Access("sqlite:///var/callwright.db", patience=10.0)
        try:
            return [*await ListStore(access).entries(name)]
        finally:
            await access.close()

    return asyncio.run(read())


def imported(site: Path, content: str | bytes, *more: str) -> Result:
    written = content.encode() if isinstance(content, str) else content
    (site / "vip.csv").write_bytes(written)
    return run("vip", "import", "vip.csv", *more)


def test_all_lists_are_counted_also_those_that_only_a_dialplan_names(site: Path) -> None:
    assert run().output == SITE_HAS
    run("vip", "add", "13800138000")
    run("staff", "add", "1001", "1002")
    assert run().output == "blocked: 0 valid\nstaff: 2 valid\nvip: 1 valid\n"


def test_a_number_is_added_with_note_and_end_and_spelled_as_it_is_dialled(site: Path) -> None:
    assert run("vip", "add", "+86 138-0013-8000", "--note", "金卡", "--until", "2099-12-31").exit_code == 0
    (entry,) = entries("vip")
    assert (entry.number, entry.note) == ("13800138000", "金卡")
    assert entry.until == datetime.fromisoformat("2100-01-01T00:00+08:00")


def test_patterns_and_several_numbers_at_once(site: Path) -> None:
    run("blocked", "add", "021 555 XXXXX", "13900000000")
    assert [entry.number for entry in entries("blocked")] == ["021555xxxxx", "13900000000"]


def test_the_entries_are_shown_with_what_is_over(site: Path) -> None:
    run("vip", "add", "13800138000", "--note", "金卡")
    imported(site, "number,until\n13900000000,2020-01-01\n")
    shown = run("vip").output
    assert "金卡" in shown
    assert "2020-01-02 00:00 over" in shown
    run("vip", "add", "13700000000", "--from", "2099-01-01")
    assert "2099-01-01 00:00 not yet" in run("vip").output
    assert "已过期" in run("vip", "--lang", "zh").output


def test_removing_tells_who_was_not_there(site: Path) -> None:
    run("vip", "add", "13800138000")
    result = run("vip", "remove", "+8613800138000", "13900000000")
    assert result.exit_code == 1
    assert "Taken off the list vip: 1." in result.output
    assert "not on the list vip: 13900000000" in result.output
    assert entries("vip") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("vip", "add", "anonymous"), "'anonymous' is no telephone number"),
        (("vip", "add", "13800138000", "--until", "soon"), "'soon' is no time"),
        (("vip", "add", "13800138000", "--until", "2020-01-01"), "is over already"),
        (("vip", "add", "13800138000", "--from", "later"), "'later' is no time"),
        (("vip", "add", "1", "--from", "2099-01-02", "--until", "2099-01-01"), "end before it begins"),
        (("白名单", "add", "13800138000"), "no name of a list"),
        (("../x",), "no name of a list"),
    ],
)
def test_slips_are_told_and_nothing_is_changed(site: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert told in result.output
    assert run().output == SITE_HAS


def test_a_list_that_no_dialplan_asks_is_told(site: Path) -> None:
    assert "no dialplan asks the list 'staff'; those that are asked: blocked, vip" in (
        run("staff", "add", "13800138000").output
    )
    assert "no dialplan asks" not in run("blocked", "add", "13800138000").output


@pytest.mark.parametrize(
    ("language", "told"), [("en", "did you mean 'blocked'?"), ("zh", "是否想写“blocked”？")]
)
def test_the_nearest_list_is_named_where_no_dialplan_asks_it(site: Path, language: str, told: str) -> None:
    assert told in run("blcked", "add", "13800138000", "--lang", language).output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_imported_as_excel_writes_it(site: Path, encoding: str) -> None:
    content = "号码,备注,生效,有效期至\r\n13800138000,金卡,2026/1/1,2099/12/31\r\n\r\n021555xxxxx,,,\r\n"
    assert imported(site, content.encode(encoding)).exit_code == 0
    assert [(entry.number, entry.note) for entry in entries("vip")] == [
        ("021555xxxxx", ""),
        ("13800138000", "金卡"),
    ]


def test_all_faults_of_a_file_are_told_with_their_lines_and_nothing_is_done(site: Path) -> None:
    run("vip", "add", "13700000000")
    faulty = "number,until\n13800138000,\nabc,2026-13-01\n13900000000,\n+8613800138000,\n1,2,3\n"
    result = imported(site, faulty, "--replace")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "vip.csv:3:1: error: '2026-13-01' is not a date; write it like 2026-12-31 or 2026-12-31 18:00 [list]",
        "vip.csv:3:1: error: 'abc' is not a telephone number [list]",
        "vip.csv:5:1: error: 13800138000 stands on line 2 already [list]",
        "vip.csv:6:1: error: '2' is not a date; write it like 2026-12-31 or 2026-12-31 18:00 [list]",
        "vip.csv:6:1: error: 3 values for 2 columns [list]",
        "nothing was imported",
    ]
    assert [entry.number for entry in entries("vip")] == ["13700000000"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vip.csv:1:1: error: the first line must name a column 'number'"),
        (b"numbr\n1", "unknown column 'numbr'; did you mean 'number'?"),
        (b"number,number\n1,2", "a column stands twice"),
        (b"number,from,until\n1,2026-02-01,2026-01-01", "vip.csv:2:1: error: it would end before it begins"),
        (b'number\n"1', "vip.csv:2:1: error: not CSV"),
        (b"number\n\xff\xff", "neither UTF-8 nor GB18030"),
        (b"number,note\n1," + b"x" * 1001, "a note of more than 1000 characters"),
    ],
)
def test_a_file_that_is_no_list_says_so(site: Path, content: bytes, told: str) -> None:
    assert told in imported(site, content).output
    assert entries("vip") == []


def test_a_file_that_is_not_there_says_so(site: Path) -> None:
    assert "nowhere.csv:1:1: error: cannot be read" in run("vip", "import", "nowhere.csv").output


def test_faults_are_told_in_chinese(site: Path) -> None:
    assert "“abc”不是电话号码" in imported(site, "number\nabc\n", "--lang", "zh").output


def test_an_import_adds_and_with_replace_is_the_whole_list(site: Path) -> None:
    run("vip", "add", "13700000000")
    imported(site, "number\n13800138000\n")
    assert len(entries("vip")) == 2
    imported(site, "number\n13800138000\n", "--replace")
    assert [entry.number for entry in entries("vip")] == ["13800138000"]


def test_what_was_exported_can_be_imported(site: Path) -> None:
    run("vip", "add", "13800138000", "--note", '金卡, "A"', "--until", "2099-12-31")
    run("vip", "add", "021555xxxxx", "--from", "2026-12-01", "--until", "2099-12-31 18:00")
    before = entries("vip")
    (site / "printed.csv").write_text(run("vip", "export").output)
    run("vip", "export", "vip.csv")
    for file in ("printed.csv", "vip.csv"):
        run("vip", "remove", "13800138000", "021555xxxxx")
        assert run("vip", "import", file).exit_code == 0
        assert entries("vip") == before


def test_for_programs_there_is_one_json_object_a_line(site: Path) -> None:
    run("vip", "add", "13800138000", "--note", "金卡", "--until", "2099-12-31")
    assert orjson.loads(run("--json").output) == {"list": "vip", "valid": 1}
    assert orjson.loads(run("vip", "--json").output) == {
        "number": "13800138000",
        "note": "金卡",
        "from": None,
        "until": "2100-01-01T00:00:00.000+08:00",
        "valid": True,
    }


def test_every_change_leaves_a_line_in_the_log(site: Path) -> None:
    with capture_logs() as log:
        run("vip", "add", "13800138000", "--note", "金卡")
        run("vip", "remove", "13800138000")
        imported(site, "number\n13900000000\n")
    assert [line["event"] for line in log] == ["list_added", "list_removed", "list_imported"]
    assert log[0]["numbers"] == ["13800138000"]
    assert all(line["user"] for line in log)


def test_a_database_that_cannot_be_opened_says_where_to_look(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLWRIGHT_DATABASE", "mysql://host/log")
    result = run("vip", "add", "13800138000")
    assert result.exit_code == 1
    assert "config/ivr.yaml" in result.output
