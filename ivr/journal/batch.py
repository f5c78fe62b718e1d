"""One commit of the journal: rows of events, and the derived rows that they change.

The rows go to the driver directly, by statements compiled once: SQLAlchemy's own way of executing them costs
several times the CPU (figures in `docs/decisions/0003-journal.md`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, Dialect, Insert, select

from ivr.events import AgentStateChanged, CallEvent, Event
from ivr.journal.codec import Row, decode, encode
from ivr.journal.database import to_json, upsert
from ivr.journal.fold import fold
from ivr.journal.live import Journeys, LiveCalls
from ivr.journal.record import CallRecord
from ivr.journal.tables import agent_states, calls, events

_log = structlog.get_logger(__name__)

_Rows = Sequence[Mapping[str, Any]]
_FIELDS = [field.name for field in dataclasses.fields(CallRecord)]
_JSON_FIELDS = ("flows", "keys", "recordings")


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit writes. Built once, written as often as it takes."""

    rows: list[dict[str, Any]]
    journeys: Journeys
    states: list[dict[str, Any]]


def prepare(batch: Sequence[Event], live: LiveCalls) -> Batch:
    """Encode the events and find out which records and agents they change; what has no row is logged."""
    rows, kept = [], []
    for event in batch:
        try:
            row = encode(event)
        except (TypeError, ValueError) as fault:
            _log.error("journal.event_refused", item=repr(event)[:500], error=str(fault))
        else:
            rows.append({**row, "data": to_json(row["data"])})
            kept.append(event)
    states = {event.agent: _state(event) for event in kept if isinstance(event, AgentStateChanged)}
    return Batch(rows, live.take(kept), list(states.values()))


def stored(connection: Connection, call: str) -> list[CallEvent]:
    """The events of a call that are in the database, in order."""
    rows = connection.execute(select(events).where(events.c.call == call).order_by(events.c.seq)).mappings()
    found = (decode(row) for row in rows)
    return [event for event in found if isinstance(event, CallEvent)]


class Writing:
    """The statements of a commit, in the words of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._event = _compiled(events.insert(), dialect, list(Row.__annotations__))
        self._call = _compiled(upsert(calls, dialect.name), dialect)
        self._state = _compiled(upsert(agent_states, dialect.name), dialect)
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


def _compiled(statement: Insert, dialect: Dialect, columns: list[str] | None = None) -> str:
    return str(statement.compile(dialect=dialect, column_keys=columns))


def _records(connection: Connection, journeys: Journeys) -> list[dict[str, Any]]:
    found = []
    for call, journey in journeys.items():
        try:
            found.append(_row_of(fold(journey or stored(connection, call))))
        except (ValueError, TypeError, AttributeError):  # the events are kept, whatever becomes of the record
            _log.exception("journal.fold_failed", call=call)
    return found


def _row_of(record: CallRecord) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in _FIELDS}
    return row | {name: to_json(row[name]) for name in _JSON_FIELDS}


def _state(event: AgentStateChanged) -> dict[str, Any]:
    return {"agent": event.agent, "state": event.state, "reason": event.reason, "since": event.at}
