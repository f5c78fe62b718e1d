"""A caller is erased on request: the audio goes, numbers, names and texts are replaced, every count stays.

A legal hold wins: a call with a held recording stays as it is. So do calls that go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from ivr.archive import callers, comments
from ivr.archive.blanking import BLANK, IDS, Blanking, new_number
from ivr.archive.entry import Entry
from ivr.archive.index import Index, Wanted
from ivr.archive.retention import REQUEST, remove
from ivr.journal.database import DatabaseUnusable, writing_engine
from ivr.journal.tables import callbacks, calls, cases, counted, events, recordings, remembered, work
from ivr.journal.unusable import unusable

_PORTION = 500
_OVER = ("finished", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would go, and what stays although it is theirs. `numbers`: the spellings of their number; `calls`
    and `cases`, `callbacks`, `work` by id; `elsewhere`: calls of others in which their number stands; `kept`:
    kind and key of what is remembered or counted; `scores` lose what was written beside them; `held`,
    `running`: calls that stay, `open_work`: work that is not finished, `lists`: lists that they stand on."""

    numbers: Sequence[str]
    recordings: Sequence[Entry]
    calls: Sequence[str]
    elsewhere: Sequence[str]
    cases: Sequence[str]
    callbacks: Sequence[int]
    work: Sequence[str]
    kept: Sequence[tuple[str, str]]
    scores: Sequence[int]
    held: Sequence[str]
    running: Sequence[str]
    open_work: Sequence[str]
    lists: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would go."""
        gone = (self.recordings, self.calls, self.elsewhere, self.cases, self.callbacks, self.work, self.kept)
        return not any(gone)


class Eraser:
    """Close it at the end. `number` is as `ivr.numbers.normal` has it. All methods raise
    `DatabaseUnusable`."""

    def __init__(self, url: str, index: Index, folder: Path, country: str) -> None:
        self._engine: Engine = writing_engine(url)
        self._index, self._folder, self._country = index, folder, country

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def plan(self, number: str) -> Plan:
        """What would go."""
        try:
            with self._engine.connect() as connection:
                return self._plan(connection, number)
        except SQLAlchemyError as fault:
            raise self._unusable(fault) from fault

    def erase(
        self, number: str, plan: Plan, now: float, show: Callable[[int], None] = lambda done: None
    ) -> None:
        """Carry the plan out. The audio goes first; then all the rest in one transaction, or nothing of it.
        `show` is told how many recordings are gone. Raises OSError when the disk fails."""
        for done, entry in enumerate(plan.recordings):
            show(done)
            remove(self._index, self._folder, [entry], now, REQUEST)
        instead = {spelling: new_number() for spelling in plan.numbers}
        try:
            with self._engine.begin() as connection:
                _leaving_no_trace(connection)
                _Erasing(connection, Blanking(number, self._country, instead)).carry_out(plan)
            with self._engine.connect() as connection:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except SQLAlchemyError as fault:
            raise self._unusable(fault) from fault

    def _unusable(self, fault: SQLAlchemyError) -> DatabaseUnusable:
        return unusable(fault, self._engine.url, ("the call log", "通话记录"))

    def _plan(self, connection: Connection, number: str) -> Plan:
        numbers = callers.spellings(connection, number, self._country)
        theirs = _ids(connection, calls, calls.c.caller_number.in_(numbers))
        held = _among(connection, theirs, recordings.c.call, recordings.c.held.is_not(None))
        running = _among(connection, theirs, calls.c.id, calls.c.ended.is_(None))
        stay = {*held, *running}
        going = [call for call in theirs if call not in stay]
        promised = connection.execute(
            select(callbacks.c.id, callbacks.c.call).where(callbacks.c.number.in_(numbers))
        ).all()
        cased = connection.execute(
            select(cases.c.reference, cases.c.call).where(cases.c.caller_number.in_(numbers))
        ).all()
        sent = connection.execute(select(work.c.id, work.c.state).where(work.c.sender.in_(numbers))).all()
        sound = [entry for call in going for entry in self._index.find(Wanted(call=call, left=True))]
        return Plan(
            numbers=numbers,
            recordings=sound,
            calls=going,
            elsewhere=sorted({row.call for row in promised} - set(theirs) - {""}),
            cases=[row.reference for row in cased if row.call not in stay],
            callbacks=[row.id for row in promised if row.call not in stay],
            work=[row.id for row in sent if row.state in _OVER],
            kept=callers.kept(connection, number, self._country),
            scores=comments.scores_of(connection, going),
            held=held,
            running=running,
            open_work=[row.id for row in sent if row.state not in _OVER],
            lists=callers.lists_with(connection, number, self._country),
        )


class _Erasing:
    """One transaction."""

    def __init__(self, connection: Connection, blanking: Blanking) -> None:
        self._connection, self._blanking = connection, blanking

    def carry_out(self, plan: Plan) -> None:
        for call in plan.calls:
            self._events(call, theirs=True)
            self._call(call)
        for call in plan.elsewhere:
            self._events(call, theirs=False)
        for reference in plan.cases:
            self._row(cases, cases.c.reference == reference, {})
        for promise in plan.callbacks:
            self._callback(promise)
        for piece in plan.work:
            blank = dict.fromkeys(("subject", "reference", "url"), BLANK)
            self._row(work, work.c.id == piece, {**blank, "payload": {}, "key": None})
        for score in plan.scores:
            comments.blank(self._connection, score)
        self._forget(plan.kept)

    def _forget(self, kept: Sequence[tuple[str, str]]) -> None:
        for kind, key in kept:
            for table in (remembered, counted):
                self._connection.execute(delete(table).where(table.c.kind == kind, table.c.key == key))

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

    def _callback(self, promise: int) -> None:
        waiting = (callbacks.c.id == promise, callbacks.c.state == "waiting")
        self._connection.execute(update(callbacks).where(*waiting).values(state="cancelled"))
        self._row(callbacks, callbacks.c.id == promise, {})

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


def _ids(connection: Connection, table: Table, where: Any) -> list[str]:
    query = select(table.c.id).where(where).order_by(table.c.began, table.c.id)
    return list(connection.execute(query).scalars())


def _among(connection: Connection, ids: Sequence[str], column: Any, where: Any) -> list[str]:
    """Those of the calls for which this holds."""
    found: set[str] = set()
    for begin in range(0, len(ids), _PORTION):
        query = select(column).where(column.in_(ids[begin : begin + _PORTION]), where)
        found |= set(connection.execute(query).scalars())
    return [call for call in ids if call in found]


def _leaving_no_trace(connection: Connection) -> None:
    """SQLite otherwise leaves what was overwritten in the free parts of its file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
