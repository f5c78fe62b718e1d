"""How many calls to expect, how many agents that takes, and how wrong a forecast was. Pure: days are numbers.

The method is plain: the same weekday of the last weeks, recent ones counting more, carried on by the growth
from week to week. Growth is held back while there are few weeks to tell it from chance.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, exp, inf, log
from typing import TypeVar

from routing.erlang import ErlangA, ErlangC, fewest

Slot = TypeVar("Slot", bound=Hashable)

FADES = 0.5
"""What a week counts beside the week after it."""

DOUBT = 2.0
"""Weeks that speak against any growth, beside those that tell of some."""

MOST = 0.1
"""The most that growth may be in a week, up or down, in logarithms."""


def expected_calls(days: Mapping[int, Mapping[Slot, float]], growth: float) -> dict[Slot, float]:
    """Calls by slot. `days`: how many weeks before the day it is about, and the calls of that day. Raises
    ValueError without any."""
    if not days:
        raise ValueError("there is no day to go by")
    weights = {weeks: FADES**weeks * exp(growth * weeks) for weeks in days}
    whole = sum(FADES**weeks for weeks in days)
    slots = dict.fromkeys(slot for day in days.values() for slot in day)
    return {
        slot: sum(weights[weeks] * day.get(slot, 0.0) for weeks, day in days.items()) / whole
        for slot in slots
    }


def growth(weeks: Sequence[Mapping[int, float]]) -> float:
    """The growth a week, in logarithms. `weeks`: the calls of each day by its weekday, newest week first;
    days that were not like others are left out, and count in neither week that they would be compared in."""
    told, whole = 0.0, 0.0
    for age, (new, old) in enumerate(pairwise(weeks)):
        both = new.keys() & old.keys()
        now, before = sum(new[day] for day in both), sum(old[day] for day in both)
        if now and before:
            told += FADES**age * log(now / before)
            whole += FADES**age
    known = sum(1 for new, old in pairwise(weeks) if new.keys() & old.keys())
    held = told / whole * known / (known + DOUBT) if whole else 0.0
    return max(-MOST, min(MOST, held))


@dataclass(frozen=True, slots=True)
class Goal:
    """This share answered within so many seconds (formula D), and the share of paid time that agents are not
    at the phone: breaks, training, illness."""

    share: float = 0.8
    within: float = 20.0
    shrinkage: float = 0.0

    def scheduled(self, agents: int) -> int:
        """How many must be paid for so many to be at the phone."""
        return ceil(agents / (1 - self.shrinkage) - 1e-9)


def agents_without_abandonment(rate: float, handle: float, goal: Goal) -> int:
    """The fewest by Erlang C; `rate` a second, `handle` in seconds. 0 without calls."""
    if rate * handle <= 0:
        return 0
    return fewest(lambda n: ErlangC(rate, handle, n).service_level(goal.within) >= goal.share)


def agents_with_abandonment(rate: float, handle: float, patience: float, goal: Goal) -> int:
    """The fewest by Erlang A; endless patience is Erlang C."""
    if rate * handle <= 0:
        return 0
    if patience == inf:
        return agents_without_abandonment(rate, handle, goal)
    return fewest(lambda n: ErlangA(rate, handle, patience, n).service_level(goal.within) >= goal.share)


@dataclass(frozen=True, slots=True)
class Errors:
    """How wrong a forecast was. `wape`: all differences, whatever their sign, over all calls; `bias`: the
    forecast less the calls, over all calls. None where nobody called."""

    calls: float
    wape: float | None
    bias: float | None


def errors(forecast: Mapping[Slot, float], calls: Mapping[Slot, float]) -> Errors:
    """Slot by slot; one that is missing on a side counts as 0."""
    slots = forecast.keys() | calls.keys()
    came = sum(calls.values())
    if not came:
        return Errors(0.0, None, None)
    off = sum(abs(forecast.get(slot, 0.0) - calls.get(slot, 0.0)) for slot in slots)
    return Errors(came, off / came, (sum(forecast.values()) - came) / came)
