"""Opening the database named in `config/ivr.yaml` and bringing its tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ivr.journal.json import to_json

REMEDY = "look at 'database' in config/ivr.yaml, for example sqlite:///var/callwright.db"

# How long one attempt waits for another process that holds SQLite's write lock.
_LOCK_SECONDS = 2.0


class DatabaseUnusable(Exception):
    """The database cannot be opened or is not ours; the text says what to do."""


def absolute_url(url: str, root: Path) -> str:
    """The URL with a relative SQLite path made absolute from `root`. Raises `DatabaseUnusable`."""
    parsed = _parse(url)
    assert parsed.database is not None
    return parsed.set(database=str(root.resolve() / parsed.database)).render_as_string(hide_password=False)


def writing_engine(url: str) -> Engine:
    """For one thread that writes: every commit is on disk when it returns (SQLite: WAL, synchronous=FULL)."""
    options = {"json_serializer": to_json, "connect_args": {"timeout": _LOCK_SECONDS}}
    engine = create_engine(_parse(url), **options)
    event.listen(engine, "connect", _durable)
    return engine


def async_engine(url: str) -> AsyncEngine:
    """For everything beside the event writer: short reads, and writes that the caller waits for."""
    parsed = _parse(url).set(drivername="sqlite+aiosqlite")
    engine = create_async_engine(parsed, json_serializer=to_json, connect_args={"timeout": _LOCK_SECONDS})
    event.listen(engine.sync_engine, "connect", _durable)
    return engine


def migrate(url: str) -> None:
    """Make or update the tables; safe beside another process doing the same. Raises `DatabaseUnusable`."""
    try:
        Path(_parse(url).database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = writing_engine(url)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            command.upgrade(alembic_config(connection), "head")
            connection.commit()
        engine.dispose()
    except (OSError, SQLAlchemyError) as fault:
        raise DatabaseUnusable(f"the database {url} cannot be used: {_reason(fault)}; {REMEDY}") from fault


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


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as fault:
        raise DatabaseUnusable(f"'{url}' is not a database address; {REMEDY}") from fault
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise DatabaseUnusable(f"'{parsed}' is not a SQLite file, the only store so far; {REMEDY}")
    return parsed


def _reason(fault: Exception) -> str:
    return str(getattr(fault, "orig", None) or fault)


def _durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()
