"""One commit of the journal: rows of events, and the derived rows that they change.

The rows go to the driver directly, by statements compiled once: SQLAlchemy's own way of executing them costs
several times the CPU (figures in `docs/decisions/0003-journal.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import structlog
from sqlalchemy import Connection, Dialect, Insert, select

from ivr.events import AgentStateChanged, CallEvent, Event
from ivr.journal.codec import Row, decode, encode
from ivr.journal.database import upsert
from ivr.journal.fold import fold
from ivr.journal.json import to_json
from ivr.journal.live import Journeys, LiveCalls
from ivr.journal.record import CallRecord
from ivr.journal.tables import agent_states, calls, events

_log = structlog.get_logger(__name__)

_Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit writes. Built once, written as often as it takes."""

    rows: list[Row]
    journeys: Journeys
    states: _Rows


def prepare(batch: Sequence[Event], live: LiveCalls) -> Batch:
    """Encode the events and find out which records and agents they change; what has no row is logged."""
    rows, kept = [], []
    for event in batch:
        try:
            row = encode(event)
        except (TypeError, ValueError) as fault:
            _log.error("journal.event_refused", item=repr(event)[:500], error=str(fault))
        else:
            rows.append(row)
            kept.append(event)
    states = {event.agent: _state_of(event) for event in kept if isinstance(event, AgentStateChanged)}
    return Batch(rows, live.take(kept), list(states.values()))


def stored(connection: Connection, call: str) -> list[CallEvent]:
    """The events of a call that are in the database, in order."""
    rows = connection.execute(select(events).where(events.c.call == call).order_by(events.c.seq)).mappings()
    found = (decode(row) for row in rows)
    return [event for event in found if isinstance(event, CallEvent)]


class Writing:
    """The statements of a commit, in the words of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._event = _compiled(events.insert(), dialect, Row._fields)
        self._call = _compiled(upsert(calls, dialect.name), dialect, calls.columns.keys())
        self._state = _compiled(upsert(agent_states, dialect.name), dialect, agent_states.columns.keys())
        driver: Any = dialect.dbapi
        self.refusals = (driver.IntegrityError, driver.DataError, UnicodeError)
        """Faults that lie in what is written, not in the database being locked, full, broken or away."""

    def write(self, connection: Connection, batch: Batch, *, one_by_one: bool = False) -> None:
        """Insert the events, bring the derived tables up to date, and commit.

        `one_by_one` leaves out, and logs, the rows that the database refuses.
        """
        insert = self._insert_one_by_one if one_by_one else _insert
        with connection.begin():
            insert(connection, self._event, batch.rows)
            insert(connection, self._call, _records(connection, batch.journeys))
            insert(connection, self._state, batch.states)

    def _insert_one_by_one(self, connection: Connection, statement: str, rows: _Rows) -> None:
        for row in rows:
            try:
                with connection.begin_nested():
                    _insert(connection, statement, [row])
            except self.refusals as fault:
                _log.error("journal.row_refused", row=repr(row)[:500], error=str(fault))


def _insert(connection: Connection, statement: str, rows: _Rows) -> None:
    if rows:
        cursor = connection.connection.cursor()
        cursor.executemany(statement, rows)
        cursor.close()


def _compiled(statement: Insert, dialect: Dialect, columns: Sequence[str]) -> str:
    """SQL that takes these columns, which are in the order of the table, as a tuple."""
    return str(statement.compile(dialect=dialect, column_keys=list(columns)))


def _records(connection: Connection, journeys: Journeys) -> _Rows:
    found = []
    for call, journey in journeys.items():
        try:
            found.append(_row_of(fold(journey or stored(connection, call))))
        except (ValueError, TypeError, AttributeError):  # the events are kept, whatever becomes of the record
            _log.exception("journal.fold_failed", call=call)
    return found


def _row_of(record: CallRecord) -> tuple[object, ...]:
    return tuple(to_json(value) if isinstance(value, tuple) else value for value in _values(record))


def _state_of(event: AgentStateChanged) -> tuple[object, ...]:
    return event.agent, event.state, event.reason, event.at


_values = attrgetter(*calls.columns.keys())
