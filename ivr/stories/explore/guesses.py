"""What is worth trying in calls to a dialplan: keys, digits, answers of services, times, numbers.

All of it is found by reflection, so that steps which do not exist yet are tried as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ivr.flow.dialplan import Dialplan, pattern
from ivr.flow.sources import sources
from ivr.flow.step import Step
from ivr.ports import KEYS, Entry
from ivr.settings import Settings
from ivr.settings.hours import DAYS

from .read import Path, Reading

_KEY = re.compile(r"[0-9*#]")
_MONDAY = datetime(2026, 3, 2)
_NATIONAL_DAY = datetime(2026, 10, 1, 10)
_HALF_HOURS = 7 * 48
_ALL_DIGITS = 10  # keys of a number that is entered, not of a choice
_ANY_KEYS = "1290#"  # for a step that does not tell which ones it takes
_DIGITS = "12345678901234567890"

Object = Mapping[str, object]


class Guesses:
    """Each of these is a list of options, the most ordinary one first."""

    def __init__(self, plan: Dialplan, settings: Settings) -> None:
        self._plan = plan
        self._phones = [agent.phone for agent in settings.agents.agents.values()]
        self._zone = ZoneInfo(settings.engine.timezone)
        self._read = Reading(plan)

    @cached_property
    def dialled(self) -> Sequence[str]:
        """Numbers that the dialplan answers: the whole ones, and some for each pattern."""
        found = [number for number in self._plan.numbers if "x" not in number]
        for number in (number for number in self._plan.numbers if "x" in number):
            form = pattern(number)
            fitting = [phone for phone in reversed(self._phones) if form.fullmatch(phone)]
            found += [*fitting[:1], number.replace("x", "9")]
        return list(dict.fromkeys(found))

    @cached_property
    def numbers(self) -> Sequence[str]:
        """Callers' numbers: an ordinary one, those that a condition names, some for shares of calls."""
        named = self._compared_with(("caller", "number"))
        return list(dict.fromkeys(["13800000000", *named, *(f"1380000000{last}" for last in range(1, 6))]))

    @cached_property
    def phones(self) -> Sequence[str]:
        """Where the call comes from: outside, or an agent's phone."""
        return ["", *self._phones[:1]]

    @cached_property
    def times(self) -> Sequence[datetime]:
        """A moment for each way in which the opening hours can be open and closed together."""
        found: dict[object, datetime] = {}
        ordinary = [_MONDAY + timedelta(minutes=30 * half) for half in range(_HALF_HOURS)]
        for moment in (_MONDAY + timedelta(days=1, hours=10), *ordinary, _NATIONAL_DAY):
            here = moment.replace(tzinfo=self._zone)
            found.setdefault(self._state(here), here)
        return list(found.values())

    def open_at(self, hours: str, moment: datetime) -> bool:
        """Whether these hours of the dialplan are open then."""
        return self._plan.hours[hours].is_open(moment)

    def reads_clock(self, step: Step) -> bool:
        """Whether an expression of the step reads `now`."""
        return any("now" in source.names for _, source in sources(step))

    def keys(self, step: Step) -> Sequence[str]:
        """Single keys, those that lead somewhere first; then silence, and a key that nothing is said of."""
        named = [word for label, _ in step.links() for word in label.split(" ")[1:] if _KEY.fullmatch(word)]
        choices = [taking.keys for taking in step.takes() if len(taking.keys) < _ALL_DIGITS]
        named += [key for keys in choices for key in KEYS if key in keys]
        found = list(dict.fromkeys(named or _ANY_KEYS))
        wrong = [key for key in reversed(KEYS) if key not in found]
        return [*found, "", *wrong[:1]]

    def digits(self, entry: Entry) -> Sequence[str]:
        """Whole entries, then those that a condition names, then too short ones, and silence."""
        named = [text for _, text in self._read.compared if text.isdigit() and len(text) <= entry.most]
        long = _DIGITS[: entry.most]
        found = dict.fromkeys([long, *named, long[: max(1, entry.most // 2)], "1"])
        return [*(text if len(text) == entry.most else text + entry.terminator for text in found), ""]

    def answers(self, step: Step) -> Sequence[Object]:
        """What a service could answer to this step: an object with all that is read of it, one with each
        value that a condition names, one without each part, and an empty one."""
        found: list[Object] = []
        for name in step.saves():
            read = {path[1:] for path in self._read.paths if path[0] == name and len(path) > 1}
            found += self._objects(name, {path for path in read if not _is_inside(path, read)})
        return found or [{}]

    def remembered(self, step: Step) -> Sequence[str]:
        """What could be kept from an earlier call: a language, whatever the step names as a key."""
        named = [word for label, _ in step.links() for word in label.split(" ")[1:]]
        return list(dict.fromkeys(["en", "zh", *named]))

    def _objects(self, name: str, read: set[Path]) -> Iterator[Object]:
        whole: dict[str, object] = {}
        for path in sorted(read):
            _put(whole, path, self._read.said.get((name, *path), "text"))
        yield whole
        for path, value in self._read.compared:
            if path[0] == name and len(path) > 1:
                yield _with(whole, path[1:], value)
        for path in sorted(read):
            yield _with(whole, path, "")
        yield {}

    def _compared_with(self, path: Path) -> Iterator[str]:
        return (value for found, value in self._read.compared if found == path)

    def _state(self, moment: datetime) -> object:
        hours = tuple(of.is_open(moment) for of in self._plan.hours.values())
        by_clock = any(path[0] == "now" for path in self._read.paths)
        return hours, (moment.hour // 6, moment.weekday() > 4) if by_clock else None


def written(moment: datetime) -> str:
    """A moment as a story tells it."""
    if moment.replace(tzinfo=None) < _MONDAY + timedelta(days=7):
        return f"{DAYS[moment.weekday()]} {moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}"


def _is_inside(path: Path, others: set[Path]) -> bool:
    """Whether a longer path leads through this one, so that it cannot be a plain value."""
    return any(len(other) > len(path) and other[: len(path)] == path for other in others)


def _put(whole: dict[str, object], path: Path, value: object) -> None:
    for name in path[:-1]:
        below = whole.setdefault(name, {})
        assert isinstance(below, dict)
        whole = below
    whole[path[-1]] = value


def _with(whole: Object, path: Path, value: object) -> Object:
    changed = deepcopy(dict(whole))
    _put(changed, path, value)
    return changed
