"""What is unusual in a day against the days before it, and since when: a two-sided CUSUM over its intervals.

Each interval is compared with the same interval of the days before, as a number of standard errors z. The sum
S = max(0, S + |z| - 0.5), kept for too much and for too little apart, grows while a figure is off in one
direction and falls back to 0 by itself. It is unusual once S passes 7; since when is where S last left 0.

What chance alone does is never less than the error of the sample (Poisson for counts, binomial for shares,
exponential for seconds), and never less than the spread between the days before (their median absolute
deviation). So a few calls more in a quiet night are none, and one bad day among those before changes little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ivr.measures.measure import Unit

SLACK = 0.5
ALARM = 7.0
FEWEST = 3
"""So many days before must have had the interval."""
_MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure of one interval, of `size` calls. None where there is no data."""

    value: float | None
    size: float


@dataclass(frozen=True, slots=True)
class Unusual:
    """From the interval number `begin` to `end` (not included), None while it goes on. `sign` is 1 for too
    much and -1 for too little; `most` is the sum at its greatest."""

    begin: int
    end: int | None
    sign: int
    most: float


def unusual(today: Sequence[Slot], before: Sequence[Sequence[Slot]], unit: Unit) -> list[Unusual]:
    """All that was unusual, in the order in which it began. Every day has the same intervals; `today` may
    have fewer."""
    scores = [score(slot, [day[number] for day in before], unit) for number, slot in enumerate(today)]
    found = [each for sign in (1, -1) for each in _excursions(scores, sign)]
    return sorted(found, key=lambda each: (each.begin, -each.sign))


def _excursions(scores: Sequence[float | None], sign: int) -> Iterator[Unusual]:
    total = most = 0.0
    begin = 0
    for number, each in enumerate(scores):
        if total == 0.0:
            begin, most = number, 0.0
        total = max(0.0, total + (sign * each - SLACK if each is not None else 0.0))
        most = max(most, total)
        if total == 0.0 and most > ALARM:
            yield Unusual(begin, number, sign, most)
    if total > 0.0 and most > ALARM:
        yield Unusual(begin, None, sign, most)


def score(slot: Slot, before: Sequence[Slot], unit: Unit) -> float | None:
    """How many standard errors an interval is off; None where nothing can be said."""
    known = [(each.value, each.size) for each in before if each.value is not None]
    if slot.value is None or len(known) < FEWEST:
        return None
    usual = expected(before, unit)
    assert usual is not None
    spread = _MAD_TO_SIGMA * median(abs(value - usual) for value, _ in known)
    usual_itself = math.sqrt(1 + math.pi / 2 / len(known))  # a median of few days is not exact either
    chance = _by_chance(usual, slot.size, unit)
    if unit == "count" and spread <= chance:
        return _of_arrivals(slot.value, usual) / usual_itself
    return (slot.value - usual) / (max(spread, chance) * usual_itself)


def _of_arrivals(value: float, usual: float) -> float:
    """The deviance residual of a Poisson count, which knows how rare silence is. More than usual counts from
    one call on."""
    usual = max(usual, 1.0) if value > usual else usual
    if value == usual:
        return 0.0
    deviance = value * math.log(value / usual) - (value - usual) if value > 0 else usual
    return math.copysign(math.sqrt(max(0.0, 2 * deviance)), value - usual)


def expected(before: Sequence[Slot], unit: Unit) -> float | None:
    """What is usual: the median of counts, else the mean of all calls of the days before."""
    known = [(each.value, each.size) for each in before if each.value is not None]
    if not known:
        return None
    if unit == "count":
        return median(value for value, _ in known)
    whole = sum(size for _, size in known)
    return sum(value * size for value, size in known) / whole if whole else None


def _by_chance(usual: float, size: float, unit: Unit) -> float:
    if unit == "count":
        return math.sqrt(max(usual, 1.0))
    size = max(size, 1.0)
    if unit == "share":
        share = (min(max(usual, 0.0), 1.0) * size + 0.5) / (size + 1)
        return math.sqrt(share * (1 - share) / size)
    return max(usual, 1.0) / math.sqrt(size)
