"""The warehouse folder follows the log: what is new is written, what changed is written anew, nothing
twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow
import pytest
from pyarrow import parquet

from ivr.archive.erasure import ERASED, Eraser, words
from ivr.archive.index import Index
from ivr.archive.intake import Intake
from ivr.events import AgentStateChanged, Event, SurveyAnswered
from ivr.files.durable import UNFINISHED
from ivr.journal.opened import Trace
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.warehouse import export as exporting
from ivr.warehouse import writing
from ivr.warehouse.export import Asked, Busy, export
from ivr.warehouse.manifest import NAME, Unfit
from ivr.warehouse.numbers import Form
from ivr.warehouse.tables import TABLES
from ivr.warehouse.writing import place
from tests.journal.paths import BEGAN, journey
from tests.stores import fresh

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 86_400.0
FIRST, SECOND = "2025-11-22", "2025-11-23"
ANSWERED = """
0   call_began
0   call_answered
1   flow_entered flow=main_menu
4   menu_answered flow=main_menu key=1 outcome=match target=buyer
5   queue_entered queue=support
9   queue_left queue=support outcome=answered waited=4
69  talk_ended agent=wang queue=support talked=60 by=caller
70  recording_stored kind=conversation file=a.wav seconds=60 channels=2
71  call_ended duration=71
"""

KILLED = """
import asyncio, sys
from pathlib import Path
from tests.warehouse.test_export import exported
asyncio.run(exported(sys.argv[1], Path(sys.argv[2])))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def call(name: str, after: float = 0.0, table: str = ANSWERED) -> list[Event]:
    return [replace(event, at=event.at + after) for event in journey(table, name)]


async def written(url: str, events: Iterable[Event]) -> None:
    journal = JournalWriter(url)
    for event in events:
        journal.append(event)
    assert await journal.flush()
    await journal.close()


async def exported(url: str, folder: Path, numbers: Form = "masked", zone: ZoneInfo = ZONE) -> list[str]:
    async with JournalReader(url) as reader:
        return await export(reader, Asked(folder, zone, numbers, "sixteen characters", "CN"), lambda *_: None)


