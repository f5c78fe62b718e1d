"""Keeps the half-hours and days counted: what is new is followed, and what is missing is counted, the newest
first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from ivr.intervals.counting import Counter, Read, Stretch
from ivr.intervals.definition import Definition
from ivr.intervals.store import (
    DAY,
    HELD,
    Changed,
    Overtaken,
    State,
    Store,
    kept,
    known_of,
    last_counted,
    recounts_of,
    state_of,
)
from ivr.intervals.sums import MENUS, SEEN, SPLITS, Slot
from ivr.intervals.touched import New, touched
from ivr.journal.reader import JournalReader
from ivr.journal.tables import calls

SETTLES = 300.0
"""Seconds after a half-hour in which the last of its events come into the log."""
MOST_CALLS = 20_000
"""That are counted in one transaction, unless a half-hour has more."""


@dataclass
class _Known:
    """What is in the tables, as this process knows: until when a caller may call again, by the half-hours and
    the days that are counted; and the half-hours that are held."""

    state: State
    slots: dict[float, float | None]
    held: set[float]
    days: dict[float, float | None]
    late: set[float] = field(default_factory=set)
    """Half-hours of which a wrap-up goes on: to be looked at in the next round."""

    def forget(self, changed: Changed) -> None:
        """These are not counted any more."""
        self.late = set()
        self.held -= set(changed.slots)
        for at in changed.slots:
            self.slots.pop(at, None)
        for day in changed.days:
            self.days.pop(day, None)

    def misses(self, at: float, now: float) -> bool:
        """Whether the half-hour is to be counted, or again since it is known now who called again."""
        if at in self.slots:
            return is_due(self.slots[at], now)
        return at not in self.held and at not in self.late


def is_due(pending: float | None, now: float) -> bool:
    """Whether it is known now who called again, and was not when it was counted."""
    return pending is not None and pending <= now


@dataclass(frozen=True, slots=True)
class Done:
    """How many days are counted, of how many in the log."""

    days: int
    total: int


class Rounds:
    """One process counts by a definition, in rounds: `follow`, then `count` until that finds nothing.

    Both raise `DatabaseUnusable`, SQLAlchemy's errors, and Overtaken: then go on a moment later.
    """

    def __init__(self, reader: JournalReader, store: Store, definition: Definition) -> None:
        self._reader, self._store, self._definition = reader, store, definition
        self._counter = Counter(reader, definition)
        self._halves, self._days = self._counter.halves, self._counter.days
        self._known: _Known | None = None
        self._first: float | None = None

    async def follow(self) -> None:
        """Let go of the half-hours that new events changed."""
        known, self._first = await self._begun(), None
        upto, moments = await self._reader.last_seq(), await recounts_of(self._reader)
        slots = {self._halves.around(at)[0] for at in moments}
        if (last := await last_counted(self._reader)) is not None:
            horizon, window = self._halves.around(last)[1], self._counter.window
            new = New(known.state.done, upto, horizon, known.state.known, window)
            slots |= await touched(self._reader, new, self._halves)
        changed = Changed(slots, {self._days.around(at)[0] for at in slots}, moments)
        known.state = self._store.follow(known.state, upto, changed)
        known.forget(changed)

    async def count(self, now: float, read: Read = lambda _: None) -> bool:
        """Count the newest half-hours that are missing, of one day at most; False where none are."""
        known = await self._begun()
        ats = await self._missing(known, now)
        if not ats:
            return False
        day, over = self._days.around(ats[0])[0], Stretch(ats[0], self._halves.around(ats[-1])[1], now)
        found = await self._counter.count(over, read)
        late = {at for at in ats if self._halves.around(at)[1] > found.settled}
        held = {at for at in ats if at in found.open} - late
        slots = {at: found.slots.get(at, Slot()) for at in ats if at not in held | late}
        changed = Changed(held, [day])
        self._store.write(known.state, now, slots, changed)
        known.days.pop(day, None)
        known.late |= late
        known.held |= held
        known.slots |= {at: slot.pending for at, slot in slots.items()}
        await self._sum(known, day)
        return True

    async def done(self, now: float) -> Done:
        """How far it is."""
        known = await self._begun()
        every = list(await self._all_days(now))
        return Done(sum(day in known.days for day in every), len(every))

    async def _begun(self) -> _Known:
        """What is in the tables; at the beginning, what was counted by another definition is thrown away."""
        state = await state_of(self._reader)
        if self._known is not None and state is not None and self._known.state.turn == state.turn:
            self._known.state = state
            return self._known
        if state is None or state.definition != self._definition.name:
            if self._known is not None:
                raise Overtaken
            state = self._store.begin(State(self._definition.name, await self._reader.last_seq()))
        slots, held = await known_of(self._reader, SEEN), set(await known_of(self._reader, HELD))
        self._known = _Known(state, slots, held, await known_of(self._reader, SEEN + DAY))
        return self._known

    async def _missing(self, known: _Known, now: float) -> list[float]:
        """The last half-hours that follow upon one another and are to be counted, of one day."""
        for day in await self._all_days(now):
            if self._is_done(known, day, now):
                continue
            if ats := _last_run((at, known.misses(at, now)) for at in self._slots(day, now)):
                return await self._few(ats)
        return []

    def _is_done(self, known: _Known, day: float, now: float) -> bool:
        if day not in known.days:
            return False
        return known.days[day] is None or day + self._counter.window > now

    async def _few(self, ats: list[float]) -> list[float]:
        """As many of the last of them as have not too many calls."""
        end = self._halves.around(ats[-1])[1]
        while len(ats) > 1:
            fits = (calls.c.began >= ats[0], calls.c.began < end)
            many = (await self._reader.rows(select(func.count()).select_from(calls).where(*fits)))[0][0]
            if many <= MOST_CALLS:
                break
            ats = ats[len(ats) // 2 :]
        return ats

    async def _sum(self, known: _Known, day: float) -> None:
        """The day, when all of its half-hours are counted."""
        end = self._days.around(day)[1]
        every = list(self._slots(day, end + SETTLES))
        if not all(at in known.slots for at in every):
            return
        whole = Slot()
        for each in await kept(self._reader, (*SPLITS, MENUS, SEEN), day, end):
            for key, sums in each.keyed.items():
                whole.add(each.split, key, sums)
            whole.wait(each.pending)
        self._store.write_days(known.state, {day: whole})
        known.days[day] = whole.pending

    async def _all_days(self, now: float) -> Iterator[float]:
        """The beginnings of the days since the first call, the last one first."""
        if self._first is None:
            first = (await self._reader.rows(select(func.min(calls.c.began))))[0][0]
            if first is None:
                return iter(())
            self._first = self._days.around(first)[0]
        return self._back(self._first, now)

    def _back(self, first: float, now: float) -> Iterator[float]:
        day = self._days.around(now)[0]
        while day >= first:
            yield day
            day = self._days.around(day - 1)[0]

    def _slots(self, day: float, now: float) -> Iterator[float]:
        """The half-hours of a day that are over."""
        at, end = day, self._days.around(day)[1]
        while at < end and self._halves.around(at)[1] + SETTLES <= now:
            yield at
            at = self._halves.around(at)[1]


def _last_run(slots: Iterable[tuple[float, bool]]) -> list[float]:
    """The last ones that are missing, without a gap between them."""
    found: list[float] = []
    fresh = True
    for at, missing in slots:
        if missing and fresh:
            found = []
        fresh = not missing
        if missing:
            found.append(at)
    return found
