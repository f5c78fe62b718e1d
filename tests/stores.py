"""The two stores: what is tested of one is tested of the other.

`tests/conftest.py` makes the fixtures of it: a test that takes `stores`, or `url`, runs on both.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Row, text

from ivr.journal.database import migrate, writing_engine
from ivr.journal.tables import metadata


@dataclass(frozen=True, slots=True)
class Store:
    """A kind of database: `empty` and `migrated` give the address of a new one, without tables and with those
    of today; `name` is SQLAlchemy's."""

    name: str
    empty: Callable[[], str]
    migrated: Callable[[], str]


def fresh(url: str) -> str:
    """A file of SQLite's with the tables of today, as `migrate` makes it, from one that was made once; a file
    that is there already stays as it is."""
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or not file.stat().st_size:
        file.write_bytes(_template())
    return url


@cache
def _template() -> bytes:
    """A database with the tables of today and nothing in them."""
    with TemporaryDirectory() as folder:
        migrate(f"sqlite:///{folder}/template.db")
        assert [file.name for file in Path(folder).iterdir()] == ["template.db"]
        return (Path(folder) / "template.db").read_bytes()


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection as those have that write."""
    engine = writing_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def rows(url: str, query: str) -> Sequence[Row[Any]]:
    """What a question to the database gives, in SQL."""
    with opened(url) as connection:
        found: Sequence[Row[Any]] = connection.execute(text(query)).all()
        return found


def clear(url: str, *tables: str) -> None:
    """Nothing is in these tables any more."""
    with opened(url) as connection:
        for table in tables:
            connection.execute(text(f"DELETE FROM {table}"))
        connection.commit()


def count(url: str, table: str) -> int:
    """How many rows the table has."""
    return int(rows(url, f"SELECT count(*) FROM {table}")[0][0])


def differences(connection: Connection) -> Sequence[object]:
    """Between the tables and what the code says of them, as far as it says it of this store. Of an index over
    an expression SQLAlchemy knows nothing in SQLite."""

    def told(item: Any, name: str | None, kind: str, reflected: bool, _: object) -> bool:
        only = getattr(item, "_ddl_if", None) if kind == "index" else None
        return reflected or only is None or only.dialect == connection.dialect.name

    context = MigrationContext.configure(connection, opts={"include_object": told})
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*expression-based index")
        found: Sequence[object] = compare_metadata(context, metadata)
        return found


@contextmanager
def held(url: str) -> Iterator[None]:
    """Meanwhile another program has the database to itself for writing."""
    with opened(url) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            tables = ", ".join(metadata.tables)
            connection.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            connection.rollback()
