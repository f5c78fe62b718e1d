"""What would go when a caller is erased, and what would stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from ivr.archive import callers, comments
from ivr.archive.entry import Entry
from ivr.journal.tables import OF_RECORDINGS, callbacks, calls, cases, events, positions, recordings, work
from ivr.journal.waiting import calls_waiting, waiting
from ivr.numbers import normal

_PORTION = 500
_OVER = ("finished", "cancelled")


@dataclass(frozen=True, slots=True)
class Whose:
    """The caller with this `number`, as `normal` has it in this country; only what was there `before` this
    moment is meant (seconds since 1970), None for all."""

    number: str
    country: str
    before: float | None = None

    def before_then(self, moment: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition."""
        return moment.is_not(None) if self.before is None else moment < self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would go, and what stays although it is theirs. `numbers`: the spellings of their number; `calls`
    and `cases`, `callbacks`, `work` by id; `elsewhere`: calls of others in which their number stands; `kept`:
    kind and key of what is remembered or counted; `scores` lose what was written beside them; `lists`: lists
    that they stand on.

    Later follow calls that go on or whose recordings are being taken in (`running`), calls that wait on disk
    for the database (`spooled`) and work that is not finished (`open_work`). `held` stays, and so do
    `damaged`, files of lines that no engine could read.
    """

    numbers: Sequence[str]
    recordings: Sequence[Entry]
    calls: Sequence[str]
    elsewhere: Sequence[str]
    cases: Sequence[str]
    callbacks: Sequence[int]
    work: Sequence[str]
    kept: Sequence[tuple[str, str]]
    scores: Sequence[int]
    lists: Sequence[str]
    held: Sequence[str]
    running: Sequence[str]
    open_work: Sequence[str]
    spooled: Sequence[str] = ()
    damaged: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would go, lists apart."""
        gone = (self.recordings, self.calls, self.elsewhere, self.cases, self.callbacks, self.work, self.kept)
        return not any(gone)

    @property
    def follows(self) -> bool:
        """Whether something of theirs is to go later."""
        return bool(self.running or self.open_work or self.spooled)


def planned(connection: Connection, whose: Whose, sound_of: Callable[[str], Sequence[Entry]]) -> Plan:
    """What is in the database; `sound_of` gives the recordings of a call that are left."""
    numbers = callers.spellings(connection, whose.number, whose.country)
    theirs = _calls(connection, whose, numbers)
    held = _among(connection, theirs, recordings.c.call, recordings.c.held.is_not(None))
    running = [call for call in _unready(connection, theirs) if call not in held]
    stay = {*held, *running}
    going = [call for call in theirs if call not in stay]
    promised = [
        row
        for row in connection.execute(select(callbacks).where(callbacks.c.number.in_(numbers))).all()
        if row.call not in stay and (row.call in going or _is_before(whose, row.asked))
    ]
    cased = connection.execute(select(cases).where(cases.c.caller_number.in_(numbers))).all()
    sent = _work(connection, whose, numbers)
    return Plan(
        numbers=numbers,
        recordings=[entry for call in going for entry in sound_of(call)],
        calls=going,
        elsewhere=sorted({row.call for row in promised} - set(theirs) - {""}),
        cases=[
            row.reference
            for row in cased
            if row.call not in stay and (row.call in going or _is_before(whose, row.opened))
        ],
        callbacks=[row.id for row in promised],
        work=[row.id for row in sent if row.state in _OVER],
        kept=_kept(connection, whose, numbers),
        scores=comments.scores_of(connection, going),
        lists=callers.lists_with(connection, whose.number, whose.country),
        held=held,
        running=running,
        open_work=[row.id for row in sent if row.state not in _OVER],
    )


def with_what_waits(plan: Plan, connection: Connection, whose: Whose, spool: Path) -> Plan:
    """The plan, with what of them is in this folder and not in the database."""
    spooled = [
        began.call
        for began in calls_waiting(spool, _written(connection))
        if normal(began.caller_number, whose.country) == whose.number and _is_before(whose, began.at)
    ]
    return replace(plan, spooled=spooled, damaged=_damaged(spool, whose.number))


def anything_waits(connection: Connection, spool: Path) -> bool:
    """Whether an engine of this machine has events that the database has not, whosesoever they are."""
    return bool(waiting(spool, _written(connection)))


def still(connection: Connection, plan: Plan) -> list[str]:
    """Its calls, without those that another program has erased or put under a hold meanwhile."""
    theirs = _among(connection, plan.calls, calls.c.id, calls.c.caller_number.in_(plan.numbers))
    held = _among(connection, theirs, recordings.c.call, recordings.c.held.is_not(None))
    return [call for call in theirs if call not in held]


def _calls(connection: Connection, whose: Whose, numbers: Sequence[str]) -> list[str]:
    of_them = (calls.c.caller_number.in_(numbers), whose.before_then(calls.c.began))
    query = select(calls.c.id).where(*of_them).order_by(calls.c.began, calls.c.id)
    return list(connection.execute(query).scalars())


def _unready(connection: Connection, theirs: Sequence[str]) -> list[str]:
    """Calls that go on, and those with a recording that is not in the index yet: it could not be found any
    more."""
    running = _among(connection, theirs, calls.c.id, calls.c.ended.is_(None))
    listed = exists().where(recordings.c.id == events.c.seq)
    unlisted = _among(connection, theirs, events.c.call, OF_RECORDINGS & ~listed)
    return [call for call in theirs if call in running or call in unlisted]


def _work(connection: Connection, whose: Whose, numbers: Sequence[str]) -> Sequence[Any]:
    of_them = (work.c.sender.in_(numbers), whose.before_then(work.c.arrived))
    return connection.execute(select(work.c.id, work.c.state).where(*of_them)).all()


def _kept(connection: Connection, whose: Whose, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """Nothing has a date here; so of who called again later all stays."""
    if whose.before is not None:
        later = (calls.c.caller_number.in_(numbers), calls.c.began >= whose.before)
        if connection.execute(select(calls.c.id).where(*later).limit(1)).first():
            return []
    return callers.kept(connection, whose.number, whose.country)


def _is_before(whose: Whose, moment: float) -> bool:
    return whose.before is None or moment < whose.before


def _among(connection: Connection, ids: Sequence[str], column: Any, where: Any) -> list[str]:
    """Those of the calls for which this holds."""
    found: set[str] = set()
    for begin in range(0, len(ids), _PORTION):
        query = select(column).where(column.in_(ids[begin : begin + _PORTION]), where)
        found |= set(connection.execute(query).scalars())
    return [call for call in ids if call in found]


def _written(connection: Connection) -> Mapping[str, int]:
    return {row.writer: row.position for row in connection.execute(select(positions))}


def _damaged(spool: Path, number: str) -> list[str]:
    return [str(file) for file in sorted(spool.glob("*.damaged")) if number.encode() in file.read_bytes()]
