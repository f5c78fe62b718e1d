"""The log in SQLite and in PostgreSQL: the rows first, the quickest way that each has, then the indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb

from bench.log.grown import CALLS, EVENTS, quoted
from ivr.journal.database import migrate, writing_engine
from ivr.journal.tables import agent_states

ROWS = {"events": EVENTS, "calls": CALLS}
_FETCHED = 20_000
_STATES = f"INSERT INTO agent_states ({', '.join(agent_states.columns.keys())}) VALUES "

_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename IN ('events', 'calls') AND indexname NOT LIKE '%%_pkey'"""

States = Sequence[tuple[object, ...]]


class Store(Protocol):
    """A database of the project that is filled from DuckDB."""

    name: str
    url: str

    def take(self, source: duckdb.DuckDBPyConnection) -> None:
        """The rows of the tables `new_events` and `new_calls`."""

    def finish(self, states: States) -> Iterator[str]:
        """The rest, and the indexes, each when it is named; then the database is as if it had been used."""

    def size(self) -> int:
        """Bytes on disk."""


class InSQLite:
    """A new file."""

    name = "SQLite"

    def __init__(self, file: Path) -> None:
        self._file, self.url = file, f"sqlite:///{file}"
        migrate(self.url)
        self._database = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            self._database.execute(f"PRAGMA {pragma}")
        found = self._database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''"
            " AND tbl_name IN ('events', 'calls')"
        )
        self._indexes = dict(found.fetchall())
        for name in self._indexes:
            self._database.execute(f"DROP INDEX {name}")

    def take(self, source: duckdb.DuckDBPyConnection) -> None:
        self._database.execute("BEGIN")
        for table, columns in ROWS.items():
            names, places = quoted(columns), ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
            rows = source.execute(f"SELECT {names} FROM new_{table}")
            while some := rows.fetchmany(_FETCHED):
                self._database.executemany(statement, some)
        self._database.execute("COMMIT")

    def finish(self, states: States) -> Iterator[str]:
        self._database.executemany(f"{_STATES}(?, ?, ?, ?)", states)
        for name, statement in self._indexes.items():
            yield name
            self._database.execute(statement)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.close()

    def size(self) -> int:
        return self._file.stat().st_size


class InPostgreSQL:
    """An empty database. `folder` is for files on the way into it."""

    name = "PostgreSQL"

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self._folder = url, folder
        self._engine = writing_engine(url, patience=None)
        with self._engine.connect() as connection:
            self._indexes = {row[0]: row[1] for row in connection.exec_driver_sql(_INDEXES)}
        self._run(*(f"DROP INDEX {name}" for name in self._indexes))

    def take(self, source: duckdb.DuckDBPyConnection) -> None:
        for table, columns in ROWS.items():
            names = quoted(columns)
            file = self._folder / f"{table}.csv"
            rows = f"SELECT {names} FROM new_{table}"
            source.execute(f"COPY ({rows}) TO '{file}' (HEADER false, NULLSTR '\\N')")
            with self._engine.begin() as connection, file.open("rb") as written:
                cursor: Any = connection.connection.cursor()
                cursor.execute(f"COPY {table} ({names}) FROM STDIN (FORMAT csv, NULL '\\N')", stream=written)
            file.unlink()

    def finish(self, states: States) -> Iterator[str]:
        with self._engine.begin() as connection:
            connection.execute(
                agent_states.insert(),
                [dict(zip(agent_states.columns.keys(), row, strict=True)) for row in states],
            )
        self._run("SELECT setval('events_seq_seq', (SELECT max(seq) FROM events))")
        for name, statement in self._indexes.items():
            yield name
            self._run("SET LOCAL maintenance_work_mem = '1GB'", statement)
        yield "VACUUM"
        self._vacuum()
        self._engine.dispose()

    def size(self) -> int:
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        self._engine.dispose()
        return int(found)

    def _vacuum(self) -> None:
        connection = self._engine.raw_connection()
        connection.rollback()  # of what asked whether the connection is well
        assert connection.driver_connection is not None
        connection.driver_connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")
        connection.driver_connection.autocommit = False
        connection.close()

    def _run(self, *statements: str) -> None:
        with self._engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
