"""The database at the start of an engine: ready, away and back later, or not what it should be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from ivr.events import AgentStateChanged, Event, LogCaughtUp, LogFellBehind
from ivr.journal import opening as module
from ivr.journal.codec import encode
from ivr.journal.database import DatabaseUnusable, migrate
from ivr.journal.opening import KNOWN, Opening
from ivr.journal.spool import FOLDER, Entry, Spool, spools
from ivr.journal.unusable import DatabaseAway
from ivr.journal.writer import JournalWriter
from tests.journal.test_writer_spool import heard, keys, numbers, pressed
from tests.postgres import Server
from tests.stores import Store, opened, rows

LIMIT = 20.0


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir()
    return folder


@asynccontextmanager
async def engine(
    url: str,
    state: Path,
    told: Callable[[Event], None] = lambda _: None,
    *,
    limit: float = LIMIT,
    goodbye: float = LIMIT,
) -> AsyncIterator[tuple[Opening, JournalWriter]]:
    """The part of an engine that keeps its log, as `ivr.app` puts it together."""
    opening = Opening(url, state)
    await opening.begin(limit)
    journal = JournalWriter(url, spool=state / FOLDER, told=told, opening=opening.attempt)
    try:
        yield opening, journal
    finally:
        await journal.close(goodbye)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Flag:
    """The database cannot be reached until this is set."""
    back = Flag()

    def reached(url: str) -> None:
        if not back.is_set():
            raise DatabaseAway("no PostgreSQL server answers")
        migrate(url)

    monkeypatch.setattr(module, "migrate", reached)
    return back


def left_behind(state: Path, *events: Event) -> None:
    """What an engine before this one left in its spool."""
    spool = Spool(state / FOLDER)
    spool.append([Entry(number, encode(event), event) for number, event in enumerate(events, 1)])
    spool.close()


async def test_with_the_database_there_all_is_done_before_the_engine_goes_on(
    stores: Store, state: Path
) -> None:
    url = stores.empty()
    left_behind(state, *pressed(0, 3))
    async with engine(url, state) as (opening, _):
        assert opening.is_done
        await opening.done()
        assert keys(url) == numbers(3)


async def test_what_happens_without_the_database_is_in_it_afterwards_behind_what_an_earlier_engine_left(
    stores: Store, state: Path, away: Flag
) -> None:
    url = stores.empty()
    left_behind(state, *pressed(0, 5))
    told: SimpleQueue[Event] = SimpleQueue()
    async with engine(url, state, told.put) as (opening, journal):
        assert not opening.is_done
        for event in pressed(5, 400):
            journal.append(event)
        assert await journal.on_disk(LIMIT)
        assert isinstance(await heard(told), LogFellBehind)
        assert not opening.is_done
        away.set()
        assert await journal.flush(LIMIT)
        assert isinstance(await heard(told), LogCaughtUp)
        await asyncio.wait_for(opening.done(), LIMIT)
    assert keys(url) == numbers(400)


async def test_an_engine_that_ends_without_the_database_loses_nothing_to_the_next(
    stores: Store, state: Path, away: Flag
) -> None:
    url = stores.empty()
    for first in (0, 10, 20):
        async with engine(url, state, goodbye=0.0) as (_, journal):
            for event in pressed(first, first + 10):
                journal.append(event)
            assert await journal.on_disk(LIMIT)
    away.set()
    async with engine(url, state):
        assert keys(url) == numbers(30)
    assert len(spools(state / FOLDER)) == 1, "that of the engine itself"


async def test_the_last_states_of_agents_are_those_of_before_this_engine(
    stores: Store, state: Path, away: Flag
) -> None:
    url = stores.empty()
    migrate(url)
    left_behind(state, changed("li", "paused", "lunch"), changed("wang", "available"))
    async with engine(url, state) as (opening, journal):
        assert opening.states == {}
        journal.append(changed("wang", "logged_out"))
        assert await journal.on_disk(LIMIT)
        away.set()
        assert await journal.flush(LIMIT)
        assert opening.states == {"li": ("paused", "lunch"), "wang": ("available", "")}
    kept = {row.agent: row.state for row in rows(url, "SELECT agent, state FROM agent_states")}
    assert kept == {"li": "paused", "wang": "logged_out"}


async def test_a_database_that_is_slow_holds_the_engine_up_no_longer_than_the_limit(
    stores: Store, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, goes_on = stores.empty(), Flag()

    def slow(url: str) -> None:
        goes_on.wait()
        migrate(url)

    monkeypatch.setattr(module, "migrate", slow)
    async with engine(url, state, limit=0.0) as (opening, journal):
        for event in pressed(0, 10):
            journal.append(event)
        assert await journal.on_disk(LIMIT)
        assert not opening.is_done
        goes_on.set()
        assert await journal.flush(LIMIT)
    assert keys(url) == numbers(10)


async def test_a_database_that_goes_away_again_in_between_is_opened_once(
    stores: Store, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, faults, registered = stores.empty(), 3, 0
    left_behind(state, *pressed(0, 5))

    def register() -> None:
        nonlocal faults, registered
        faults -= 1
        if faults >= 0:
            raise OperationalError("INSERT", None, ConnectionResetError("network error"))
        registered += 1

    opening = Opening(url, state, register)
    for _ in range(3):
        with pytest.raises(DatabaseUnusable):
            opening.attempt()
    opening.attempt()
    opening.attempt()
    assert registered == 1
    assert keys(url) == numbers(5)


async def test_a_wrong_password_is_told_at_once(postgresql: Server, state: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="refuses the password"):
        await Opening(postgresql.over_tcp("postgres", "geheim"), state).begin(LIMIT)


async def test_tables_of_a_later_version_are_told_at_once(stores: Store, state: Path) -> None:
    url = stores.empty()
    migrate(url)

    with opened(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(DatabaseUnusable, match="later version"):
        await Opening(url, state).begin(LIMIT)


async def test_a_file_whose_disk_is_not_there_yet_is_waited_for_and_not_made_anew(
    tmp_path: Path, state: Path
) -> None:
    disk, elsewhere = tmp_path / "disk", tmp_path / "elsewhere"
    url = f"sqlite:///{disk}/log.db"
    async with engine(url, state) as (_, journal):
        for event in pressed(0, 10):
            journal.append(event)
    disk.rename(elsewhere)
    disk.mkdir()  # the folder where it is to be mounted
    async with engine(url, state) as (opening, journal):
        assert not opening.is_done
        for event in pressed(10, 20):
            journal.append(event)
        assert await journal.on_disk(LIMIT)
        assert list(disk.iterdir()) == []
        disk.rmdir()
        elsewhere.rename(disk)
        assert await journal.flush(LIMIT)
    assert keys(url) == numbers(20)


async def test_whoever_removes_the_note_of_it_begins_a_new_file(tmp_path: Path, state: Path) -> None:
    file = tmp_path / "log.db"
    url = f"sqlite:///{file}"
    async with engine(url, state) as (_, journal):
        for event in pressed(0, 10):
            journal.append(event)
    for end in ("", "-wal", "-shm"):  # what was not copied back yet stands beside it
        file.with_name(f"log.db{end}").unlink(missing_ok=True)
    with pytest.raises(DatabaseAway, match=KNOWN):
        Opening(url, state).attempt()
    (state / KNOWN).unlink()
    Opening(url, state).attempt()
    assert keys(url) == []


def changed(agent: str, to: str, reason: str = "") -> AgentStateChanged:
    return AgentStateChanged(at=1_780_000_000.0, agent=agent, old="logged_out", state=to, reason=reason)
