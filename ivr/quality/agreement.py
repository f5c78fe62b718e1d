"""How well two scorers agree, beyond what chance would give.

Cohen's kappa: (p_o - p_e) / (1 - p_e), p_o the share of talks answered the same, p_e what the two would have
in common if each gave their own answers in any order (J. Cohen, A coefficient of agreement for nominal
scales, Educational and Psychological Measurement 20, 1960). Weighted: 1 - Σ w p_o / Σ w p_e over the pairs
of answers, w their distance (J. Cohen, Weighted kappa, Psychological Bulletin 70, 1968), here the difference
of what the two answers gain: on a scale these are the linear weights.

Over the items of a form kappa is pooled: (mean p_o - mean p_e) / (1 - mean p_e) (H. De Vries et al., Using
pooled kappa to summarize interrater agreement across many items, Field Methods 20, 2008). There each item has
as many pairs; where they differ, each counts by its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_Answer = TypeVar("_Answer", str, float)
Pair = tuple[str, str]
"""The answers of the first and of the second scorer to one item of one talk."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `pairs` of answers. `same`: the share that is. `kappa`, `weighted`: 1 is perfect, 0 what chance
    would give, below 0 worse. None where there is no data: no pairs; for kappa also where all answers are the
    same, or, weighted, where all gain the same."""

    pairs: int
    same: float | None
    kappa: float | None
    weighted: float | None


@dataclass(frozen=True, slots=True)
class Distances:
    """The mean distance of the pairs of an item, as `seen` and as `chance` would have it."""

    pairs: int
    seen: float
    chance: float


def agreement(items: Iterable[Sequence[Pair]], gains: Iterable[Callable[[str], float | None]]) -> Agreement:
    """Of the pairs of one item, or of several pooled. `gains` tells for each item what an answer gains, 0 to
    1, None for one that is not on the scale (not applicable): its pairs are not in the weighted kappa."""
    nominal, weighted = [], []
    for pairs, gain in zip(items, gains, strict=True):
        nominal.append(_distances(pairs, lambda one, other: float(one != other)))
        scaled = [(gain(one), gain(other)) for one, other in pairs]
        whole = [(one, other) for one, other in scaled if one is not None and other is not None]
        weighted.append(_distances(whole, lambda one, other: abs(one - other)))
    number = sum(each.pairs for each in nominal)
    same = 1 - sum(each.seen * each.pairs for each in nominal) / number if number else None
    return Agreement(number, same, _pooled(nominal), _pooled(weighted))


def _distances(
    pairs: Sequence[tuple[_Answer, _Answer]], distance: Callable[[_Answer, _Answer], float]
) -> Distances:
    number = len(pairs)
    if not number:
        return Distances(0, 0.0, 0.0)
    firsts, seconds = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    chance = sum(
        distance(one, other) * many * often
        for one, many in firsts.items()
        for other, often in seconds.items()
    )
    return Distances(number, sum(distance(*pair) for pair in pairs) / number, chance / number**2)


def _pooled(items: Sequence[Distances]) -> float | None:
    chance = sum(each.chance * each.pairs for each in items)
    return 1 - sum(each.seen * each.pairs for each in items) / chance if chance else None
