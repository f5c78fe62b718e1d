"""What a crash left open: calls without an end in the journal. Run at start, before the first call."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ivr.events import CallEnded, CallEvent
from ivr.journal.batch import Writing, prepare, stored
from ivr.journal.database import writing_engine
from ivr.journal.fold import fold
from ivr.journal.live import LiveCalls
from ivr.journal.tables import calls


def close_open_calls(url: str) -> list[str]:
    """End every open call in the journal at its last known event; the ids of these calls.

    The end says `by` engine and `cause` unknown, because nobody saw it. Must not run beside an engine that is
    writing to the same database: its running calls would be ended.
    """
    engine = writing_engine(url)
    try:
        with engine.connect() as connection:
            ends = [_end(connection, call) for call in _open_calls(connection)]
            connection.rollback()
            if ends:
                Writing(engine.dialect).write(connection, prepare(ends, LiveCalls()))
            return [end.call for end in ends]
    finally:
        engine.dispose()


def _open_calls(connection: Connection) -> list[str]:
    query = select(calls.c.id).where(calls.c.ended.is_(None)).order_by(calls.c.began)
    return list(connection.execute(query).scalars())


def _end(connection: Connection, call: str) -> CallEnded:
    journey: list[CallEvent] = stored(connection, call)
    last = max(event.at for event in journey)
    began = fold(journey).began
    return CallEnded(call=call, at=last, by="engine", cause="unknown", duration=max(0.0, last - began))
