"""The expected wait beside what callers then waited, in virtual time."""

from __future__ import annotations

import heapq
import random
from collections import deque
from dataclasses import dataclass, field
from statistics import fmean

import pytest

from routing.expected import Expected, Pace, expected


@dataclass
class Seen:
    """Of everybody who had to wait and was answered: what was said, what it would be by the length of the
    queue alone, and the wait."""

    said: list[Expected] = field(default_factory=list)
    by_length: list[Expected] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def inside(self, said: list[Expected]) -> float:
        """The share whose wait fell into the range as it is said aloud."""
        ranges = [each.aloud() for each in said]
        return fmean(
            each.low <= waited <= each.high for each, waited in zip(ranges, self.waited, strict=True)
        )

    def off(self, said: list[Expected]) -> float:
        """By which factor the middle of the range is too long, on average."""
        return sum((each.low + each.high) / 2 for each in said) / sum(self.waited)


def simulate(rate: float, agents: int, patience: float, calls: int = 20_000) -> Seen:
    """First come, first served: exponential talks of 180 s on average, patience exponential as well. `rate`
    in calls a minute. The pace is learned from what happens, from nothing on."""
    chance, pace, no_leaving, seen, now = random.Random(4), Pace(), Pace(), Seen(), 0.0
    free = [0.0] * agents
    line: deque[float] = deque()  # when those ahead are answered or give up
    for _ in range(calls):
        now += chance.expovariate(rate / 60)
        line = deque(end for end in line if end > now)
        starts = max(now, free[0])
        leaves = now + chance.expovariate(1 / patience)
        guess, by_length = expected(len(line), agents, pace), expected(len(line), agents, no_leaving)
        if starts > now:
            line.append(min(starts, leaves))
        if leaves < starts:
            pace.left(leaves - now, abandoned=True)
            continue
        talk = chance.expovariate(1 / 180)
        heapq.heapreplace(free, starts + talk)
        pace.handled(talk)
        no_leaving.handled(talk)
        pace.left(starts - now, abandoned=False)
        if starts > now and guess and by_length:
            seen.said.append(guess)
            seen.by_length.append(by_length)
            seen.waited.append(starts - now)
    return seen


OVERLOADED = [(3.5, 11, 600), (20, 50, 240), (6, 15, 300), (1.2, 3, 400)]
"""Calls a minute, agents, mean patience in seconds."""


@pytest.mark.parametrize(("rate", "agents", "patience"), OVERLOADED)
def test_most_callers_are_answered_inside_the_range(rate: float, agents: int, patience: float) -> None:
    seen = simulate(rate, agents, patience)
    assert len(seen.waited) > 1000
    assert seen.inside(seen.said) > 0.85
    assert abs(seen.off(seen.said) - 1) < 0.2


@pytest.mark.parametrize(("rate", "agents", "patience"), OVERLOADED)
def test_in_overload_it_is_nearer_than_the_length_of_the_queue(
    rate: float, agents: int, patience: float
) -> None:
    seen = simulate(rate, agents, patience)
    assert seen.inside(seen.said) > seen.inside(seen.by_length)
    assert abs(seen.off(seen.said) - 1) < abs(seen.off(seen.by_length) - 1)


def test_with_nobody_able_nothing_is_expected() -> None:
    assert expected(0, 0, Pace()) is None


def test_before_any_call_was_measured_a_call_takes_three_minutes() -> None:
    told = expected(9, 10, Pace())
    assert told is not None
    assert told.low < 180 < told.high


def test_more_ahead_wait_longer_and_more_agents_shorten_it() -> None:
    def high(ahead: float, able: int) -> float:
        told = expected(ahead, able, Pace())
        assert told is not None
        return told.high

    assert high(1, 5) < high(2, 5) < high(2.5, 5) < high(20, 5)
    assert high(10, 6) < high(10, 5)


def test_those_who_give_up_ahead_shorten_it() -> None:
    pace = Pace()
    patient = expected(30, 5, pace)
    for _ in range(50):
        pace.left(120.0, abandoned=True)
    assert patient is not None
    hasty = expected(30, 5, pace)
    assert hasty is not None
    assert hasty.high < 0.8 * patient.high


def test_it_follows_the_time_that_calls_take() -> None:
    pace = Pace(handle_time=180)
    for _ in range(200):
        pace.handled(60.0)
    assert pace.handle_time == pytest.approx(60, rel=0.01)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (2.0, 41.0, (0, 60)),
        (61.0, 119.0, (60, 120)),
        (253.0, 555.0, (240, 600)),
        (780.0, 1580.0, (600, 1800)),
    ],
)
def test_it_is_said_in_whole_minutes_outwards(low: float, high: float, said: tuple[float, float]) -> None:
    aloud = Expected(low, high).aloud()
    assert (aloud.low, aloud.high) == said
