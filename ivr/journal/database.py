"""Opening the database named in `config/ivr.yaml` and bringing its tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ivr.journal import servers
from ivr.journal.address import absolute_url, is_file, parse
from ivr.journal.json import from_json, to_json
from ivr.journal.unusable import REMEDY, REMEDY_ZH, DatabaseUnusable, unusable

__all__ = [
    "REMEDY",
    "DatabaseUnusable",
    "absolute_url",
    "alembic_config",
    "async_engine",
    "insert_new",
    "migrate",
    "prepared",
    "upsert",
    "writing_engine",
]

# How long one attempt waits for another process that holds SQLite's write lock.
_LOCK_SECONDS = 2.0


def writing_engine(url: str, *, patience: float | None = servers.SECONDS) -> Engine:
    """For threads that write: every commit is on disk when it returns (SQLite: WAL, synchronous=FULL).

    A server that says nothing for `patience` seconds counts as away.
    """
    parsed = parse(url)
    if not is_file(parsed):
        return servers.writing_engine(parsed, patience)
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
    return engine


def migrate(url: str) -> None:
    """Make or update the tables; safe beside another process doing the same. Raises `DatabaseUnusable`."""
    parsed = parse(url)
    try:
        if is_file(parsed):
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = writing_engine(url, patience=None)  # a large table takes its time
        try:
            with engine.connect() as connection:
                _alone(connection)
                _upgrade(connection)
                connection.commit()
        finally:
            engine.dispose()
    except (OSError, SQLAlchemyError) as fault:
        raise unusable(fault, parsed) from fault


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


def alembic_config(connection: Any) -> Config:
    """Alembic's configuration without an ini file: the scripts travel inside the package."""
    config = Config()
    config.set_main_option("script_location", "ivr.journal:migrations")
    config.attributes["connection"] = connection
    return config


def upsert(table: Table, dialect: str) -> Any:
    """An INSERT that overwrites the row with the same primary key; SQLite and PostgreSQL spell it alike."""
    new = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    key = list(table.primary_key.columns)
    rest = {column.name: new.excluded[column.name] for column in table.columns if not column.primary_key}
    return new.on_conflict_do_update(index_elements=key, set_=rest)


def insert_new(table: Table, dialect: str) -> Any:
    """An INSERT that does nothing where a row is there already that it would double."""
    new = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return new.on_conflict_do_nothing()


def _upgrade(connection: Connection) -> None:
    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as fault:
        if not isinstance(fault.__cause__, ResolutionError):
            raise
        raise DatabaseUnusable(
            f"the database was last used by a later version of Callwright: install that one; {REMEDY}",
            f"数据库已被 Callwright 更新的版本使用过：请安装该版本；{REMEDY_ZH}",
        ) from fault


def _alone(connection: Connection) -> None:
    """Wait until no other process migrates the same database."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        servers.check(connection)
        servers.alone(connection, servers.MIGRATION)


def _durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()
