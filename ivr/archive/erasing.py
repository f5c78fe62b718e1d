"""One caller out of the tables, in one transaction: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from ivr.archive import comments
from ivr.archive.blanking import BLANK, IDS, Blanking
from ivr.archive.callers import keys
from ivr.archive.plan import Plan, still
from ivr.events import VoicemailHeard, VoicemailLeft, kind
from ivr.journal.database import insert_new
from ivr.journal.servers import EVENTS, alone, for_key
from ivr.journal.tables import (
    callbacks,
    calls,
    case_history,
    cases,
    counted,
    events,
    listed,
    recordings,
    recounts,
    remembered,
    work,
)


def begin(connection: Connection) -> None:
    """Wait until nobody else erases. What SQLite overwrites from now on is not left in the free parts of its
    file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(for_key("erasure"))


def off_lists(connection: Connection, number: str, country: str) -> None:
    """Take them off every list on which they stand by their own number."""
    theirs = keys(connection, listed.c.number, number, country)
    connection.execute(delete(listed).where(listed.c.number.in_(theirs)))


_WORDS_OF_CASES = frozenset({"text", "words", "why", "note", "call_back"})
"""Fields of what happened to a case in which the caller's words or number may stand."""


class Erasing:
    """One transaction, which has begun. `now` in seconds since 1970."""

    def __init__(self, connection: Connection, blanking: Blanking, now: float) -> None:
        self._connection, self._blanking, self._now = connection, blanking, now

    def carry_out(self, plan: Plan) -> None:
        """What the plan says, and is still so."""
        going = still(self._connection, plan)
        self._count_anew(going)
        for call in going:
            self._events(call, theirs=True)
            self._call(call)
        for call in plan.elsewhere:
            self._events(call, theirs=False)
        for reference in plan.cases:
            self._case(reference)
        for promise in plan.callbacks:
            self._callback(promise)
        for piece in plan.work:
            self._work(piece)
        self._forget(plan.kept)
        for score in comments.scores_of(self._connection, going):
            comments.blank(self._connection, score)
        self._mailboxes(going)

    def _count_anew(self, going: Sequence[str]) -> None:
        """What is kept ready for reports went by their numbers."""
        for call in going:
            query = select(events.c.at).where(events.c.call == call).distinct()
            if moments := [{"at": row.at} for row in self._connection.execute(query)]:
                self._connection.execute(insert_new(recounts, self._connection.dialect.name), moments)

    def _events(self, call: str, *, theirs: bool) -> None:
        query = select(events.c.seq, events.c.data).where(events.c.call == call)
        for row in self._connection.execute(query).all():
            data = self._blanking.data(row.data) if theirs else self._blanking.elsewhere(row.data)
            if data != row.data:
                self._connection.execute(update(events).where(events.c.seq == row.seq).values(data=data))

    def _call(self, call: str) -> None:
        self._row(calls, calls.c.id == call, {"caller_name": ""})
        of_call = recordings.c.call == call
        changed = update(recordings).where(of_call, recordings.c.note != "").values(note=BLANK)
        self._connection.execute(changed)

    def _case(self, reference: str) -> None:
        """The words of the caller and about them go; what was charged and when it was answered stays."""
        blank = {"pin": "", "details": {}, "text": BLANK, "answer": BLANK}
        self._row(cases, cases.c.reference == reference, blank)
        of_case = case_history.c.reference == reference
        for row in self._connection.execute(select(case_history).where(of_case)).all():
            data = {
                name: BLANK if name in _WORDS_OF_CASES and value else value
                for name, value in row.data.items()
            }
            this = (of_case, case_history.c.number == row.number)
            self._connection.execute(update(case_history).where(*this).values(data=data))

    def _callback(self, promise: int) -> None:
        waiting = (callbacks.c.id == promise, callbacks.c.state == "waiting")
        self._connection.execute(update(callbacks).where(*waiting).values(state="cancelled"))
        self._row(callbacks, callbacks.c.id == promise, {})

    def _work(self, piece: str) -> None:
        blank = dict.fromkeys(("subject", "reference", "url"), BLANK)
        self._row(work, work.c.id == piece, {**blank, "payload": {}, "key": None})

    def _forget(self, kept: Sequence[tuple[str, str]]) -> None:
        for what, key in kept:
            for table in (remembered, counted):
                self._connection.execute(delete(table).where(table.c.kind == what, table.c.key == key))

    def _mailboxes(self, going: Sequence[str]) -> None:
        """Nobody can hear their messages any more, so none of them waits to be heard."""
        left = [data for call in going for data in self._data_of(VoicemailLeft, events.c.call == call)]
        for data in left:
            this = events.c.data["file"].as_string() == data["file"]
            if not self._data_of(VoicemailHeard, this):
                if self._connection.dialect.name == "postgresql":
                    alone(self._connection, EVENTS)  # or who reads by number would not see it
                heard = {"mailbox": data["mailbox"], "file": data["file"]}
                row = {"call": None, "kind": kind(VoicemailHeard), "at": self._now, "data": heard}
                self._connection.execute(events.insert().values(row))

    def _data_of(self, what: type[VoicemailLeft | VoicemailHeard], where: Any) -> list[dict[str, Any]]:
        query = select(events.c.data).where(events.c.kind == kind(what), where)
        return list(self._connection.execute(query).scalars())

    def _row(self, table: Table, where: Any, values: dict[str, Any]) -> None:
        """Blank the row: these values, and their number wherever it stands alone."""
        row = self._connection.execute(select(table).where(where)).one()._mapping
        texts = {name: value for name, value in row.items() if isinstance(value, str) and name not in IDS}
        swept = {
            name: self._blanking.anew(value)
            for name, value in texts.items()
            if self._blanking.is_theirs(value)
        }
        if values or swept:
            self._connection.execute(update(table).where(where).values({**swept, **values}))
