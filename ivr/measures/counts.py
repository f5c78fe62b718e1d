"""What became of the callers of a queue, counted: the parts that every share is made of.

Shares are never averaged: add the counts (`+`), then divide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce
from operator import add
from typing import Any


@dataclass(frozen=True, slots=True)
class Visit:
    """A caller's stay in a queue. `entered`: seconds since 1970; `waited`: seconds from entry to answer or
    leaving; `outcome`: answered, abandoned, waiting (still there), or how else the queue was left."""

    queue: str
    entered: float
    waited: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Counts:
    """entered = answered + abandoned + flowed_out + waiting, always. `within` is up to the target time, that
    included; `waited` are the seconds of the answered together, `longest` of whoever waited longest."""

    entered: int = 0
    answered: int = 0
    abandoned: int = 0
    flowed_out: int = 0
    waiting: int = 0
    answered_within: int = 0
    abandoned_within: int = 0
    left_within: int = 0
    waited: float = 0.0
    longest: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Counts(**sums | {"longest": max(self.longest, other.longest)})

    @classmethod
    def of(cls, visits: Iterable[Visit], within: float) -> Counts:
        """Count visits for a target of so many seconds."""
        found: dict[str, Any] = dict.fromkeys((f.name for f in fields(cls)), 0)
        waited = longest = 0.0
        for visit in visits:
            kind = visit.outcome if visit.outcome in _OWN else "flowed_out"
            found["entered"] += 1
            found[kind] += 1
            longest = max(longest, visit.waited)
            waited += visit.waited if kind == "answered" else 0.0
            if visit.waited <= within and kind != "waiting":
                found["left_within"] += 1
                if kind != "flowed_out":
                    found[f"{kind}_within"] += 1
        return cls(**{**found, "waited": waited, "longest": longest})


_OWN = frozenset({"answered", "abandoned", "waiting"})


def total(counts: Iterable[Counts]) -> Counts:
    """All together."""
    return reduce(add, counts, Counts())
