"""Commits events to the database: in order, and each of them once, whatever becomes of a connection."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import SQLAlchemyError

from ivr.journal.batch import Batch, Writing, batch_of
from ivr.journal.database import writing_engine
from ivr.journal.live import LiveCalls
from ivr.journal.servers import EVENTS, alone
from ivr.journal.spool import Entry
from ivr.journal.tables import positions

_LOOK_EVERY = 1.0
"""Seconds between two looks at whether SQLite's file is still the one that is open."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Events of one commit, made ready once, written as often as it takes. `last`: the number of the last."""

    batch: Batch
    last: int


class Committer:
    """For one thread. `writer` is the id under which the database keeps the number of the last event; without
    one ('') a commit whose answer is lost may be written twice."""

    def __init__(self, url: str, writer: str = "") -> None:
        self._engine = writing_engine(url)
        self._writing = Writing(self._engine.dialect)
        self._writer = writer
        self._live = LiveCalls()
        self._connection: Connection | None = None
        self._file: tuple[int, int] | None = None
        self._looked = 0.0
        self._known = 0

    def portion(self, entries: Sequence[Entry]) -> Portion:
        """Make these ready. Each event must pass here once, in order, since running calls are followed."""
        batch = batch_of([entry.row for entry in entries], [entry.event for entry in entries], self._live)
        return Portion(batch, entries[-1].number)

    def write(self, portion: Portion) -> None:
        """Commit. Rows that the database refuses are left out, and logged. Raises what it raises."""
        try:
            try:
                self._write(portion)
            except self._writing.refusals:
                self._drop_connection()
                self._write(portion, one_by_one=True)
        except BaseException:
            self._drop_connection()
            raise

    def position(self) -> int:
        """The number of the last event that the database has of this writer, 0 for none."""
        self._connect()
        return self._known

    def forget(self) -> None:
        """Remove the writer's position, once its spool is gone."""
        connection = self._connect()
        with connection.begin():
            connection.execute(delete(positions).where(positions.c.writer == self._writer))

    def close(self) -> None:
        self._drop_connection()
        self._engine.dispose()

    def _write(self, portion: Portion, *, one_by_one: bool = False) -> None:
        connection = self._connect()
        if self._known >= portion.last:
            return  # it was committed, and the answer was lost with the connection before
        place = (self._writer, portion.last) if self._writer else None
        self._writing.write(connection, portion.batch, position=place, one_by_one=one_by_one)
        self._known = portion.last if place else 0

    def _connect(self) -> Connection:
        if time.monotonic() - self._looked > _LOOK_EVERY:
            self._looked = time.monotonic()
            if self._there() != self._file:
                # SQLite would go on in a file that was moved away, and nobody would read it.
                self._drop_connection()
        if self._connection is None:
            self._file = self._there()
            connection = self._connection = self._engine.connect()
            self._known = self._position_in(connection) if self._writer else 0
        return self._connection

    def _position_in(self, connection: Connection) -> int:
        if connection.dialect.name == "postgresql":
            alone(connection, EVENTS)  # until a commit that nobody waits for any more is over
        query = select(positions.c.position).where(positions.c.writer == self._writer)
        found = connection.execute(query).scalar()
        connection.rollback()
        return found or 0

    def _there(self) -> tuple[int, int] | None:
        """Which file SQLite's is now. Raises FileNotFoundError, as SQLite itself would make an empty one."""
        if self._engine.dialect.name != "sqlite":
            return None
        file = os.stat(self._engine.url.database or "")
        return file.st_dev, file.st_ino

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):  # what could not be written is written again on a new connection
                connection.invalidate()
                connection.close()
