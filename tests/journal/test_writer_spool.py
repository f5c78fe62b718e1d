"""The writer with a spool: each event once, and in order, whatever the database does."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from structlog.typing import EventDict

from ivr.events import Event, LogCaughtUp, LogFellBehind
from ivr.journal.batch import Writing
from ivr.journal.database import DatabaseUnusable
from ivr.journal.draining import write_what_waits
from ivr.journal.reader import JournalReader
from ivr.journal.spool import spools
from ivr.journal.writer import JournalWriter
from tests.journal.paths import CALL, journey
from tests.journal.test_fold import BUYER
from tests.journal.test_writer import reaches
from tests.stores import fresh, held, rows

LOCKING = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""

ENDLESS = """
import asyncio, sys
from pathlib import Path
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey
pressed = journey("\\n".join(f"{n} menu_answered key={n} outcome=match" for n in range(5000)))
async def main():
    journal = JournalWriter(sys.argv[1], spool=Path(sys.argv[2]))
    async with asyncio.TaskGroup() as together:
        for number, event in enumerate(pressed):
            journal.append(event)
            together.create_task(tell(journal, number))
            await asyncio.sleep(0.002)
async def tell(journal, number):
    if await journal.on_disk(60):
        print(number, flush=True)
asyncio.run(main())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of SQLite's."""
    fresh(f"sqlite:///{tmp_path / 'file.db'}")
    return tmp_path / "file.db"


@asynccontextmanager
async def writing(
    url: str, folder: Path, told: Callable[[Event], None] = lambda _: None, limit: float = 20.0
) -> AsyncIterator[JournalWriter]:
    journal = JournalWriter(url, spool=folder, told=told)
    try:
        yield journal
    finally:
        await journal.close(limit)


async def heard(told: SimpleQueue[Event]) -> Event:
    return await asyncio.to_thread(told.get, timeout=60)


def keys(url: str) -> list[str]:
    """What was pressed, by the database, in its order."""
    found = rows(url, "SELECT data FROM events WHERE kind = 'menu_answered' ORDER BY seq")
    data = (json.loads(row.data) if isinstance(row.data, str) else row.data for row in found)
    return [each["key"] for each in data]


def pressed(first: int, last: int) -> list[Event]:
    return list(journey("\n".join(f"{n} menu_answered key={n} outcome=match" for n in range(first, last))))


def numbers(last: int, first: int = 0) -> list[str]:
    return [str(n) for n in range(first, last)]