def rows(folder: Path, table: str, day: str = FIRST) -> list[dict[str, Any]]:
    file = place(folder, table, day)
    found: list[dict[str, Any]] = (
        parquet.read_table(file, partitioning=None).to_pylist() if file.exists() else []
    )
    return found


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its inode and content."""
    files = [file for file in folder.rglob("*.parquet") if file.is_file()]
    return {str(file): (file.stat().st_ino, file.read_bytes()) for file in files}


def unfinished(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{UNFINISHED}*"))


def is_of(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


def killed(after: float, url: str, folder: Path) -> None:
    """An export in a process of its own, killed after so many seconds where it has not ended by then."""
    command = [sys.executable, "-c", KILLED, url, str(folder)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    process.wait()


async def test_a_call_is_in_all_tables_that_it_has_something_for(url: str, folder: Path) -> None:
    await written(url, call("a"))
    assert await exported(url, folder) == [FIRST]
    (found,) = rows(folder, "calls")
    assert (found["id"], found["caller_number"], found["path"]) == ("a", "138******01", "main_menu:1")
    assert (found["outcome"], found["queue"], found["agent"]) == ("answered", "support", "wang")
    assert (found["began"], found["duration"]) == (datetime(2025, 11, 22, 2, tzinfo=UTC), 71.0)
    (visit,) = rows(folder, "visits")
    assert (visit["call"], visit["number"], visit["waited"], visit["outcome"]) == ("a", 1, 4.0, "answered")
    (handle,) = rows(folder, "handles")
    assert (handle["agent"], handle["talked"], handle["how"]) == ("wang", 60.0, "queue")
    assert [menu["keys"] for menu in rows(folder, "menus")] == ["1"]
    assert [recording["seconds"] for recording in rows(folder, "recordings")] == [60.0]


async def test_columns_have_their_types(url: str, folder: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    for table, columns in TABLES.items():
        file = place(folder, table, FIRST)
        if file.exists():
            schema = parquet.read_schema(file)
            assert schema.names == list(columns)
            for name, kind in columns.items():
                assert pyarrow.types.is_timestamp(schema.field(name).type) == (kind == "moment")


async def test_a_second_run_writes_nothing(url: str, folder: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    before = state(folder)
    assert await exported(url, folder) == []
    assert state(folder) == before


async def test_only_the_days_that_have_news_are_written(url: str, folder: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    before = state(folder)
    await written(url, call("b", DAY))
    assert await exported(url, folder) == [SECOND]
    assert {file: kept for file, kept in state(folder).items() if file in before} == before


async def test_a_call_that_goes_on_comes_when_it_is_over_and_on_the_day_it_began(
    url: str, folder: Path
) -> None:
    late = call("a", 13.99 * 3600)  # 23:59:24
    await written(url, [*call("z"), *late[:-1]])
    assert await exported(url, folder) == [FIRST]
    assert [row["id"] for row in rows(folder, "calls")] == ["z"]
    await written(url, late[-1:])
    assert await exported(url, folder) == [FIRST]
    assert [row["id"] for row in rows(folder, "calls")] == ["z", "a"]
    assert rows(folder, "calls", SECOND) == []


async def test_what_is_told_of_a_call_days_later_changes_its_day(url: str, folder: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    rating = {"survey": "after", "question": "help", "kind": "csat", "outcome": "answered"}
    answer = SurveyAnswered(at=BEGAN + 3 * DAY, call="a", answer="4", score=4, **rating)
    await written(url, [answer])
    assert await exported(url, folder) == [FIRST]
    assert [row["score"] for row in rows(folder, "answers")] == [4]


async def test_changes_of_agents_are_of_the_day_on_which_they_happened(url: str, folder: Path) -> None:
    changes = [
        AgentStateChanged(at=BEGAN + after, agent="wang", old="logged_out", state="available", reason="")
        for after in (0, DAY)
    ]
    await written(url, changes)
    assert await exported(url, folder) == [FIRST, SECOND]
    assert [len(rows(folder, "agent_states", day)) for day in (FIRST, SECOND)] == [1, 1]


async def test_an_erased_caller_is_gone_at_the_next_run(url: str, folder: Path, tmp_path: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder, "plain")
    assert [row["caller_number"] for row in rows(folder, "calls")] == ["13800000001"]
    with Index(url) as index:
        Intake(index, tmp_path).take_in(BEGAN + DAY)
        eraser = Eraser(url, index, tmp_path, tmp_path / "spool", "CN")
        request = eraser.ask("13800000001", "hash", BEGAN + DAY)
        eraser.erase(request, Trace(BEGAN + DAY, "root", ERASED, words(request)))
        eraser.close()
    assert await exported(url, folder, "plain") == [FIRST]
    (row,) = rows(folder, "calls")
    assert row["caller_number"].startswith("+999")
    assert await exported(url, folder, "plain") == []


async def test_duckdb_reads_all_days_as_one_table(url: str, folder: Path) -> None:
    await written(url, [*call("a"), *call("b", 60), *call("c", DAY)])
    await exported(url, folder)
    query = f"""
        SELECT date, queue, count(*), sum(waited)
        FROM read_parquet('{folder}/visits/*/*.parquet', hive_partitioning=true)
        GROUP BY ALL ORDER BY ALL
    """
    found = [(str(day), *rest) for day, *rest in duckdb.connect().execute(query).fetchall()]
    assert found == [(FIRST, "support", 2, 8.0), (SECOND, "support", 1, 4.0)]


async def test_a_run_that_breaks_off_is_gone_on_with(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written(url, [*call("a"), *call("b", DAY)])
    real, seen = exporting._day, []

    async def fails(reader: JournalReader, asked: Asked, day: str) -> None:
        seen.append(day)
        if len(seen) == 2:
            raise OSError(28, "No space left on device")
        await real(reader, asked, day)

    monkeypatch.setattr(exporting, "_day", fails)
    with pytest.raises(OSError, match="No space"):
        await exported(url, folder)
    assert [row["id"] for row in rows(folder, "calls")] == ["a"]
    assert await exported(url, folder) == [SECOND]
    assert [row["id"] for row in rows(folder, "calls", SECOND)] == ["b"]


async def test_a_day_whose_writing_fails_stays_as_it_was(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    before = state(folder)
    await written(url, call("b", 60))
    monkeypatch.setattr(
        writing, "_sync", lambda file: (_ for _ in ()).throw(OSError(5, "Input/output error"))
    )
    with pytest.raises(OSError, match="Input/output"):
        await exported(url, folder)
    assert state(folder) == before
    assert unfinished(folder) == []
    monkeypatch.undo()
    assert await exported(url, folder) == [FIRST]
    assert {row["id"] for row in rows(folder, "calls")} == {"a", "b"}


async def test_killed_at_any_moment_the_next_run_makes_it_whole(tmp_path: Path, folder: Path) -> None:
    url = f"sqlite:///{tmp_path}/calls.db"
    fresh(url)
    many = [event for number in range(60) for event in call(f"c{number}", number * DAY / 2)]
    await written(url, many)
    for after in (0.9, 1.1, 1.3):
        killed(after, url, folder)
    await exported(url, folder)
    query = f"SELECT count(*), count(DISTINCT id) FROM read_parquet('{folder}/calls/*/*.parquet')"
    assert duckdb.connect().execute(query).fetchall() == [(60, 60)]


async def test_a_folder_of_other_rules_is_left_alone(url: str, folder: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    for refused in (exported(url, folder, "plain"), exported(url, folder, zone=ZoneInfo("Europe/Berlin"))):
        with pytest.raises(Unfit):
            await refused


async def test_a_folder_of_something_else_is_left_alone(url: str, folder: Path) -> None:
    await written(url, call("a"))
    is_of(folder, "holiday.jpg", b"")
    with pytest.raises(Unfit, match="folder"):
        await exported(url, folder)
    is_of(folder, NAME, b"{}")
    with pytest.raises(Unfit, match="manifest"):
        await exported(url, folder)


async def test_two_exports_do_not_write_into_one_folder(url: str, folder: Path) -> None:
    await written(url, call("a"))
    await exported(url, folder)
    with exporting._alone(folder), pytest.raises(Busy):
        await exported(url, folder)


async def test_an_empty_log_makes_nothing(url: str, folder: Path) -> None:
    assert await exported(url, folder) == []
    assert os.listdir(folder) == []
