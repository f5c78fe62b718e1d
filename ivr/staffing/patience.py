"""How long callers have patience, from those who gave up and those who were answered before they might have.

An answered caller would have waited at least as long as they did: their patience is censored. The
product-limit estimate counts both: S(t) = Π over the moments t_i ≤ t at which d_i gave up of (1 - d_i / those
who still waited). Source: E. L. Kaplan, P. Meier, 1958.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log, log1p, nextafter


@dataclass(frozen=True, slots=True)
class Patience:
    """Where the share of those who still wait falls, and to what. After the last of `times` nothing is known:
    there patience is taken for exponential, of the mean `tail`."""

    times: tuple[float, ...]
    staying: tuple[float, ...]
    tail: float

    @classmethod
    def of(cls, waits: Iterable[tuple[float, bool]]) -> Patience:
        """From (seconds waited, whether the caller gave up then)."""
        gave_up: Counter[float] = Counter()
        left: Counter[float] = Counter()
        seen = list(waits)
        for waited, by_themselves in seen:
            left[waited] += 1
            gave_up[waited] += by_themselves
        times, staying, share, waiting = [], [], 1.0, sum(left.values())
        for moment in sorted(left):
            if gave_up[moment]:
                share *= 1 - gave_up[moment] / waiting
                times.append(moment)
                staying.append(share)
            waiting -= left[moment]
        return cls(tuple(times), tuple(staying), mean(seen))

    def stays(self, until: float) -> float:
        """The share of callers whose patience lasts longer than that."""
        place = bisect_right(self.times, until)
        return self.staying[place - 1] if place else 1.0

    def draw(self, luck: float, waited: float = 0.0) -> float:
        """The patience in all of somebody who has waited so long; `luck` is from [0, 1)."""
        goal = (1 - luck) * self.stays(waited)
        place = bisect_right(self.times, waited)
        low, high = place, len(self.times)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.staying[middle] < goal else (middle + 1, high)
        return self.times[low] if low < len(self.times) else self._beyond(luck, goal, waited)

    def _beyond(self, luck: float, goal: float, waited: float) -> float:
        if not self.times or waited >= self.times[-1]:
            more = -self.tail * log1p(-luck) if luck else 0.0
            return max(waited + more, nextafter(waited, inf))
        return self.times[-1] + self.tail * log(self.staying[-1] / goal)


def mean(waits: Iterable[tuple[float, bool]]) -> float:
    """The mean patience if it is exponential: all time waited / number who gave up; inf where nobody did."""
    together, gave_up = 0.0, 0
    for waited, by_themselves in waits:
        together += waited
        gave_up += by_themselves
    return together / gave_up if gave_up else inf