async def test_with_the_database_well_nothing_is_spooled(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("feeding", "spooling"):  # well, on however slow a machine
        monkeypatch.setattr(f"ivr.journal.{module}.PATIENCE", 60.0)
    async with writing(url, folder) as journal:
        for event in pressed(0, 5):
            journal.append(event)
        assert await journal.flush(limit=60)
        (spool,) = spools(folder)
        assert spool.stat().st_size == 0
    assert keys(url) == numbers(5)


async def test_while_another_process_holds_the_database_events_are_on_disk_and_then_in_order(
    file: Path, folder: Path
) -> None:
    url = f"sqlite:///{file}"
    other = await create_subprocess_exec(sys.executable, "-c", LOCKING, str(file), stdin=PIPE, stdout=PIPE)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"locked\n"
    told: SimpleQueue[Event] = SimpleQueue()
    async with writing(url, folder, told.put) as journal:
        for event in pressed(0, 400):
            journal.append(event)
            await asyncio.sleep(0)
        assert await journal.on_disk(limit=60)
        assert isinstance(await heard(told), LogFellBehind)
        assert not await journal.flush(limit=0)
        (spool,) = spools(folder)
        assert spool.read_bytes().count(b"\n") == 400
        other.kill()
        await other.wait()
        for event in pressed(400, 500):
            journal.append(event)
        assert await journal.flush(limit=60)
        assert isinstance(await heard(told), LogCaughtUp)
        assert spool.stat().st_size == 0
    assert keys(url) == numbers(500)


async def test_a_commit_that_takes_long_does_not_keep_its_events_from_the_disk(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, goes_on, began = Writing.write, Flag(), Flag()

    def slow(self: Writing, *args: Any, **more: Any) -> None:
        began.set()
        goes_on.wait(60)
        real(self, *args, **more)

    monkeypatch.setattr(Writing, "write", slow)
    async with writing(url, folder) as journal:
        journal.append(pressed(0, 1)[0])
        assert await asyncio.to_thread(began.wait, 60)
        for event in pressed(1, 5):
            journal.append(event)
        assert await journal.on_disk(limit=60)
        assert not goes_on.is_set()
        goes_on.set()
        assert await journal.flush(limit=60)
    assert keys(url) == numbers(5)


async def test_a_commit_whose_answer_is_lost_is_not_written_twice(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Writing.write
    lost: list[bool] = []

    def unheard(self: Writing, *args: Any, **more: Any) -> None:
        real(self, *args, **more)
        if not lost:
            lost.append(True)
            raise ConnectionError("the line is dead")

    monkeypatch.setattr(Writing, "write", unheard)
    async with writing(url, folder) as journal:
        for event in pressed(0, 5):
            journal.append(event)
        assert await journal.flush(limit=60)
    assert lost == [True]
    assert keys(url) == numbers(5)


async def test_a_database_that_is_moved_away_is_noticed_and_caught_up_when_it_is_back(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{file}"
    monkeypatch.setattr("ivr.journal.committer._LOOK_EVERY", -1.0)
    async with writing(url, folder) as journal:
        journal.append(pressed(0, 1)[0])
        assert await journal.flush(limit=60)
        with sqlite3.connect(file) as database:
            database.execute("pragma wal_checkpoint(truncate)")
        away = file.with_suffix(".away")
        os.rename(file, away)
        for event in pressed(1, 5):
            journal.append(event)
        assert await journal.on_disk(limit=60)
        assert not await journal.flush(limit=0.3)
        assert file.name not in os.listdir(file.parent)
        os.rename(away, file)
        assert await journal.flush(limit=60)
    assert keys(url) == numbers(5)


async def test_who_listens_is_told_when_the_log_falls_behind_and_when_it_has_caught_up(
    url: str, folder: Path
) -> None:
    told: SimpleQueue[Event] = SimpleQueue()
    with capture_logs() as logs:
        async with writing(url, folder, told.put) as journal:
            with held(url):
                for event in pressed(0, 5):
                    journal.append(event)
                behind = await heard(told)
                assert not await journal.flush(limit=0)
            caught_up = await heard(told)
    assert isinstance(behind, LogFellBehind)
    assert "locked" in behind.reason or "no answer" in behind.reason
    assert isinstance(caught_up, LogCaughtUp)
    assert caught_up.events == 5
    assert [entry["event"] for entry in logs] == ["journal.database_fails", "journal.database_is_back"]


async def alarmed(logs: list[EventDict]) -> None:
    """Wait until the log says that the spool cannot be written."""
    async with asyncio.timeout(60):
        while not any(entry["event"] == "journal.spool_fails" for entry in logs):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_what_the_spools_disk_does_not_take_waits_in_memory_and_the_remedy_is_logged(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with capture_logs() as logs, held(url):
        journal = JournalWriter(url, spool=folder)
        with monkeypatch.context() as patch:
            patch.setattr(os, "pwrite", full)
            for event in pressed(0, 5):
                journal.append(event)
            await alarmed(logs)
            assert not await journal.on_disk(limit=0)
    assert await journal.flush(limit=60)
    await journal.close()
    assert keys(url) == numbers(5)
    (alarm,) = [entry for entry in logs if entry["event"] == "journal.spool_fails"]
    assert "make room" in alarm["remedy"]


async def test_what_waits_when_the_engine_stops_is_written_at_the_next_start(url: str, folder: Path) -> None:
    with capture_logs() as logs, held(url):
        async with writing(url, folder, limit=0.3) as journal:
            for event in journey(BUYER):
                journal.append(event)
    (closed,) = [entry for entry in logs if entry["event"] == "journal.closed_with_unwritten_events"]
    assert (closed["lost"], closed["in_spool"]) == (0, len(journey(BUYER)))
    write_what_waits(url, spools(folder))
    async with JournalReader(url) as reader:
        assert await reader.events_of(CALL) == journey(BUYER)
        record = await reader.call(CALL)
        assert await reader.positions() == {}
    assert record is not None
    assert record.outcome == "answered"
    assert write_what_waits(url, spools(folder)) == 0


async def test_kill_9_with_a_filled_spool_loses_nothing(url: str, folder: Path) -> None:
    with held(url):
        program = await create_subprocess_exec(sys.executable, "-c", ENDLESS, url, str(folder), stdout=PIPE)
        safe = await reaches(program, 100)
        program.send_signal(signal.SIGKILL)
        await program.wait()
    assert write_what_waits(url, spools(folder)) > safe
    assert keys(url) == numbers(len(keys(url)))
    assert len(keys(url)) > safe


FATES = ("well", "well", "well", "fails", "lost")
"""Of an attempt to commit: `lost` is committed, and nobody is told."""


@contextmanager
def fated(fates: list[str]) -> Iterator[None]:
    """Commits come out so, one after the other; then all is well."""
    real = Writing.write

    def write(self: Writing, *args: Any, **more: Any) -> None:
        fate = fates.pop(0) if fates else "well"
        if fate == "fails":
            raise ConnectionError("no database")
        real(self, *args, **more)
        if fate == "lost":
            raise ConnectionError("the line is dead")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Writing, "write", write)
        yield


def snapshot(file: Path, folder: Path, into: Path, torn: bytes) -> tuple[str, Path]:
    """What a kill at this moment leaves: the database as it is, and the spool with a line half written."""
    spool = shutil.copytree(folder, into / "spool")
    for each in spools(spool):
        with each.open("ab") as end:
            end.write(torn)
    with sqlite3.connect(file) as now, sqlite3.connect(into / "log.db") as then:
        now.backup(then)
    now.close()
    then.close()
    return f"sqlite:///{into / 'log.db'}", spool


@given(
    fates=st.lists(st.sampled_from(FATES), max_size=12),
    later=st.lists(st.sampled_from(FATES), max_size=4),
    burst=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    waits=st.integers(0, 6),
    torn=st.integers(0, 40),
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
async def test_any_order_of_failures_and_a_kill_at_any_byte_give_each_event_once_and_in_order(
    fates: list[str], later: list[str], burst: list[int], waits: int, torn: int
) -> None:
    with tempfile.TemporaryDirectory() as name, capture_logs():
        here, there = Path(name), Path(name) / "after"
        there.mkdir()
        url, file, folder = f"sqlite:///{here}/log.db", here / "log.db", here / "spool"
        fresh(url)
        safe = total = 0
        with fated(list(fates)):
            async with writing(url, folder) as journal:
                for number, size in enumerate(burst):
                    for event in pressed(total, total + size):
                        journal.append(event)
                    total += size
                    if number < waits and await journal.on_disk(limit=60):
                        safe = total
                line = b'00000000 [1,"c","menu_answered","1.0","{}"]'[:torn]
                after, spool = snapshot(file, folder, there, line)
        assert keys(url) == numbers(total)
        with fated(list(later)):
            while True:
                try:
                    write_what_waits(after, spools(spool))
                    break
                except (DatabaseUnusable, OSError):
                    continue
        found = keys(after)
        assert found == numbers(len(found))
        assert len(found) >= safe
