"""The router under Poisson load in virtual time, beside closed forms.

One short run with wide bounds: enough to see a router that loses work, holds agents idle or prefers wrongly.
The references are exact: Erlang C, and the product form of Adan and Weiss for partly skilled agents.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from statistics import fmean

import pytest

from routing.agents import AgentSpec
from routing.effects import OfferAgent
from routing.events import AgentLoggedIn, CallerEntered, Event, OfferAnswered, TalkEnded
from routing.needs import needs
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue


@dataclass
class Load:
    """Rates of callers by the skill they need; agents by name with skills and speed (calls a minute)."""

    rates: Mapping[str, float]
    agents: Mapping[str, tuple[tuple[str, ...], float]]


@dataclass
class Outcome:
    waits: dict[str, list[float]] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)
    minutes: float = 0.0


def simulate(load: Load, calls: int, seed: int) -> Outcome:
    """About so many calls, each answered at once; exponential talks, no wrap-up. Times in minutes."""
    chance = random.Random(seed)
    specs = [AgentSpec(name, dict.fromkeys(skills, 1)) for name, (skills, _) in load.agents.items()]
    router = Router(specs, [QueueSpec("q", wrap_up=0.0)], catalogue())
    for spec in specs:
        router.apply(AgentLoggedIn(spec.id), 0.0)
    seen = Outcome({skill: [] for skill in load.rates}, dict.fromkeys(load.agents, 0.0))
    number, entered, agenda = count(), dict[str, tuple[float, str]](), list[tuple[float, int, Event]]()
    for skill, rate in load.rates.items():
        at = chance.expovariate(rate)
        while at < calls / sum(load.rates.values()):
            entered[f"{skill}-{len(entered)}"] = (at, skill)
            at += chance.expovariate(rate)
    for call, (at, skill) in entered.items():
        heapq.heappush(agenda, (at, next(number), CallerEntered(call, "q", needs({skill: 1}))))
    while agenda:
        now, _, event = heapq.heappop(agenda)
        for effect in router.apply(event, now):
            if isinstance(effect, OfferAgent):
                at, skill = entered[effect.call]
                talk = chance.expovariate(load.agents[effect.agent][1])
                seen.waits[skill].append(now - at)
                seen.busy[effect.agent] += talk
                router.apply(OfferAnswered(effect.offer), now)
                heapq.heappush(agenda, (now + talk, next(number), TalkEnded(effect.offer)))
        seen.minutes = now
    assert sum(map(len, seen.waits.values())) == len(entered), "every caller is served once"
    return seen


def test_equal_agents_wait_as_erlang_c_says() -> None:
    """200 calls an hour of 3 minutes, 13 agents: P(wait) .285270, ASA 17.1162 s, 80 % within 20 s."""
    agents = {f"agent-{n}": (("any",), 1 / 3) for n in range(13)}
    seen = simulate(Load({"any": 200 / 60}, agents), calls=30_000, seed=4)
    waits = seen.waits["any"]
    assert fmean(wait > 0 for wait in waits) == pytest.approx(0.28527, abs=0.04)
    assert fmean(waits) * 60 == pytest.approx(17.1162, rel=0.25)
    assert fmean(wait * 60 <= 20 for wait in waits) == pytest.approx(0.795595, abs=0.035)


def test_partly_skilled_agents_share_the_work_as_longest_idle_says() -> None:
    """Choosing a random idle agent instead moves these utilisations by up to 4 points."""
    agents = {"first": (("a",), 1.0), "both": (("a", "b"), 0.8), "second": (("b",), 0.9)}
    seen = simulate(Load({"a": 0.8, "b": 0.7}, agents), calls=40_000, seed=3)
    used = [seen.busy[name] / seen.minutes for name in agents]
    assert used == pytest.approx([0.513797, 0.668437, 0.501615], abs=0.015)
    assert [fmean(w > 0 for w in seen.waits[s]) for s in "ab"] == pytest.approx(
        [0.405276, 0.391929], abs=0.025
    )
    assert [fmean(seen.waits[s]) for s in "ab"] == pytest.approx([0.460119, 0.451473], rel=0.15)
