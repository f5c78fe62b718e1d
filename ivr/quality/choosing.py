"""Which talks are in a sample. By a seed, so that anybody who has it draws the same ones again.

In each stratum those with the lowest SHA-256 of `seed:recording` are drawn. Each stratum has one at least,
then the next place goes to the one with the highest count / (2 places + 1) (Sainte-Laguë): in proportion.
Where there are more strata than places, those with the lowest SHA-256 of `seed:stratum` have one each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recorded talk. `reasons`: what makes it a risk, with the figure or word."""

    recording: int
    call: str
    agent: str
    queue: str
    stratum: str = ""
    reasons: Mapping[str, float | str] = field(default_factory=dict)


def drawn(candidates: Iterable[Candidate], size: int, seed: str) -> list[Candidate]:
    """At most `size` of them, by stratum and then in the order in which they were drawn."""
    strata: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        strata[each.stratum].append(each)
    places = shares({name: len(own) for name, own in strata.items()}, size, seed)
    return [
        each
        for name in sorted(places)
        for each in sorted(strata[name], key=lambda one: rank(seed, one.recording))[: places[name]]
    ]


def shares(counts: Mapping[str, int], size: int, seed: str) -> dict[str, int]:
    """The places of each stratum, none for those that go empty."""
    first = sorted(counts, key=lambda name: rank(seed, name))[:size]
    places = dict.fromkeys(first, 1)
    for _ in range(min(size, sum(counts.values())) - len(places)):
        open_ones = [name for name in places if places[name] < counts[name]]
        best = max(
            open_ones, key=lambda name: (Fraction(counts[name], 2 * places[name] + 1), rank(seed, name))
        )
        places[best] += 1
    return places


def rank(seed: str, what: object) -> str:
    """Its place in the draw: the lowest comes first."""
    return sha256(f"{seed}:{what}".encode()).hexdigest()
