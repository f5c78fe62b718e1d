"""One commit of the journal: rows of events, and the derived rows that they change.

The rows go to the driver directly, by statements compiled once: SQLAlchemy's own way of executing them costs
several times the CPU (figures in `docs/decisions/0003-journal.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import structlog
from sqlalchemy import Connection, Dialect, bindparam, literal_column, select, update

from ivr.events import (
    AgentStateChanged,
    CallEvent,
    Event,
    WorkCancelled,
    WorkFinished,
    WorkOfferEnded,
    WorkOverdue,
    WorkReleased,
)
from ivr.journal.codec import Row, decode, encode
from ivr.journal.fold import fold
from ivr.journal.json import to_json
from ivr.journal.live import Journeys, LiveCalls
from ivr.journal.record import CallRecord
from ivr.journal.servers import Transactions
from ivr.journal.statements import Rows, Statement, changing, inserting, refusals
from ivr.journal.tables import agent_states, calls, events, positions, work

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit writes. Built once, written as often as it takes."""

    rows: list[Row]
    journeys: Journeys
    states: Rows
    work: Rows
    overdue: Rows


def encoded(event: Event) -> Row | None:
    """The row of an event; None, and a line in the engine's log, where it cannot have one."""
    try:
        return encode(event)
    except (TypeError, ValueError) as fault:
        _log.error("journal.event_refused", item=repr(event)[:500], error=str(fault))
        return None


def prepare(batch: Sequence[Event], live: LiveCalls) -> Batch:
    """Encode the events and find out which records and agents they change; what has no row is logged."""
    rows = [(row, event) for event in batch if (row := encoded(event))]
    return batch_of([row for row, _ in rows], [event for _, event in rows], live)


def batch_of(rows: list[Row], kept: Sequence[Event], live: LiveCalls) -> Batch:
    """As `prepare`, for events whose rows are known."""
    states = {event.agent: _state_of(event) for event in kept if isinstance(event, AgentStateChanged)}
    work = [moved for event in kept if (moved := _work_of(event))]
    overdue = [(event.work,) for event in kept if isinstance(event, WorkOverdue)]
    return Batch(rows, live.take(kept), list(states.values()), work, overdue)


def stored(connection: Connection, call: str) -> list[CallEvent]:
    """The events of a call that are in the database, in order."""
    rows = connection.execute(select(events).where(events.c.call == call).order_by(events.c.seq)).mappings()
    found = (decode(row) for row in rows)
    return [event for event in found if isinstance(event, CallEvent)]


class Writing:
    """The statements of a commit, in the words of one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._event = inserting(events, Row._fields, dialect)
        self._call = inserting(calls, calls.columns.keys(), dialect, over=True)
        self._state = inserting(agent_states, agent_states.columns.keys(), dialect, over=True)
        self._work = changing(_WORK_MOVES, dialect)
        self._overdue = changing(_WORK_OVERDUE, dialect)
        self._position = inserting(positions, positions.columns.keys(), dialect, over=True)
        self._transactions = Transactions() if dialect.name == "postgresql" else None
        self.refusals = refusals(dialect)
        """Faults that lie in what is written, not in the database being locked, full, broken or away."""

    def write(
        self,
        connection: Connection,
        batch: Batch,
        *,
        position: tuple[str, int] | None = None,
        one_by_one: bool = False,
    ) -> None:
        """Insert the events, bring the derived tables up to date, and commit.

        `position`: the writer, and the number of the last event, remembered in the same transaction.
        `one_by_one` leaves out, and logs, the rows that the database refuses. What is written again, because
        a server was gone before it had said that it was done, is not doubled.
        """
        insert = self._insert_one_by_one if one_by_one else _insert
        with connection.begin():
            if self._transactions and self._transactions.done(connection, batch):
                return
            insert(connection, self._event, batch.rows)
            insert(connection, self._call, _records(connection, batch.journeys))
            insert(connection, self._state, batch.states)
            insert(connection, self._work, batch.work)
            insert(connection, self._overdue, batch.overdue)
            insert(connection, self._position, [position] if position else [])

    def _insert_one_by_one(self, connection: Connection, statement: Statement, rows: Rows) -> None:
        for row in rows:
            try:
                with connection.begin_nested():
                    _insert(connection, statement, [row])
            except self.refusals as fault:
                _log.error("journal.row_refused", row=repr(row)[:500], error=str(fault))


def _insert(connection: Connection, statement: Statement, rows: Rows) -> None:
    if rows:
        statement.run(connection, rows)


def _records(connection: Connection, journeys: Journeys) -> Rows:
    found = []
    for call, journey in journeys.items():
        try:
            found.append(_row_of(fold(journey or stored(connection, call))))
        except (ValueError, TypeError, AttributeError):  # the events are kept, whatever becomes of the record
            _log.exception("journal.fold_failed", call=call)
    return found


def _row_of(record: CallRecord) -> tuple[object, ...]:
    return tuple(_plain(value) for value in _values(record))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return to_json(value)
    return int(value) if isinstance(value, bool) else value


def _state_of(event: AgentStateChanged) -> tuple[object, ...]:
    return event.agent, event.state, event.reason, event.at


def _work_of(event: Event) -> tuple[object, ...] | None:
    """What an event makes of a piece of work: state, agent, since when, its id."""
    match event:
        case WorkOfferEnded(outcome="accepted"):
            return "accepted", event.agent, event.at, event.work
        case WorkReleased():
            return "waiting", "", event.at, event.work
        case WorkFinished():
            return "finished", event.agent, event.at, event.work
        case WorkCancelled():
            return "cancelled", event.agent, event.at, event.work
    return None


_THIS = work.c.id == bindparam("this")
_WORK_MOVES = (
    update(work)
    .where(_THIS)
    .values({name: bindparam(f"new_{name}") for name in ("state", "agent", "changed")})
)
_WORK_OVERDUE = update(work).where(_THIS).values(overdue=literal_column("1"))

_values = attrgetter(*calls.columns.keys())
