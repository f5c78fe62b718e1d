"""How much work one template or expression may do. It is counted before it is done, in units of about a
microsecond, so that what is hostile fails after the same operation on every machine.

The sandbox charges each operation for the size of what it is given. Values that hold one another many times
(`[x, x]` of `[y, y]` of …) are counted as often as they would be visited.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from jinja2.exceptions import SecurityError

MAX_WORK = 20_000  # units of one evaluation
MAX_SECONDS = 0.05  # of processor time, if the units should ever be wrong
MAX_DEPTH = 60  # lists and mappings within one another
HOLDERS = (list, tuple, Mapping)
CHARACTERS = 64  # of a text, a unit's worth
_BITS = 1_024  # of a whole number, a unit's worth
_LOOK_EVERY = 1_000  # units between two looks at the clock


class Work:
    """What is left of the work allowed. `clock` gives seconds of processor time."""

    __slots__ = ("_clock", "_looked_at", "_until", "left")

    def __init__(self, units: int = MAX_WORK, clock: Callable[[], float] = time.thread_time) -> None:
        self.left = units
        self._clock = clock
        self._looked_at = units
        self._until = clock() + MAX_SECONDS

    def charge(self, units: int) -> None:
        """Count work that is about to be done. Raises SecurityError when it is too much."""
        self.left -= units
        if self.left < 0:
            raise SecurityError("this is too much work for one expression")
        if self._looked_at - self.left > _LOOK_EVERY:
            self._looked_at = self.left
            if self._clock() > self._until:
                raise SecurityError("this takes too long for one expression")


_NOW: ContextVar[Work] = ContextVar("work of this evaluation")


@contextmanager
def limited(work: Work | None = None) -> Iterator[Work]:
    """All that is charged inside is charged to this work."""
    allowed = work or Work()
    token = _NOW.set(allowed)
    try:
        yield allowed
    finally:
        _NOW.reset(token)


def charge(units: int) -> None:
    """Count work of the evaluation that is going on. Raises SecurityError when it is too much."""
    _NOW.get().charge(units)


def weigh(*values: object) -> int:
    """Units for visiting everything in these values once. Raises SecurityError for more than is allowed."""
    return sum(_weight(value) for value in values)


def _weight(value: object) -> int:
    if not isinstance(value, HOLDERS):
        return _own(value)
    level: list[object] = [value]
    total, depth = 0, 0
    while level:
        below: list[object] = []
        for item in level:
            total += _own(item)
            if total > MAX_WORK:
                raise SecurityError("this is too large for one expression")
            if isinstance(item, HOLDERS):
                below.extend(_inside(item))
        level, depth = below, depth + 1
        if depth > MAX_DEPTH:
            raise SecurityError("this is nested too deeply for an expression")
    return total


def _own(value: object) -> int:
    """Units for a value without those in it."""
    if isinstance(value, str):
        return 1 + len(value) // CHARACTERS
    if isinstance(value, int):
        return 1 + value.bit_length() // _BITS
    return 1 + len(value) if isinstance(value, HOLDERS) else 1


def _inside(value: Mapping[object, object] | Sequence[object]) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.keys()
        yield from value.values()
    else:
        yield from value
