"""How long a caller will still wait: a range, from who is ahead and how fast the queue has moved lately.

The mean is QLm (Ibrahim and Whitt): with n callers ahead the wait is n + 1 departures, each at the rate of
the able agents (`able` / handle time) plus that of the callers ahead who give up. With skills, `ahead` counts
of every other caller the share of their demand that falls on the agents of this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log

HANDLE_TIME = 180.0
"""Seconds that a call is taken to need of an agent before any was measured."""

SPREAD = 1.0
"""Standard deviations to each side: with the rounding of `Expected.aloud`, 9 of 10 are answered inside."""

_NEWEST = 0.05  # weight of the newest measurement
_PATIENT = 600.0  # seconds waited without anybody giving up, as if they had been measured
MINUTE = 60.0
_COARSE = 10 * MINUTE  # from here on in steps of five minutes


@dataclass(frozen=True, slots=True)
class Expected:
    """Seconds that a caller waits from now on, at least and at most, as far as can be told."""

    low: float
    high: float

    def aloud(self) -> Expected:
        """As it is said: whole minutes, from ten on in fives; outwards, so that nothing is promised that was
        not expected. `low` is 0 for less than a minute."""
        return Expected(_step(self.low) * floor(self.low / _step(self.low)), _up(self.high))


class Pace:
    """How fast one queue moves: `handle_time` is the mean of what lately went by, `giving_up` the number of
    waiting callers who give up, for each second that one waits."""

    def __init__(self, handle_time: float = HANDLE_TIME) -> None:
        self.handle_time = handle_time
        self._left = 0.0
        self._waited = _PATIENT

    @property
    def giving_up(self) -> float:
        return self._left / self._waited

    def handled(self, seconds: float) -> None:
        """An agent was busy so long with a caller, wrap-up included."""
        self.handle_time += _NEWEST * (max(1.0, seconds) - self.handle_time)

    def left(self, waited: float, abandoned: bool) -> None:
        """A caller waits no longer, after so many seconds."""
        self._left += abandoned - _NEWEST / 5 * self._left
        self._waited += waited - _NEWEST / 5 * (self._waited - _PATIENT)


def expected(ahead: float, able: int, pace: Pace) -> Expected | None:
    """The wait of a caller behind `ahead` others whom `able` agents can serve, logged in and not paused; None
    when there is no such agent, since then nobody knows."""
    if able <= 0:
        return None
    rate, leaving = able / pace.handle_time, pace.giving_up
    mean, variance = 1 / rate + _sum(rate, leaving, ahead), 1 / rate**2 + _squares(rate, leaving, ahead)
    return Expected(_quantile(mean, variance, -SPREAD), _quantile(mean, variance, SPREAD))


def _sum(rate: float, leaving: float, ahead: float) -> float:
    """1 / (rate + i leaving), summed for i from 1 to `ahead`, which need not be whole."""
    if leaving * ahead < rate * 1e-6:
        return ahead / rate
    return log((rate + (ahead + 0.5) * leaving) / (rate + 0.5 * leaving)) / leaving


def _squares(rate: float, leaving: float, ahead: float) -> float:
    """The same, squared."""
    if leaving * ahead < rate * 1e-6:
        return ahead / rate**2
    return (1 / (rate + 0.5 * leaving) - 1 / (rate + (ahead + 0.5) * leaving)) / leaving


def _quantile(mean: float, variance: float, deviations: float) -> float:
    """Of the gamma distribution with this mean and variance (Wilson and Hilferty): exact enough, and without
    a library."""
    part = variance / mean**2 / 9
    return float(mean * max(0.0, 1 - part + deviations * part**0.5) ** 3)


def _step(seconds: float) -> float:
    return MINUTE if seconds < _COARSE else 5 * MINUTE


def _up(seconds: float) -> float:
    return max(MINUTE, _step(seconds) * ceil(seconds / _step(seconds)))
