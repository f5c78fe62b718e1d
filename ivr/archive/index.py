"""The index of the recordings in the database of the call log. All methods raise `DatabaseUnusable`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, exists, select, update

from ivr.archive.callers import spellings
from ivr.archive.entry import Entry
from ivr.events import CallEvent, VoicemailHeard, kind
from ivr.journal.codec import decode
from ivr.journal.database import insert_new
from ivr.journal.opened import Opened, Trace
from ivr.journal.tables import IN_WAV, OF_MAILBOXES, OF_RECORDINGS, audit, calls, events, recordings
from ivr.numbers import normal

_PORTION = 500
_COLUMNS = [column for column in recordings.columns if column.name != "peaks"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which recordings: those that began in [`since`, `until`) and fit all that is not ''; at most `limit`,
    the newest first. `numbers`: spellings of the caller's. `held`: only those under a legal hold; `left`:
    only those whose sound is left, not erased. `before` is (`began`, `id`) of one: only those that come
    after it in this order."""

    since: float | None = None
    until: float | None = None
    kind: str = ""
    line: str = ""
    queue: str = ""
    agent: str = ""
    call: str = ""
    numbers: tuple[str, ...] = ()
    held: bool = False
    left: bool = False
    limit: int | None = None
    before: tuple[float, int] | None = None


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A recording that is in the log and not in the index. `ended`: when its call did, None: it goes on."""

    id: int
    call: str
    ended: float | None


class Index(Opened):
    """Use as `with Index(url) as index`, in one thread."""

    what = ("the index of the recordings", "录音索引")

    def unlisted(self, after: int) -> list[Unlisted]:
        """The first of those whose number is above `after`, in the order of the log."""
        same = recordings.c.id == events.c.seq
        query = (
            select(events.c.seq, events.c.call, calls.c.ended)
            .join(calls, calls.c.id == events.c.call)
            .where(OF_RECORDINGS, events.c.seq > after, ~exists().where(same))
            .order_by(events.c.seq)
            .limit(_PORTION)
        )
        return [Unlisted(row.seq, row.call, row.ended) for row in self.rows(query)]

    def journey(self, call: str) -> list[tuple[int, CallEvent]]:
        """The events of a call with their numbers, in order."""
        rows = self.rows(select(events).where(events.c.call == call).order_by(events.c.seq))
        found = ((row.seq, decode(row._mapping)) for row in rows)
        return [(number, event) for number, event in found if isinstance(event, CallEvent)]

    def add(self, entry: Entry, peaks: bytes | None) -> None:
        """Nothing happens where it is in the index already."""
        with self.changing() as connection:
            insert = insert_new(recordings, connection.dialect.name)
            connection.execute(insert.values(**asdict(entry), peaks=peaks))

    def change(self, ids: Sequence[int], **values: object) -> None:
        """Set these columns of these recordings."""
        with self.changing() as connection:
            for begin in range(0, len(ids), _PORTION):
                these = recordings.c.id.in_(ids[begin : begin + _PORTION])
                connection.execute(update(recordings).where(these).values(values))

    def changed(self, entry: Entry, **values: object) -> bool:
        """Set these columns, unless it was held or erased meanwhile: then False."""
        row = recordings.c
        mine = (row.id == entry.id, row.erased.is_(None), row.held.is_(None))
        with self.changing() as connection:
            return bool(connection.execute(update(recordings).where(*mine).values(values)).rowcount)

    def find(self, wanted: Wanted) -> list[Entry]:
        query = select(*_COLUMNS).order_by(recordings.c.began.desc(), recordings.c.id.desc())
        query = query.where(*_conditions(wanted)).limit(wanted.limit)
        return [Entry(**row._mapping) for row in self.rows(query)]

    def spellings(self, number: str, country: str) -> tuple[str, ...]:
        """How this number is spelled in the log; itself alone where it is none."""
        theirs = normal(number, country)
        if not theirs:
            return (number,)
        with self.asking() as connection:
            return tuple(spellings(connection, theirs, country))

    def get(self, number: int) -> tuple[Entry, bytes] | None:
        """The recording with this id, and its peaks."""
        rows = self.rows(select(*_COLUMNS, recordings.c.peaks).where(recordings.c.id == number))
        for row in rows:
            values = dict(row._mapping)
            peaks = values.pop("peaks") or b""
            return Entry(**values), bytes(peaks)
        return None

    def in_wav(self, limit: int, heard_before: float) -> list[Entry]:
        """The oldest that are still WAV and may be made smaller: sound, not held, and no message that
        somebody may yet hear by phone: none that nobody heard before that time."""
        query = select(*_COLUMNS).where(IN_WAV, recordings.c.held.is_(None)).limit(limit)
        file = events.c.data["file"].as_string()
        of_heard = select(file).where(
            OF_MAILBOXES, events.c.kind == kind(VoicemailHeard), events.c.at < heard_before
        )
        heard = query.where(recordings.c.file.in_(of_heard))
        others = query.where(recordings.c.kind != "voicemail").order_by(recordings.c.id)
        rows = [*self.rows(others), *self.rows(heard)]
        return list({row.id: Entry(**row._mapping) for row in rows}.values())[:limit]

    def trace(self, at: float, who: str, what: str, about: str) -> None:
        """Write a line of the trail."""
        with self.changing() as connection:
            connection.execute(audit.insert().values(at=at, who=who, what=what, about=about))

    def trail(self, limit: int) -> Sequence[Trace]:
        """Its newest lines first."""
        columns = (audit.c.at, audit.c.who, audit.c.what, audit.c.about)
        query = select(*columns).order_by(audit.c.id.desc()).limit(limit)
        return [Trace(**row._mapping) for row in self.rows(query)]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    row = recordings.c
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(row.began >= wanted.since)
    if wanted.until is not None:
        found.append(row.began < wanted.until)
    if wanted.numbers:
        found.append(row.call.in_(select(calls.c.id).where(calls.c.caller_number.in_(wanted.numbers))))
    if wanted.before is not None:
        began, number = wanted.before
        # The first part is in the others; it lets the database find its place by the index.
        found.append((row.began <= began) & ((row.began < began) | (row.id < number)))
    if wanted.left:
        found.append(row.erased.is_(None))
    if wanted.held:
        found.append(row.held.is_not(None))
    exact: Mapping[str, str] = {
        name: getattr(wanted, name) for name in ("kind", "line", "queue", "agent", "call")
    }
    return found + [row[name] == value for name, value in exact.items() if value]
