"""Facts → parts, split by any dimensions.

A stay in a queue counts in the interval of its entry, an agent's part of a call (and so the handle time) in
that of its end, a call and what became of it in that of its beginning, a stay in a menu in that of its
beginning. Agents' time counts in every interval by what of it lies there. So a caller who rings before
midnight and joins the queue after it belongs to the earlier day's report of the line and to the next day's of
the queue.

What has no queue (agent, menu, …) is in the row with '' for it: the rows always add up to the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ivr.measures.again import Callers
from ivr.measures.agent_time import PART_OF, AgentTime
from ivr.measures.atoms import Around, Bits, Place, atoms, menu_of
from ivr.measures.facts import CallFacts, with_wrap_ups
from ivr.measures.intervals import Intervals, pieces
from ivr.measures.parts import NAMES, Parts
from ivr.measures.schedule import Span, by_schedule
from ivr.measures.settings import Settings

__all__ = ["DIMENSIONS", "Settings", "table"]

DIMENSIONS: Mapping[str, Mapping[str, str]] = {
    "interval": {"zh": "时段", "en": "interval"},
    "weekday": {"zh": "星期", "en": "weekday"},
    "hour": {"zh": "钟点", "en": "hour of the day"},
    "queue": {"zh": "队列", "en": "queue"},
    "skill": {"zh": "技能", "en": "skill"},
    "agent": {"zh": "坐席", "en": "agent"},
    "team": {"zh": "班组", "en": "team"},
    "line": {"zh": "线路", "en": "line"},
    "path": {"zh": "菜单路径", "en": "menu path"},
    "language": {"zh": "语言", "en": "language"},
    "menu": {"zh": "菜单", "en": "menu"},
    "key": {"zh": "按键", "en": "key"},
}
"""What a table can be split by, with the words for people. Intervals go by their begin in UTC, weekdays from
1 (Monday) to 7, hours from 00 to 23; the last two by the site's clock."""


def table(
    facts: Iterable[CallFacts], times: Iterable[AgentTime], by: Sequence[str], settings: Settings
) -> dict[tuple[str, ...], Parts]:
    """The parts of each combination of these dimensions that occurs, in the order of the keys.

    `facts` may reach back and forward beyond what is counted, to know who called again; `times` should reach
    to the end of the last wrap-up. Raises ValueError for a dimension or an interval that is none.
    """
    spans = list(times)
    calls = with_wrap_ups(facts, spans)
    tally = _Tally(by, settings)
    around = _around(calls, settings)
    for call in calls:
        for place, bits in atoms(call, around, settings):
            tally.add(place, bits)
    for span in spans_of(spans, settings):
        tally.spread(span)
    return tally.table()


def _around(calls: Sequence[CallFacts], settings: Settings) -> Around:
    asked = {
        menu_of(call.dialplan, stay.menu)
        for call in calls
        for stay in call.menus
        if stay.presses and settings.counts(stay.entered)
    }
    attempts: dict[str, list[CallFacts]] = defaultdict(list)
    for call in calls:
        if call.callback_of:
            attempts[call.callback_of].append(call)
    callers = Callers(calls, settings)
    return Around(callers, frozenset(asked), attempts, callers.known_until)


def spans_of(times: Sequence[AgentTime], settings: Settings) -> Iterator[Span]:
    """The parts that agents' time has, with their seconds."""
    for time in times:
        if part := PART_OF.get(time.state):
            yield Span(time.agent, time.began, time.ended, (part,))
    yield from by_schedule(settings.schedule, times)


class Keys:
    """What the rows of a table go by. Raises ValueError for a dimension or an interval that is none."""

    def __init__(self, by: Sequence[str], settings: Settings) -> None:
        unknown = next((name for name in by if name not in DIMENSIONS), None)
        if unknown is not None:
            raise ValueError(f"no dimension '{unknown}'; possible: {', '.join(DIMENSIONS)}")
        clocks = _Clocks(settings)
        self._of = [_reader(name, clocks, settings) for name in by]
        self.grids = [clocks.of[name] for name in by if name in clocks.of]

    def of(self, place: Place) -> tuple[str, ...]:
        """The row to which it belongs."""
        return tuple(read(place) for read in self._of)


class _Tally:
    def __init__(self, by: Sequence[str], settings: Settings) -> None:
        self._settings, self._keys = settings, Keys(by, settings)
        self._sums: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: dict.fromkeys(NAMES, 0))

    def add(self, place: Place, bits: Bits) -> None:
        """What happened at one moment."""
        if self._settings.counts(place.at):
            self._count(place, bits)

    def spread(self, span: Span) -> None:
        """What went on for a time: each interval has what lies in it."""
        since, until = self._settings.since, self._settings.until
        began = span.began if since is None else max(span.began, since)
        ended = span.ended if until is None else min(span.ended, until)
        for begin, end in pieces(began, ended, *self._keys.grids):
            self._count(Place(begin, agent=span.agent), dict.fromkeys(span.parts, end - begin))

    def table(self) -> dict[tuple[str, ...], Parts]:
        return {key: Parts(**self._sums[key]) for key in sorted(self._sums)}  # type: ignore[arg-type]

    def _count(self, place: Place, bits: Bits) -> None:
        sums = self._sums[self._keys.of(place)]
        for name, value in bits.items():
            sums[name] = max(sums[name], value) if name == "longest" else sums[name] + value


class _Clocks:
    """The intervals that a dimension of time is made of."""

    def __init__(self, settings: Settings) -> None:
        self.intervals = Intervals(settings.interval, settings.zone)
        self.of = {
            "interval": self.intervals,
            "weekday": Intervals("day", settings.zone),
            "hour": Intervals("hour", settings.zone),
        }


def _reader(name: str, clocks: _Clocks, settings: Settings) -> Callable[[Place], str]:
    zone, teams = settings.zone, settings.teams
    special: Mapping[str, Callable[[Place], str]] = {
        "interval": lambda place: clocks.intervals.key(place.at),
        "weekday": lambda place: str(datetime.fromtimestamp(place.at, zone).isoweekday()),
        "hour": lambda place: f"{datetime.fromtimestamp(place.at, zone).hour:02}",
        "team": lambda place: teams.get(place.agent, ""),
    }
    return special.get(name) or (lambda place: str(getattr(place, name)))
