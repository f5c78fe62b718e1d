"""What can be wrong with a server, and what the journal does when a connection breaks."""

from __future__ import annotations

from typing import Any

import pg8000.exceptions
import pytest

from ivr.hotline.cases import CaseStore
from ivr.journal.batch import Writing, prepare
from ivr.journal.database import DatabaseUnusable, migrate, prepared, writing_engine
from ivr.journal.live import LiveCalls
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.unusable import DatabaseAway
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey
from tests.journal.test_fold import ABANDONED
from tests.postgres import Server
from tests.stores import count, rows

AWAY = {"no server"}
"""What may be over by itself."""
REMEDIES = {
    "wrong password": "CALLWRIGHT_DATABASE_PASSWORD",
    "no password": "CALLWRIGHT_DATABASE_PASSWORD",
    "no server": "start it",
    "no such host": "put the address right",
    "no database": "createdb -E UTF8 -T template0 nowhere",
    "not UTF-8": "createdb -E UTF8 -T template0",
    "no right": "owner of the database",
}


@pytest.fixture(scope="module")
def addresses(postgresql: Server) -> dict[str, str]:
    """Each with something wrong."""
    server = postgresql
    server.execute("DROP DATABASE IF EXISTS latin", "DROP ROLE IF EXISTS guest")
    server.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    server.execute("CREATE ROLE guest LOGIN PASSWORD 'geheim'")
    return {
        "wrong password": server.over_tcp("postgres", "geheim"),
        "no password": f"postgresql://postgres@127.0.0.1:{server.port}/postgres",
        "no server": "postgresql://li:geheim@127.0.0.1:1/calls",
        "no such host": "postgresql://li:geheim@db.invalid/calls",
        "no database": server.over_tcp("nowhere"),
        "not UTF-8": server.over_tcp("latin"),
        "no right": f"postgresql://guest:geheim@127.0.0.1:{server.port}/postgres",
    }


@pytest.fixture(params=REMEDIES)
def trouble(request: pytest.FixtureRequest, addresses: dict[str, str]) -> tuple[str, str]:
    """An address with something wrong, and what is to be done about it."""
    return addresses[request.param], REMEDIES[request.param]


def test_what_is_wrong_with_a_server_is_told_with_the_remedy_and_without_the_password(
    trouble: tuple[str, str],
) -> None:
    url, remedy = trouble
    with pytest.raises(DatabaseUnusable) as refused:
        migrate(url)
    assert remedy in refused.value.said("en")
    assert "无法使用" in refused.value.said("zh")
    for language in ("en", "zh"):
        assert "geheim" not in refused.value.said(language)
        assert "w/rd" not in refused.value.said(language)
        assert "w%2Frd" not in refused.value.said(language)


@pytest.mark.parametrize("kind", REMEDIES)
def test_only_a_server_that_does_not_answer_is_away(addresses: dict[str, str], kind: str) -> None:
    with pytest.raises(DatabaseUnusable) as refused:
        migrate(addresses[kind])
    assert isinstance(refused.value, DatabaseAway) == (kind in AWAY)


async def test_readers_tell_the_same(postgresql: Server) -> None:
    async with JournalReader(postgresql.over_tcp("nowhere")) as reader:
        with pytest.raises(DatabaseUnusable, match=r"call log cannot be read.*createdb"):
            await reader.calls(Filter())
    async with JournalReader("postgresql://li@127.0.0.1:1/calls") as reader:
        with pytest.raises(DatabaseUnusable, match="no PostgreSQL server answers"):
            await reader.calls(Filter())
    cases = CaseStore(postgresql.over_tcp("postgres", "geheim"))
    with pytest.raises(DatabaseUnusable, match=r"cases cannot be read.*refuses the password"):
        await cases.list()
    await cases.close()


async def test_a_database_without_tables_says_how_it_gets_them(postgresql: Server) -> None:
    url = postgresql.empty()
    assert not prepared(url)
    async with JournalReader(url) as reader:
        with pytest.raises(DatabaseUnusable, match="ivr run"):
            await reader.calls(Filter())
    migrate(url)
    assert prepared(url)


async def test_a_server_that_ends_all_connections_loses_nothing_and_doubles_nothing(
    postgresql: Server,
) -> None:
    url = postgresql.empty()
    migrate(url)
    writer = JournalWriter(url)
    for number in range(5):
        for told in journey(ABANDONED, f"call-{number}"):
            writer.append(told)
        await writer.flush()
        postgresql.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'callwright' AND datname = current_database()",
            database=_name(url),
        )
    await writer.close(limit=20)
    assert count(url, "events") == 5 * len(journey(ABANDONED))
    assert count(url, "calls") == 5


def test_a_commit_whose_answer_was_lost_is_not_made_again(postgresql: Server) -> None:
    url = postgresql.empty()
    migrate(url)
    engine = writing_engine(url)
    writing, batch = Writing(engine.dialect), prepare(journey(ABANDONED), LiveCalls())

    def lost(driver: Any) -> None:
        type(driver).commit(driver)
        raise pg8000.exceptions.InterfaceError("network error")

    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.commit = lambda: lost(driver)
        with pytest.raises(Exception, match="network error"):
            writing.write(connection, batch)
        connection.invalidate()
    with engine.connect() as connection:
        writing.write(connection, batch)
    assert count(url, "events") == len(batch.rows)
    with engine.connect() as connection:  # the same facts once more are others
        writing.write(connection, prepare(journey(ABANDONED, "another"), LiveCalls()))
    assert count(url, "events") == 2 * len(batch.rows)
    engine.dispose()


def test_a_commit_that_failed_is_made_again(postgresql: Server) -> None:
    url = postgresql.empty()
    migrate(url)
    engine = writing_engine(url)
    writing, batch = Writing(engine.dialect), prepare(journey(ABANDONED), LiveCalls())
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.commit = lambda: (_ for _ in ()).throw(pg8000.exceptions.InterfaceError("network error"))
        with pytest.raises(Exception, match="network error"):
            writing.write(connection, batch)
        connection.invalidate()
    with engine.connect() as connection:
        writing.write(connection, batch)
    assert count(url, "events") == len(batch.rows)
    engine.dispose()


def test_a_role_that_does_not_wait_for_the_disk_does_for_the_journal(postgresql: Server) -> None:
    postgresql.execute("DROP ROLE IF EXISTS hasty", "CREATE ROLE hasty LOGIN PASSWORD 'x'")
    postgresql.execute("ALTER ROLE hasty SET synchronous_commit = off")
    url = f"postgresql://hasty:x@127.0.0.1:{postgresql.port}/postgres"
    assert rows(url, "SHOW synchronous_commit")[0][0] == "on"


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]
