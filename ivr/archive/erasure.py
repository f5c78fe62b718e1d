"""A caller is erased on request: the audio goes, numbers, names and texts are replaced, every count stays.

The request is kept first, so that it is carried out whatever happens meanwhile, and goes on to be: what was
in a call that went on, in work that was open, or in the spool of an engine without its database, goes as soon
as it can. A legal hold wins: a call with a held recording stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from ivr.archive import erasing, requests
from ivr.archive.blanking import BLANK, Blanking, new_number
from ivr.archive.entry import Entry
from ivr.archive.index import Index, Wanted
from ivr.archive.plan import Plan, Whose, anything_waits, planned, with_what_waits
from ivr.archive.requests import Request
from ivr.archive.retention import REQUEST, remove
from ivr.journal.database import DatabaseUnusable, writing_engine
from ivr.journal.opened import Trace
from ivr.journal.tables import audit
from ivr.journal.unusable import unusable

ERASED = "caller_erased"
"""What the trail says."""
Show = Callable[[int, int], None]
"""Is told how many recordings are gone, and of how many."""


def _unseen(done: int, of: int) -> None:
    pass


class Eraser:
    """Close it at the end. `spool` is the folder of the engine's spool, `country` that of its numbers. All
    methods raise `DatabaseUnusable`."""

    def __init__(self, url: str, index: Index, folder: Path, spool: Path, country: str) -> None:
        self._engine: Engine = writing_engine(url)
        self._index, self._folder, self._spool, self._country = index, folder, spool, country

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def plan(self, number: str, before: float | None = None) -> Plan:
        """What would go of the caller with this number, as `ivr.numbers.normal` has it. Raises OSError."""
        whose = Whose(number, self._country, before)
        with self._asking() as connection:
            plan = planned(connection, whose, self._sound_of)
            return with_what_waits(plan, connection, whose, self._spool)

    def earlier(self, digest: str) -> Sequence[float]:
        """When the number with this `digest` was asked to be erased."""
        with self._asking() as connection:
            return requests.earlier(connection, digest)

    def ask(self, number: str, digest: str, now: float, *, lists: bool = False) -> Request:
        """Keep the request: from now on it is carried out, by this program or by the engine. `lists`: take
        them off the lists, at once."""
        with self._asking() as connection:
            erasing.begin(connection)
            request = requests.add(connection, number, digest, now)
            if lists:
                erasing.off_lists(connection, number, self._country)
            connection.commit()
            return request

    def erase(
        self, request: Request, trace: Trace, *, before: float | None = None, show: Show = _unseen
    ) -> Plan:
        """Carry the request out, as far as that can be now; what went.

        The audio goes first; then all the rest in one transaction, with a line of the trail: its words are
        those of `trace` behind the numbers of what went. Raises OSError when the disk fails.
        """
        plan = self.plan(request.number, before)
        for done, entry in enumerate(plan.recordings):
            show(done, len(plan.recordings))
            remove(self._index, self._folder, [entry], trace.at, REQUEST)
        with self._asking() as connection:
            erasing.begin(connection)
            instead = {spelling: new_number() for spelling in plan.numbers}
            blanking = Blanking(request.number, self._country, instead)
            erasing.Erasing(connection, blanking, trace.at).carry_out(plan)
            connection.execute(insert(audit).values(_line(trace, plan)))
            connection.commit()
        self._nothing_left_beside()
        return plan

    def go_on(self, now: float) -> int:
        """Carry out what is left of all requests; how many of them had something. Raises OSError."""
        with self._asking() as connection:
            left = requests.still_open(connection)
        return sum([self._go_on(request, now) for request in left])

    def _go_on(self, request: Request, now: float) -> bool:
        trace = Trace(now, "engine", ERASED, words(request))
        plan = self.plan(request.number, request.asked)
        went = not plan.is_empty
        if went:
            plan = self.erase(request, trace, before=request.asked)
        if not plan.follows and now >= request.asked + requests.SETTLES:
            self._settle(request, now)
        return went

    def _settle(self, request: Request, now: float) -> None:
        """Forget the number, unless events wait: their calls may be known by nothing else."""
        with self._asking() as connection:
            if anything_waits(connection, self._spool):
                return
            erasing.begin(connection)
            requests.close(connection, request, now)
            connection.commit()
        self._nothing_left_beside()

    def _sound_of(self, call: str) -> Sequence[Entry]:
        return self._index.find(Wanted(call=call, left=True))

    def _nothing_left_beside(self) -> None:
        """SQLite's log beside its file has what was there before, until it is written over."""
        with self._asking() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as fault:
            raise self._unusable(fault) from fault

    def _unusable(self, fault: SQLAlchemyError) -> DatabaseUnusable:
        return unusable(fault, self._engine.url, ("the call log", "通话记录"))


def words(request: Request, note: str = "") -> str:
    """Whom the trail names: by the hash of their number, which is nowhere in it, not even in the note."""
    return f"caller {request.digest} {note.replace(request.number, BLANK)}".strip()


def _line(trace: Trace, plan: Plan) -> dict[str, object]:
    counts = f"{len(plan.recordings)} recordings, {len(plan.calls)} calls"
    return {"at": trace.at, "who": trace.who, "what": trace.what, "about": f"{counts}, {trace.about}"}
