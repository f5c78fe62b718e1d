"""A report from the parts of half-hours and days that are kept ready (`ivr.intervals`).

What is not counted there, such as the last minutes, is counted from the log by the same rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ivr.intervals.counting import Counter, Stretch
from ivr.intervals.definition import Definition
from ivr.intervals.store import DAY, Kept, State, kept, last_counted, recounts_of, state_of
from ivr.intervals.sums import BETWEEN, MENUS, SEEN, SPLITS, Keyed, Sums, merge
from ivr.intervals.touched import New, touched
from ivr.journal.reader import JournalReader
from ivr.journal.whole import how_many
from ivr.measures import callback_outcome, key_heat_map
from ivr.measures.atoms import UNASKED, Place
from ivr.measures.catalogue import LOOKS_AROUND
from ivr.measures.intervals import Intervals
from ivr.measures.parts import Parts
from ivr.measures.split import Keys
from ivr.reports.asked import Asked
from ivr.reports.making import Rows
from ivr.reports.reading import Progress
from ivr.reports.stated import Seen

_OF_TIME = frozenset({"interval", "weekday", "hour"})
_OF_DAYS = frozenset({"day", "week", "month", "all"})
_OF_MENUS = frozenset(measure.name for measure in key_heat_map.MEASURES)
_NOT_KEPT = frozenset(measure.name for measure in callback_outcome.MEASURES)


async def prepared(reader: JournalReader, asked: Asked, progress: Progress) -> tuple[Rows, Seen] | None:
    """The parts of the report, None where they are not kept ready. Raises `DatabaseUnusable`."""
    definition, split = Definition.of(asked.reckoning), split_of(asked)
    if definition is None or split is None:
        return None
    state = await state_of(reader)
    if state is None or state.definition != definition.name:
        return None
    again = bool(LOOKS_AROUND & set(asked.report.columns))
    counter = Counter(reader, definition, callers=again)
    stale = await _stale(reader, counter, state, again=again)
    reading = _Reading(reader, asked, split, counter, stale, again=again)
    await reading.read(progress)
    return reading.rows(), reading.seen


def split_of(asked: Asked) -> str | None:
    """The split of which the report can be made, None where there is none."""
    columns, length = set(asked.report.columns), asked.reckoning.interval
    others = [name for name in asked.by if name not in _OF_TIME]
    between_halves = "interval" in asked.by and isinstance(length, int) and length % 30
    if columns & _NOT_KEPT or between_halves:
        return None
    if columns & _OF_MENUS:
        return MENUS if columns <= _OF_MENUS and set(others) <= {"menu", "key"} else None
    if len(others) > 1:
        return None
    split = {"team": "agent"}.get(others[0], others[0]) if others else "language"
    return split if split in SPLITS else None


async def _stale(reader: JournalReader, counter: Counter, state: State, *, again: bool) -> set[float]:
    """The half-hours whose parts are not those of the log any more."""
    found = {counter.halves.around(at)[0] for at in await recounts_of(reader)}
    if (last := await last_counted(reader)) is not None:
        horizon = counter.halves.around(last)[1]
        window = counter.window if again else None
        new = New(state.done, await reader.last_seq(), horizon, state.known if again else horizon, window)
        found |= await touched(reader, new, counter.halves)
    return found


Span = tuple[float, float]


class _Reading:
    def __init__(
        self,
        reader: JournalReader,
        asked: Asked,
        split: str,
        counter: Counter,
        stale: set[float],
        *,
        again: bool,
    ) -> None:
        self._reader, self._asked, self._split, self._counter = reader, asked, split, counter
        self._stale, self._again = stale, again
        self._now = asked.now.timestamp()
        self._found: list[tuple[Place, Sums]] = []
        self.seen = Seen(0, 0)

    async def read(self, progress: Progress) -> None:
        """Days first, half-hours where a day is not there, and the log for the rest."""
        left = [(self._asked.since.timestamp(), min(self._asked.until.timestamp(), self._now))]
        if self._by_days():
            stale = {self._counter.days.around(at)[0] for at in self._stale}
            left = [each for span in left for each in await self._take(span, self._counter.days, DAY, stale)]
        left = [
            each for span in left for each in await self._take(span, self._counter.halves, "", self._stale)
        ]
        await self._count(left, progress)

    def rows(self) -> Rows:
        """The parts by the keys of the report."""
        keys, sums = Keys(self._asked.by, self._asked.reckoning), defaultdict[tuple[str, ...], Sums](dict)
        for place, some in _of_menus_asked(self._found) if self._split == MENUS else self._found:
            merge(sums[keys.of(place)], some)
        return {key: Parts(**some) for key, some in sums.items()}  # type: ignore[arg-type]

    def _by_days(self) -> bool:
        by, length = self._asked.by, self._asked.reckoning.interval
        return "hour" not in by and ("interval" not in by or length in _OF_DAYS)

    async def _take(self, span: Span, grid: Intervals, size: str, stale: set[float]) -> list[Span]:
        """Take what is kept of whole intervals in the span; what is left of it."""
        rows = defaultdict[float, list[Kept]](list)
        for row in await kept(self._reader, (self._split + size, SEEN + size), *span):
            rows[row.at].append(row)
        left, at = [], span[0]
        for begin, some in rows.items():
            end = grid.around(begin)[1]
            if end > span[1] or begin in stale or (self._again and self._is_old(some[0])):
                continue
            if not any(row.split == SEEN + size for row in some):
                continue
            left += [(at, begin)] if at < begin else []
            at = end
            self._add(begin, {row.split.removesuffix(DAY): row.keyed for row in some})
        return left + ([(at, span[1])] if at < span[1] else [])

    def _is_old(self, row: Kept) -> bool:
        """Whether it may be known by now who called again, and was not when it was counted."""
        return row.pending is not None and row.at + self._counter.window <= self._now

    async def _count(self, left: Sequence[Span], progress: Progress) -> None:
        whole = sum([await how_many(self._reader, *span) for span in left])
        done = 0

        def read(calls: int) -> None:
            nonlocal done
            done += calls
            progress(done, max(whole, done))

        for since, until in left:
            counted = await self._counter.count(Stretch(since, until, self._now), read)
            for at, slot in counted.slots.items():
                self._add(at, slot.splits)

    def _add(self, at: float, splits: Mapping[str, Keyed]) -> None:
        seen = splits.get(SEEN, {}).get("", {})
        self.seen += Seen(int(seen.get("seen", 0)), int(seen.get("running", 0)))
        for key, sums in splits.get(self._split, {}).items():
            self._found.append((_place(self._split, at, key), sums))


def _place(split: str, at: float, key: str) -> Place:
    if split == MENUS:
        menu, _, pressed = key.partition(BETWEEN)
        return Place(at, menu=menu, key=pressed)
    return Place(at, **{split: key})


def _of_menus_asked(found: Iterable[tuple[Place, Sums]]) -> Iterator[tuple[Place, Sums]]:
    """Stays without a key count where any caller was asked in that menu."""
    every = list(found)
    asked = {place.menu for place, sums in every if "menu_keys" in sums}
    for place, sums in every:
        told = {n: value for n, value in sums.items() if not n.startswith(UNASKED)}
        if place.menu in asked:
            merge(told, {n.removeprefix(UNASKED): v for n, v in sums.items() if n.startswith(UNASKED)})
        if told:
            yield place, told
