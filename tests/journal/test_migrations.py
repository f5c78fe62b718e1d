"""Every change of the tables, forwards and backwards, with rows in them, on both stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, Double, MetaData, Table, inspect, select
from sqlalchemy.types import LargeBinary, Text, TypeEngine

from ivr.journal.database import DatabaseUnusable, migrate
from ivr.journal.tables import callbacks
from ivr.journal.upgrading import alembic_config
from ivr.ports import Wanted
from routing.needs import Needs, parse
from tests.stores import Store, differences, opened

Rows = Mapping[str, list[dict[str, Any]]]

pytestmark = pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index:sqlalchemy.exc.SAWarning"
)
"""Of an index over an expression SQLAlchemy tells nothing in SQLite; `indexes` asks SQLite itself."""

SCRIPTS = ScriptDirectory.from_config(alembic_config(None))
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]
HEAD = REVISIONS[-1]
SKILLS = {"buyer": 2, "zh": 1}
"""Whom callbacks wanted before that was an expression."""


@pytest.fixture
def connection(stores: Store) -> Iterator[Connection]:
    """To a database without tables."""
    with opened(stores.empty()) as connection:
        yield connection


def moved(connection: Connection, revision: str) -> None:
    """To the tables of that revision, from later or earlier ones."""
    config: Config = alembic_config(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    earlier = current is not None and REVISIONS.index(revision) < REVISIONS.index(current)
    (command.downgrade if earlier else command.upgrade)(config, revision)
    connection.commit()


def tables_of(connection: Connection) -> Sequence[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def filled(connection: Connection) -> Rows:
    """Two rows in every table, as they are read back."""
    for table in tables_of(connection):
        for number in (1, 2):
            row = {c.name: value(table.name, c.name, c.type, number) for c in table.columns}
            connection.execute(table.insert().values(row))
    connection.commit()
    return rows_of(connection)


def value(table: str, column: str, kind: TypeEngine[Any], number: int) -> Any:
    if isinstance(kind, JSON):
        return {"skills": SKILLS, "wanted": wanted(number)}.get(column, [f"{column} {number}"])
    if isinstance(kind, LargeBinary):
        return bytes([number, 0, 255])
    if isinstance(kind, Text):
        return "waiting" if (table, column) == ("callbacks", "state") else f"{column} {number} 中文"
    return number + 0.25 if isinstance(kind, Double) else number


def wanted(number: int) -> Mapping[str, Any]:
    return Wanted(Needs(parse("buyer >= 2 and zh")), priority=number).to_plain()


def rows_of(connection: Connection) -> Rows:
    found = {}
    for table in tables_of(connection):
        query = select(table).order_by(*table.primary_key.columns)
        found[table.name] = [dict(row) for row in connection.execute(query).mappings()]
    connection.rollback()
    return found


def shape_of(connection: Connection) -> Mapping[str, Any]:
    """Columns, indexes and keys, as the database tells them. Defaults are left out: a column that comes back
    has one, for the rows that are there."""
    at, found = inspect(connection), {}
    for name in at.get_table_names():
        columns = [(each["name"], str(each["type"]), each["nullable"]) for each in at.get_columns(name)]
        key = at.get_pk_constraint(name)["constrained_columns"]
        found[name] = (
            sorted(columns),
            sorted(map(_index, at.get_indexes(name))),
            key,
            indexes(connection, name),
        )
    connection.rollback()
    return found


def indexes(connection: Connection, table: str) -> Sequence[str]:
    """The names of all indexes of a table, in SQLite."""
    if connection.dialect.name != "sqlite":
        return ()
    found = connection.exec_driver_sql(f"SELECT name FROM pragma_index_list('{table}') ORDER BY name")
    return [row.name for row in found]


def _index(index: Any) -> tuple[object, ...]:
    conditions = {name: str(each) for name, each in index.get("dialect_options", {}).items()}
    return index["name"], index["column_names"], bool(index["unique"]), sorted(conditions.items())


def both_have(before: Rows, after: Rows) -> Iterator[tuple[str, Any, Any]]:
    """What is in columns that both have, with where it is."""
    for table, rows in before.items():
        assert len(after[table]) == len(rows), table
        for old, new in zip(rows, after[table], strict=True):
            for column in old.keys() & new.keys():
                yield f"{table}.{column}", old[column], new[column]


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_every_revision_come_through_all_later_ones_and_back(
    connection: Connection, revision: str
) -> None:
    moved(connection, revision)
    shape, before = shape_of(connection), filled(connection)
    moved(connection, HEAD)
    assert differences(connection) == []
    today = rows_of(connection)
    for where, old, new in both_have(before, today):
        assert new == old, where
    moved(connection, revision)
    assert rows_of(connection) == before
    assert shape_of(connection) == shape
    moved(connection, HEAD)
    assert rows_of(connection) == today


def test_migrations_go_back_to_nothing(connection: Connection) -> None:
    moved(connection, HEAD)
    filled(connection)
    command.downgrade(alembic_config(connection), "base")
    connection.commit()
    assert inspect(connection).get_table_names() == ["alembic_version"]


def test_callbacks_promised_before_needs_were_expressions_are_kept(connection: Connection) -> None:
    moved(connection, "0007")
    strange = {**SKILLS, "no such": 3}
    (table,) = (each for each in tables_of(connection) if each.name == "callbacks")
    row = {c.name: value("callbacks", c.name, c.type, 5) for c in table.columns}
    connection.execute(table.insert().values({**row, "skills": strange}))
    moved(connection, HEAD)
    (kept,) = connection.execute(select(callbacks.c.wanted)).all()
    assert Wanted.of_plain(kept.wanted) == Wanted(Needs(parse("buyer >= 2 and zh")), priority=5)


def test_an_expression_that_skills_cannot_say_wants_anybody_in_an_earlier_version(
    connection: Connection,
) -> None:
    moved(connection, HEAD)
    (table,) = (each for each in tables_of(connection) if each.name == "callbacks")
    row = {c.name: value("callbacks", c.name, c.type, 5) for c in table.columns}
    needs = Wanted(Needs(parse("buyer >= 2 or zh")), priority=5).to_plain()
    connection.execute(table.insert().values({**row, "wanted": needs}))
    moved(connection, "0007")
    ((kept,),) = (rows_of(connection)["callbacks"],)
    assert (kept["skills"], kept["priority"]) == ({}, 5)


def test_there_is_one_order_and_every_file_tells_its_place() -> None:
    assert SCRIPTS.get_heads() == [HEAD]
    for script in SCRIPTS.walk_revisions():
        place = f"After {script.down_revision}." if script.down_revision else "The first."
        assert place in (script.module.__doc__ or ""), script.path


def test_a_database_of_a_later_version_is_told_as_such(stores: Store) -> None:
    url = stores.empty()
    migrate(url)
    with opened(url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseUnusable, match="later version") as refused:
        migrate(url)
    assert "更新的版本" in refused.value.said("zh")
