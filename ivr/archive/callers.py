"""Where a caller is in the tables, however their number is spelled there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, select

from ivr.journal.callers import alike
from ivr.journal.tables import callbacks, cases, counted, listed, remembered, work
from ivr.numbers import normal

_ALIKE = 6  # last digits that every spelling of a number has


def spellings(connection: Connection, number: str, country: str) -> list[str]:
    """Every spelling of this number (which is as `normal` has it) among callers, and the number itself."""
    columns = (cases.c.caller_number, callbacks.c.number, work.c.sender)
    found = {text for column in columns for text in _alike(connection, column, number)}
    found |= {*connection.execute(alike(number, file=connection.dialect.name == "sqlite")).scalars()}
    return sorted({number, *(text for text in found if normal(text, country) == number)})


def keys(connection: Connection, column: Column[Any], number: str, country: str) -> list[str]:
    """The keys in this column that are the number, or have it as one of their words."""
    found = _alike(connection, column, number)
    return [key for key in found if number in _numbers(key.split(), country)]


def kept(connection: Connection, number: str, country: str) -> list[tuple[str, str]]:
    """What is remembered or counted of them: kind and key."""
    found = []
    for table in (remembered, counted):
        theirs = keys(connection, table.c.key, number, country)
        query = select(table.c.kind, table.c.key).where(table.c.key.in_(theirs)).distinct()
        found += [(row.kind, row.key) for row in connection.execute(query)]
    return sorted(set(found))


def lists_with(connection: Connection, number: str, country: str) -> list[str]:
    """The lists that they stand on by their own number."""
    theirs = keys(connection, listed.c.number, number, country)
    query = select(listed.c.list).where(listed.c.number.in_(theirs)).distinct().order_by(listed.c.list)
    return list(connection.execute(query).scalars())


def _numbers(words: Iterable[str], country: str) -> set[str]:
    return {normal(word, country) for word in words}


def _alike(connection: Connection, column: Column[Any], number: str) -> Sequence[str]:
    """Texts that may hold it: written with blanks or dashes between, a number has its last digit at least."""
    like = "%" + "%".join(number[-_ALIKE:]) + "%"
    query = select(column).where(column.like(like)).distinct()
    return [text for text in connection.execute(query).scalars() if text]
