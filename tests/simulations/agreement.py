"""When a simulated figure agrees with the known one: |mean - known| ≤ 3.3 √(SE² + SE of the known²)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean, stdev

Figures = Mapping[str, float]
WIDTH = 3.3


@dataclass(frozen=True, slots=True)
class Known:
    """A figure from a closed form (`error` is what its last printed digit leaves open) or from a publication
    (`error` is the standard error of its simulation). `at_least`: more is as good."""

    value: float
    error: float = 0.0
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One experiment. `play(seed, calls)` is one independent replication; `calls` is left out where a day
    has its own length. `ratios`: known figures that are the mean of one figure over the mean of another.
    `replications` of the full run."""

    name: str
    source: str
    play: Callable[[int, int], Figures]
    known: Mapping[str, Known]
    ratios: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    calls: int = 100_000
    replications: int = 40


@dataclass(frozen=True, slots=True)
class Comparison:
    figure: str
    known: Known
    mean: float
    error: float

    @property
    def deviation(self) -> float:
        """In standard errors of both; 0 where both are the same to the last digit."""
        away = self.mean - self.known.value
        away = max(0.0, -away) if self.known.at_least else abs(away)
        return away / sqrt(self.error**2 + self.known.error**2) if away else 0.0

    @property
    def agrees(self) -> bool:
        return self.deviation <= WIDTH


def compare(case: Case, played: Sequence[Figures]) -> list[Comparison]:
    """Each known figure beside the mean of the replications."""
    found = []
    for figure, known in case.known.items():
        estimate = _ratio(played, *case.ratios[figure]) if figure in case.ratios else _mean(played, figure)
        found.append(Comparison(figure, known, *estimate))
    return found


def _mean(played: Sequence[Figures], figure: str) -> tuple[float, float]:
    values = [each[figure] for each in played]
    return fmean(values), stdev(values) / sqrt(len(values))


def _ratio(played: Sequence[Figures], part: str, whole: str) -> tuple[float, float]:
    """With its standard error by the delta method."""
    size = fmean(each[whole] for each in played)
    ratio = fmean(each[part] for each in played) / size
    rests = [each[part] - ratio * each[whole] for each in played]
    return ratio, stdev(rests) / size / sqrt(len(rests))


def exact(figures: Mapping[str, float], digits: int = 6) -> dict[str, Known]:
    """Figures printed to so many digits after the point: off by up to half of the last one."""
    return {name: Known(value, 0.5 * 10**-digits / WIDTH) for name, value in figures.items()}
