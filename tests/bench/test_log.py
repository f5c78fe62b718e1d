"""The log of millions of calls, made small: it is what the journal would have written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from bench.log.asker import MOMENT, TODAY, Asker
from bench.log.centre import settings, staff
from bench.log.counted import count
from bench.log.grown import Growing, Size, through_the_journal
from bench.log.questions import questions
from bench.log.stores import InPostgreSQL, InSQLite, Store
from bench.log.week import Told, week
from ivr.events import CallAnswered, CallEvent, Event, TalkEnded
from ivr.journal.reader import JournalReader
from ivr.reports.asking import Written, asked_of
from ivr.reports.report import report_of
from ivr.settings import Settings
from tests.stores import Store as Kind
from tests.stores import rows

SEED = 3
SIZE = Size(60, SEED, weeks=3)
PEOPLE = staff(SIZE.weekly)
TABLES = {
    "events": "SELECT seq, call, kind, at, data FROM events ORDER BY seq",
    "calls": "SELECT * FROM calls ORDER BY id",
    "agent_states": "SELECT * FROM agent_states ORDER BY agent",
}


@pytest.fixture(scope="module")
def told() -> Told:
    return week(SIZE.weekly, PEOPLE, SEED)


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    return settings(tmp_path, PEOPLE)


def in_a_talk(told: Told) -> float:
    """When somebody talks with an agent."""
    talk = next(event for _, event in told if isinstance(event, TalkEnded))
    return talk.at - talk.talked / 2


def grown(kind: Kind, folder: Path, size: Size, told: Told) -> str:
    """The address of the log."""
    file = folder / "grown.db"
    store: Store = InSQLite(file) if kind.name == "sqlite" else InPostgreSQL(kind.migrated(), folder)
    with duckdb.connect() as database:
        growing = Growing(database, size, told)
        for _ in growing.weeks():
            store.take(database)
        for _ in store.finish(growing.states()):
            pass
    return store.url


async def all_of(url: str) -> list[Event]:
    found: list[Event] = []
    async with JournalReader(url) as reader:
        many = await reader.last_seq()
        async for number, event in reader.follow():
            found.append(event)
            if number == many:
                break
    return found


async def figures(url: str, site: Settings, name: str, by: str) -> Sequence[Any]:
    written = Written(name=name, since=TODAY - timedelta(days=21), until=MOMENT, by=by, interval="day")
    async with JournalReader(url) as reader:
        sheet = await report_of(reader, asked_of(written, site, MOMENT), lambda done, total: None)
    assert sheet.rows
    return sheet.rows


async def test_a_grown_log_has_the_rows_that_the_journal_writes_of_its_events(
    stores: Kind, tmp_path: Path, told: Told
) -> None:
    url = grown(stores, tmp_path, Size(60, SEED, weeks=3, until=in_a_talk(told)), told)
    written = stores.empty()
    through_the_journal(written, await all_of(url), at_once=1)
    for table, query in TABLES.items():
        assert rows(url, query) == rows(written, query), table
    assert rows(url, "SELECT count(*) FROM calls WHERE outcome = 'in_progress' AND ended IS NULL")[0][0]


async def test_reports_of_it_are_those_of_the_log_that_the_journal_writes(
    stores: Kind, tmp_path: Path, told: Told, site: Settings
) -> None:
    url, written = grown(stores, tmp_path, SIZE, told), stores.empty()
    through_the_journal(written, await all_of(url))
    for name, by in (("queue", "interval,queue"), ("inbound", "interval"), ("agent", "agent")):
        assert await figures(url, site, name, by) == await figures(written, site, name, by), name


async def test_every_question_has_an_answer_in_the_stores_and_in_duckdb(
    stores: Kind, tmp_path: Path, told: Told, site: Settings
) -> None:
    file = tmp_path / "grown.db"
    store: Store = InSQLite(file) if stores.name == "sqlite" else InPostgreSQL(stores.migrated(), tmp_path)
    with duckdb.connect() as database:
        growing = Growing(database, SIZE, told)
        for _ in growing.weeks():
            store.take(database)
        assert [*store.finish(growing.states())]
        shown: list[int] = []
        await count(store.url, site, lambda done, total: shown.append(done), days=10)
        assert shown[-1] == 10
        async with JournalReader(store.url) as reader:
            asker = Asker(store.url, reader, site)
            assert (await asker.clock())() > 0
            for question in questions(database, Random(SEED), 2):
                await question.ask(asker, *question.samples[0])
                given = question.samples[0][: question.beside.count("?")]
                assert database.execute(question.beside, given).fetchall() is not None, question.name


def test_no_agent_is_in_two_states_at_once(told: Told) -> None:
    busy: dict[str, str] = {}
    for _, event in told:
        state = getattr(event, "state", None)
        if state is not None:
            agent, old = getattr(event, "agent", ""), getattr(event, "old", "")
            assert busy.get(agent, "logged_out") == old
            busy[agent] = state


def test_the_same_seed_gives_the_same_week_and_another_gives_another(told: Told) -> None:
    assert week(SIZE.weekly, PEOPLE, SEED) == told
    assert week(SIZE.weekly, PEOPLE, SEED + 1) != told


def test_a_size_is_about_what_was_asked_for(tmp_path: Path) -> None:
    size = Size(600, weeks=4)
    with duckdb.connect() as database:
        for _ in Growing(database, size, week(size.weekly, staff(size.weekly), 1)).weeks():
            pass
        found = database.execute("SELECT count(*) FROM calls").fetchone()
    assert found is not None
    assert 500 < found[0] < 700


def test_most_calls_are_answered_and_have_a_journey_of_a_dozen_events(told: Told) -> None:
    own = [event for _, event in told if isinstance(event, CallEvent)]
    calls = sum(isinstance(event, CallAnswered) for event in own)
    assert calls == SIZE.weekly
    assert 9 < len(own) / calls < 18
