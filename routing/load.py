"""Callers made by chance: Poisson arrivals of several kinds, with talks and patience of any distribution."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from math import inf

from routing.events import CallerEntered
from routing.simulate import Caller, Chance

Draw = Callable[[Chance], float]
"""Draws one duration, in seconds."""


def exponential(mean: float) -> Draw:
    """Infinite where the mean is."""
    return (lambda chance: inf) if mean == inf else (lambda chance: chance.expovariate(1 / mean))


def fixed(seconds: float) -> Draw:
    return lambda chance: seconds


NEVER_LEAVES: Draw = fixed(inf)


def among(seen: Sequence[float]) -> Draw:
    """One of the durations that were seen. There must be some."""
    return lambda chance: seen[int(chance.random() * len(seen))]


@dataclass(frozen=True, slots=True)
class Kind:
    """Callers of one kind, `rate` a second; `entry` is their entry, each with a name of its own."""

    rate: float
    entry: CallerEntered
    talk: Draw
    patience: Draw = NEVER_LEAVES


def poisson(
    kinds: Sequence[Kind], chance: Chance, until: float = inf, begin: float = 0.0
) -> Iterator[Caller]:
    """Callers of all kinds mixed, in order of arrival, from `begin` to before `until` (inf: without end)."""
    bounds = list(accumulate(kind.rate for kind in kinds))
    if not bounds or bounds[-1] <= 0:
        return
    at = begin
    for number in count():
        at += chance.expovariate(bounds[-1])
        if at >= until:
            return
        kind = kinds[bisect(bounds, chance.random() * bounds[-1])]
        entry = replace(kind.entry, call=f"{kind.entry.call}{number}")
        yield Caller(at, entry, kind.talk(chance), kind.patience(chance))
