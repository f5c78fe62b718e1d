"""Closed forms of waiting lines: how long callers wait when so many agents serve calls that come by chance.

Calls come as a Poisson process, talks (wrap-up included) last exponentially long. Erlang B: nobody waits;
Erlang C: everybody waits as long as it takes; Erlang A: callers give up after an exponential patience. Rates
are calls a second, times are seconds. Sources: A. K. Erlang 1917 (B, C); C. Palm 1946 and S. Zeltyn,
A. Mandelbaum, "Call centers with impatient customers", Queueing Systems 51, 2005 (A).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, expm1, inf, lgamma, log

_NEGLIGIBLE = log(1e-17)


def erlang_b(agents: int, erlangs: float) -> float:
    """The share of calls that find all agents busy where nobody waits: B(n) = aB / (n + aB), from B(0) = 1,
    which neither overflows nor cancels."""
    blocked = 1.0
    for busy in range(1, agents + 1):
        blocked = erlangs * blocked / (busy + erlangs * blocked)
    return blocked


@dataclass(frozen=True)
class ErlangC:
    """M/M/n: nobody gives up. With as much work as agents or more the line grows for ever: every wait is
    infinite and the service level is 0."""

    rate: float
    handle: float
    agents: int

    @property
    def erlangs(self) -> float:
        return self.rate * self.handle

    @property
    def is_stable(self) -> bool:
        return self.erlangs < self.agents

    @cached_property
    def wait_share(self) -> float:
        """P(wait) = B / (1 - ρ (1 - B))."""
        if not self.is_stable:
            return 1.0
        blocked = erlang_b(self.agents, self.erlangs)
        return blocked / (1 - self.occupancy * (1 - blocked))

    @property
    def asa(self) -> float:
        """The mean wait of all, seconds: P(wait) × handle / (n - a)."""
        return self.wait_share * self.handle / (self.agents - self.erlangs) if self.is_stable else inf

    @property
    def queue(self) -> float:
        """How many wait, in the mean: rate × ASA (Little)."""
        return self.rate * self.asa if self.rate else 0.0

    @property
    def occupancy(self) -> float:
        return min(1.0, self.erlangs / self.agents) if self.agents else 1.0

    def service_level(self, within: float) -> float:
        """Answered within that time over all; every formula gives the same where nobody abandons."""
        if not self.is_stable:
            return 0.0
        return 1 - self.wait_share * exp(-(self.agents - self.erlangs) * within / self.handle)


@dataclass(frozen=True)
class Shares:
    """Of all calls that enter: answered and abandoned, in all and within the time asked for."""

    answered: float
    abandoned: float
    answered_within: float
    abandoned_within: float

    @property
    def a(self) -> float:
        """Answered within / answered."""
        return _over(self.answered_within, self.answered)

    @property
    def b(self) -> float:
        """Answered within / (answered + abandoned)."""
        return _over(self.answered_within, self.answered + self.abandoned)

    @property
    def d(self) -> float:
        """Answered within / (answered + abandoned - abandoned within)."""
        return _over(self.answered_within, self.answered + self.abandoned - self.abandoned_within)

    @property
    def e(self) -> float:
        """(Answered within + abandoned within) / (answered + abandoned)."""
        return _over(self.answered_within + self.abandoned_within, self.answered + self.abandoned)


@dataclass(frozen=True)
class ErlangA:
    """M/M/n+M: callers give up after an exponential patience of that mean, seconds.

    Whoever finds all agents busy and j callers waiting is served after a time V with exp(-V / patience)
    distributed as Beta(n μ patience, j + 1), if they do not give up before: a sum of exponentials with rates
    in steps of 1 / patience. All that is asked for follows by sums over j without cancelling terms.
    """

    rate: float
    handle: float
    patience: float
    agents: int

    @property
    def _leaving(self) -> float:
        """n μ / θ: how many times faster agents free themselves than one waiting caller gives up."""
        return self.agents * self.patience / self.handle

    @cached_property
    def _line(self) -> tuple[float, ...]:
        """P(all agents busy and j wait), j = 0, 1, …, as far as it matters."""
        step, logs, most = self.rate * self.patience, [0.0], 0.0
        if not step:
            return ()
        while logs[-1] > most + _NEGLIGIBLE or step > self._leaving + len(logs):
            logs.append(logs[-1] + log(step) - log(self._leaving + len(logs)))
            most = max(most, logs[-1])
        blocked = erlang_b(self.agents, self.rate * self.handle)
        shares = [exp(each - most) for each in logs]
        total = sum(reversed(shares)) + exp(-most) * ((1 / blocked if blocked else inf) - 1)
        return tuple(share / total for share in shares)

    @property
    def wait_share(self) -> float:
        """The share that finds all agents busy."""
        return sum(self._line)

    @property
    def queue(self) -> float:
        """How many wait, in the mean."""
        return sum(waiting * share for waiting, share in enumerate(self._line))

    @property
    def mean_wait(self) -> float:
        """Of all, whether answered or not: queue / rate (Little)."""
        return self.queue / self.rate if self.rate else 0.0

    @property
    def abandon_share(self) -> float:
        """Mean wait of all / mean patience."""
        return self.mean_wait / self.patience

    @property
    def occupancy(self) -> float:
        return self.rate * self.handle * (1 - self.abandon_share) / self.agents if self.agents else 1.0

    @property
    def asa(self) -> float:
        """The mean wait of those who were answered, seconds."""
        spent, steps = 0.0, 0.0
        for waiting, share in enumerate(self._line):
            steps += 1 / (self._leaving + 1 + waiting)
            spent += share * self._served(waiting) * steps * self.patience
        return _over(spent, 1 - self.abandon_share)

    def shares(self, within: float) -> Shares:
        """What the service level is made of, for waits up to `within` seconds, that included."""
        served = given_up = 0.0
        for waiting, (share, in_time, free) in enumerate(zip(self._line, *self._betas(within), strict=True)):
            answered = self._served(waiting) * in_time
            served += share * answered
            given_up += share * (free - answered - expm1(-within / self.patience) * (1 - free))
        at_once = 1 - self.wait_share
        lost = self.abandon_share
        return Shares(1 - lost, lost, at_once + served, given_up)

    def service_level(self, within: float) -> float:
        """By formula D."""
        return self.shares(within).d

    def _served(self, waiting: int) -> float:
        return self._leaving / (self._leaving + waiting + 1)

    def _betas(self, within: float) -> tuple[list[float], list[float]]:
        """For j waiting: P(Beta(c + 1, j + 1) ≥ x) and P(Beta(c, j + 1) ≥ x), x = exp(-within / patience)."""
        many = len(self._line)
        return _upper(self._leaving + 1, within / self.patience, many), _upper(
            self._leaving, within / self.patience, many
        )


def _upper(shape: float, patiences: float, many: int) -> list[float]:
    """P(Beta(shape, j + 1) ≥ exp(-patiences)) for j < many: 1 less the first j + 1 terms of a negative
    binomial series."""
    if patiences <= 0:
        return [0.0] * many
    one_less = log(-expm1(-patiences))
    found, left = [], 1.0
    for term in range(many):
        weight = lgamma(shape + term) - lgamma(shape) - lgamma(term + 1)
        left -= exp(weight + term * one_less - shape * patiences)
        found.append(max(0.0, left))
    return found


def fewest(reached: Callable[[int], bool], least: int = 1) -> int:
    """The smallest number of agents from `least` on with which the goal is reached; more agents must never
    be worse. Doubles its steps, then halves them."""
    step, low = 1, least - 1
    while not reached(low + step):
        low, step = low + step, step * 2
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _over(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
