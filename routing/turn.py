"""One turn of the router: the time, the effects said so far, and the alarms set for later."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from math import inf
from typing import Any

from routing.effects import Effect, WakeAt


class Turn:
    """Shared by the parts of one router. Time never goes back: an earlier `now` counts as the latest seen.

    Alarms are never taken back: whoever is called looks whether it still matters.
    """

    def __init__(self) -> None:
        self.now = -inf
        self._effects: list[Effect] = []
        self._alarms: list[tuple[float, int, Callable[[Any], None], Any]] = []
        self._count = 0
        self._announced: float | None = None

    def begin(self, now: float) -> None:
        """Start a turn; everything that is due is done first, in order of its time."""
        self.now = max(self.now, now)
        while self._alarms and self._alarms[0][0] <= self.now:
            _, _, ring, about = heapq.heappop(self._alarms)
            ring(about)

    def say(self, effect: Effect) -> None:
        self._effects.append(effect)

    def alarm(self, after: float, ring: Callable[[Any], None], about: Any) -> float:
        """Have `ring(about)` called `after` seconds from now; returns that time."""
        at = self.now + after
        self.alarm_at(at, ring, about)
        return at

    def alarm_at(self, time: float, ring: Callable[[Any], None], about: Any) -> None:
        """Have `ring(about)` called as soon as this time is reached."""
        heapq.heappush(self._alarms, (time, self.number(), ring, about))

    def number(self) -> int:
        """The next of one series: breaks ties in the order in which things happened."""
        self._count += 1
        return self._count

    def end(self, *, woken: bool) -> tuple[Effect, ...]:
        """What was said, and the next time to wake when it is news (after a waking it always is)."""
        due = self._alarms[0][0] if self._alarms else None
        if due is not None and (woken or due != self._announced):
            self.say(WakeAt(due))
        self._announced = due
        effects, self._effects = tuple(self._effects), []
        return effects
