"""Statements that take many rows, compiled once and given to the driver directly.

PostgreSQL gets all rows of a statement at once, as one JSON text: a round trip for each would cost twenty
times as much (figures in `docs/decisions/0058-stores.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    Double,
    Integer,
    Table,
    Text,
    Update,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import FromClause
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeEngine

from ivr.journal.database import upsert
from ivr.journal.text import AnyText, storable
from ivr.journal.unusable import Refused, code, message

Rows = Sequence[tuple[object, ...]]

_IN_WHAT_IS_WRITTEN = ("22", "23", "54")  # data, constraints, limits: what a fault of PostgreSQL lies in


class Statement(Protocol):
    """Takes rows, each a tuple in the order in which the statement was made."""

    def run(self, connection: Connection, rows: Rows) -> None: ...


@dataclass(frozen=True, slots=True)
class EachRow:
    """The driver carries it out for every row."""

    sql: str

    def run(self, connection: Connection, rows: Rows) -> None:
        cursor = connection.connection.cursor()
        cursor.executemany(self.sql, rows)
        cursor.close()


@dataclass(frozen=True, slots=True)
class AllRows:
    """PostgreSQL takes all rows as one text. Raises `Refused`."""

    sql: str
    names: tuple[str, ...]
    texts: frozenset[int]

    def run(self, connection: Connection, rows: Rows) -> None:
        plain = [dict(zip(self.names, self._storable(row), strict=True)) for row in rows]
        try:
            written = orjson.dumps(plain).decode()
        except TypeError as fault:  # broken Unicode
            raise Refused(str(fault)) from fault
        cursor = connection.connection.cursor()
        refusing(partial(cursor.execute, self.sql, (written,)))
        cursor.close()

    def _storable(self, row: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            storable(value) if isinstance(value, str) and number in self.texts else value
            for number, value in enumerate(row)
        )


@dataclass(frozen=True, slots=True)
class EachOnServer:
    """PostgreSQL carries it out for every row, in their order. Raises `Refused`."""

    sql: str

    def run(self, connection: Connection, rows: Rows) -> None:
        cursor = connection.connection.cursor()
        for row in rows:
            values = tuple(storable(value) if isinstance(value, str) else value for value in row)
            refusing(partial(cursor.execute, self.sql, values))
        cursor.close()


def inserting(table: Table, names: Sequence[str], dialect: Dialect, *, over: bool = False) -> Statement:
    """An INSERT of these columns, in the order of the table; `over` rows with the same primary key."""
    if dialect.name != "postgresql":
        statement: Insert = upsert(table, dialect.name) if over else table.insert()
        return EachRow(str(statement.compile(dialect=dialect, column_keys=list(names))))
    columns = [table.columns[name] for name in names]
    rows = _recordset([column(c.name, _sent_as(c.type)) for c in columns])
    values = [cast(rows.c[c.name], JSON) if isinstance(c.type, JSON) else rows.c[c.name] for c in columns]
    new = upsert(table, dialect.name) if over else postgresql.insert(table)
    texts = frozenset(number for number, c in enumerate(columns) if isinstance(c.type, AnyText))
    sql = str(new.from_select(list(names), select(*values)).compile(dialect=dialect))
    return AllRows(sql, tuple(f"{name}" for name in names), texts)  # orjson wants plain names


def changing(statement: Update, dialect: Dialect) -> Statement:
    """An UPDATE whose parameters come in the order in which they stand there."""
    sql = str(statement.compile(dialect=dialect))
    return EachOnServer(sql) if dialect.name == "postgresql" else EachRow(sql)


def refusals(dialect: Dialect) -> tuple[type[Exception], ...]:
    """Faults that lie in what is written, not in the database being locked, full, broken or away."""
    driver: Any = dialect.dbapi
    own = (Refused,) if dialect.name == "postgresql" else (driver.IntegrityError, driver.DataError)
    return (*own, UnicodeError)


def refusing(work: Callable[[], object]) -> None:
    """Carry it out. Raises `Refused`."""
    try:
        work()
    except Exception as fault:
        if is_refusal(fault):
            raise Refused(message(fault)) from fault
        raise


def is_refusal(fault: BaseException) -> bool:
    """Whether PostgreSQL says that the fault lies in what was asked of it."""
    told = isinstance(fault, Refused) or isinstance(getattr(fault, "orig", None), Refused)
    return told or code(fault).startswith(_IN_WHAT_IS_WRITTEN)


def _recordset(columns: Sequence[Any]) -> FromClause:
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text()), JSON))
    return rows.table_valued(*columns).render_derived(with_types=True)


def _sent_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind if isinstance(kind, Double | Integer) else Text()
