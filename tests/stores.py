"""The two stores: what is tested of one is tested of the other.

`tests/conftest.py` makes the fixtures of it: a test that takes `stores`, or `url`, runs on both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from ivr.journal.database import writing_engine
from ivr.journal.tables import metadata


@dataclass(frozen=True, slots=True)
class Store:
    """A kind of database: `empty` and `migrated` give the address of a new one, without tables and with those
    of today; `name` is SQLAlchemy's."""

    name: str
    empty: Callable[[], str]
    migrated: Callable[[], str]


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
