"""Opening the database named in `config/ivr.yaml` and bringing its tables up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ivr.journal import servers
from ivr.journal.address import absolute_url, is_file, parse
from ivr.journal.json import from_json, to_json
from ivr.journal.unusable import REMEDY, DatabaseUnusable, unusable

__all__ = [
    "REMEDY",
    "DatabaseUnusable",
    "absolute_url",
    "async_engine",
    "insert_new",
    "migrate",
    "prepared",
    "reading_engine",
    "upsert",
    "writing_engine",
]

# How long one attempt waits for another process that holds SQLite's write lock.
_LOCK_SECONDS = 2.0


def writing_engine(url: str, *, patience: float | None = servers.SECONDS) -> Engine:
    """For threads that write: every commit is on disk when it returns (SQLite: WAL, synchronous=FULL).

    A server that says nothing for `patience` seconds counts as away. SQLite's file has to be there.
    """
    parsed = parse(url)
    if not is_file(parsed):
        return servers.writing_engine(parsed, patience)
    engine = _file_engine(parsed)
    event.listen(engine, "do_connect", _is_there)
    return engine


def _file_engine(parsed: URL) -> Engine:
    engine = create_engine(
        parsed, json_serializer=to_json, json_deserializer=from_json, connect_args={"timeout": _LOCK_SECONDS}
    )
    event.listen(engine, "connect", _durable)
    return engine


def async_engine(url: str) -> AsyncEngine:
    """For everything beside the event writer: short reads, and writes that the caller waits for."""
    parsed = parse(url)
    if not is_file(parsed):
        return servers.async_engine(parsed)
    engine = create_async_engine(
        parsed.set(drivername="sqlite+aiosqlite"),
        json_serializer=to_json,
        json_deserializer=from_json,
        connect_args={"timeout": _LOCK_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", _durable)
    event.listen(engine.sync_engine, "do_connect", _is_there)
    return engine


def reading_engine(url: str) -> AsyncEngine:
    """For the event loop too, where each statement stands for itself: no server is asked to begin and end a
    transaction for it."""
    parsed = parse(url)
    return (
        async_engine(url) if is_file(parsed) else servers.async_engine(parsed, isolation_level="AUTOCOMMIT")
    )


def migrate(url: str) -> None:
    """Make or update the tables; safe beside another process doing the same. Raises `DatabaseUnusable`, and
    `DatabaseAway` where it may be back by itself."""
    from ivr.journal.upgrading import upgrade  # alembic takes a while to import: only who makes tables waits

    parsed = parse(url)
    try:
        if is_file(parsed):
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
            engine = _file_engine(parsed)
        else:
            _greet(parsed)
            engine = servers.writing_engine(parsed, patience=None)  # a large table takes its time
        try:
            with engine.connect() as connection:
                _alone(connection)
                upgrade(connection)
                connection.commit()
        finally:
            engine.dispose()
    except (OSError, SQLAlchemyError) as fault:
        raise unusable(fault, parsed) from fault


def _greet(parsed: URL) -> None:
    """Raises what the driver raises for a server that does not answer soon."""
    engine = servers.writing_engine(parsed, servers.CONNECT_SECONDS)
    try:
        engine.connect().close()
    finally:
        engine.dispose()


def prepared(url: str) -> bool:
    """Whether there are tables, made by an engine that ran once. Raises `DatabaseUnusable`."""
    parsed = parse(url)
    if is_file(parsed):
        return Path(parsed.database or "").is_file()
    engine = writing_engine(url)
    try:
        return inspect(engine).has_table("alembic_version")
    except (OSError, SQLAlchemyError) as fault:
        raise unusable(fault, parsed) from fault
    finally:
        engine.dispose()


def upsert(table: Table, dialect: str) -> Any:
    """An INSERT that overwrites the row with the same primary key; SQLite and PostgreSQL spell it alike."""
    new = _insert(table, dialect)
    key = list(table.primary_key.columns)
    rest = {column.name: new.excluded[column.name] for column in table.columns if not column.primary_key}
    return new.on_conflict_do_update(index_elements=key, set_=rest)


def insert_new(table: Table, dialect: str) -> Any:
    """An INSERT that does nothing where a row is there already that it would double."""
    return _insert(table, dialect).on_conflict_do_nothing()


def _insert(table: Table, dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # takes a while to import

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def _alone(connection: Connection) -> None:
    """Wait until no other process migrates the same database."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        servers.check(connection)
        servers.alone(connection, servers.MIGRATION)


def _is_there(_dialect: object, _record: object, where: tuple[str], _how: object) -> None:
    """SQLite would make an empty file in the place of one whose disk is away."""
    if not Path(where[0]).exists():
        raise sqlite3.OperationalError(f"there is no file {where[0]}")


def _durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()
