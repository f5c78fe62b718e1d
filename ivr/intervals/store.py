"""The tables of what is counted: read by question, written in one transaction each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, Engine, delete, event, func, insert, select, update

from ivr.intervals.sums import MENUS, SEEN, SPLITS, Keyed, Slot, Sums
from ivr.journal.database import upsert, writing_engine
from ivr.journal.json import from_json, to_json
from ivr.journal.reader import JournalReader
from ivr.journal.tables import counted_until, intervals, recounts
from ivr.measures.parts import NAMES

DAY = "/day"
"""At the end of the name of a split: its parts of whole days."""
HELD = "held"
"""The split of half-hours that are not counted, since a call of theirs goes on."""


class Overtaken(Exception):
    """Another process has looked at new events meanwhile, or counts by another definition."""


@dataclass(frozen=True, slots=True)
class State:
    """`definition` by its name; `done`: the last event of which it is known which half-hours it changed;
    `known`: until when it was known who called again."""

    definition: str
    done: int
    turn: int = 0
    known: float = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What a split has of the half-hour or day that begins `at`."""

    at: float
    pending: float | None
    split: str
    keyed: Keyed


async def state_of(reader: JournalReader) -> State | None:
    """None where nothing was counted yet. Raises `DatabaseUnusable`."""
    told = counted_until.c
    found = await reader.rows(select(told.definition, told.done, told.turn, told.known))
    return State(**found[0]._mapping) if found else None


async def recounts_of(reader: JournalReader) -> set[float]:
    """Moments whose half-hours are to be counted anew. Raises `DatabaseUnusable`."""
    return {row.at for row in await reader.rows(select(recounts))}


async def last_counted(reader: JournalReader) -> float | None:
    """When the last half-hour begins that is counted or held. Raises `DatabaseUnusable`."""
    last = select(func.max(intervals.c.at))
    found = [(await reader.rows(last.where(intervals.c.split == split)))[0][0] for split in (SEEN, HELD)]
    return max((at for at in found if at is not None), default=None)


async def known_of(reader: JournalReader, split: str) -> dict[float, float | None]:
    """Until when a caller may call again, by the beginnings of all that this split has. Raises
    `DatabaseUnusable`."""
    query = select(intervals.c.at, intervals.c.pending).where(intervals.c.split == split)
    return {row.at: row.pending for row in await reader.rows(query)}


async def kept(reader: JournalReader, splits: Collection[str], since: float, until: float) -> list[Kept]:
    """What begins in [since, until), of one moment. Raises `DatabaseUnusable`."""
    fits = (intervals.c.split.in_(splits), intervals.c.at >= since, intervals.c.at < until)
    rows = await reader.rows(select(intervals).where(*fits).order_by(intervals.c.at))
    return [Kept(row.at, row.pending, row.split, from_json(row.parts)) for row in rows]


@dataclass(frozen=True, slots=True)
class Changed:
    """The beginnings of half-hours and days that are to be counted anew, and the moments in the table
    `recounts` that ask for it."""

    slots: Collection[float] = ()
    days: Collection[float] = ()
    recounts: Collection[float] = ()


class Store:
    """Writes. Close it at the end. Raises SQLAlchemy's errors, and Overtaken."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = writing_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _lazily)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def begin(self, state: State) -> State:
        """Throw everything away, and begin with nothing counted."""
        with self._engine.begin() as connection:
            turn = connection.execute(select(func.max(counted_until.c.turn))).scalar() or 0
            for table in (counted_until, intervals, recounts):
                connection.execute(delete(table))
            begun = State(state.definition, state.done, turn + 1)
            connection.execute(insert(counted_until).values(id=1, **asdict(begun)))
            return begun

    def follow(self, before: State, done: int, changed: Changed) -> State:
        """The events up to `done` are looked at: what they changed is not counted any more."""
        after = replace(before, done=done, turn=before.turn + 1)
        with self._after(before) as connection:
            connection.execute(update(counted_until).values(done=done, turn=after.turn))
            _forget(connection, changed.slots, "")
            _forget(connection, changed.days, DAY)
            for at in changed.recounts:
                connection.execute(delete(recounts).where(recounts.c.at == at))
        return after

    def write(self, before: State, now: float, slots: Mapping[float, Slot], changed: Changed) -> None:
        """These half-hours are counted as they are `now`; those in `changed` cannot be, and its days are no
        more."""
        rows = [row for at, slot in slots.items() for row in _rows(at, slot, "")]
        rows += [{"split": HELD, "at": at, "pending": None, "parts": "{}"} for at in changed.slots]
        with self._after(before) as connection:
            known = counted_until.c.known
            connection.execute(update(counted_until).where(known < now).values(known=now))
            _forget(connection, {*slots, *changed.slots}, "")
            _forget(connection, changed.days, DAY)
            _put(connection, rows)

    def write_days(self, before: State, days: Mapping[float, Slot]) -> None:
        """These days are counted: all of their half-hours are."""
        with self._after(before) as connection:
            _put(connection, [row for at, day in days.items() for row in _rows(at, day, DAY)])

    @contextmanager
    def _after(self, before: State) -> Iterator[Connection]:
        """One transaction, in which nobody else counts. Raises Overtaken."""
        with self._engine.begin() as connection:
            same = (counted_until.c.turn == before.turn, counted_until.c.definition == before.definition)
            if connection.execute(update(counted_until).where(*same).values(id=1)).rowcount != 1:
                raise Overtaken
            yield connection


def _forget(connection: Connection, ats: Iterable[float], size: str) -> None:
    every = sorted(ats)
    of = intervals.c.split.in_([split + size for split in (*SPLITS, MENUS, SEEN, HELD)])
    for begin in range(0, len(every), _PORTION):
        connection.execute(delete(intervals).where(of, intervals.c.at.in_(every[begin : begin + _PORTION])))


_PORTION = 500


def _put(connection: Connection, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(upsert(intervals, connection.dialect.name), rows)


def _rows(at: float, slot: Slot, size: str) -> Iterator[dict[str, object]]:
    splits: Mapping[str, Keyed] = {SEEN: {}, **slot.splits}
    for split, keyed in splits.items():
        parts = to_json({key: _plain(sums) for key, sums in keyed.items()})
        yield {"split": split + size, "at": at, "pending": slot.pending, "parts": parts}


def _plain(sums: Sums) -> Sums:
    """Without what came to nought, in the order of `Parts`."""
    return {name: sums[name] for name in sorted(sums, key=_place) if sums[name]}


def _place(name: str) -> tuple[int, str]:
    return _PLACES.get(name, len(_PLACES)), name


_PLACES = {name: place for place, name in enumerate(NAMES)}


def _lazily(connection: object, _record: object) -> None:
    """What a power cut takes with it is counted again; so no commit has to wait for the disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
