"""With partly skilled agents, in virtual time: most callers are answered inside the wait they are told."""

from __future__ import annotations

import heapq
import random
from collections.abc import Mapping
from itertools import count
from statistics import fmean

import pytest

from routing.agents import AgentSpec
from routing.effects import OfferAgent
from routing.events import AgentLoggedIn, CallerEntered, CallerLeft, Event, OfferAnswered, TalkEnded
from routing.expected import Expected
from routing.needs import needs
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue

Agents = Mapping[str, tuple[str, ...]]
TALK, PATIENCE = 180.0, 400.0  # seconds, on average
MIXED: Agents = {
    **{f"zh{n}": ("zh",) for n in range(6)},
    **{f"both{n}": ("zh", "en") for n in range(5)},
    **{f"en{n}": ("en",) for n in range(3)},
}


class Centre:
    """Callers come by chance, each needs one skill, and gives up when patience is over."""

    def __init__(self, agents: Agents, rates: Mapping[str, float]) -> None:
        self._chance = random.Random(7)
        specs = [AgentSpec(name, dict.fromkeys(skills, 1)) for name, skills in agents.items()]
        self._router = Router(specs, [QueueSpec("q", wrap_up=0.0)], catalogue())
        self._agenda: list[tuple[float, int, Event]] = []
        self._number = count()
        self._rates = rates
        self._told: dict[str, tuple[Expected, float]] = {}
        self.seen: dict[str, list[bool]] = {skill: [] for skill in rates}
        for name in agents:
            self._router.apply(AgentLoggedIn(name), 0.0)

    def run(self, seconds: float) -> None:
        for skill, rate in self._rates.items():
            at = 0.0
            while (at := at + self._chance.expovariate(rate / 60)) < seconds:
                self._at(at, CallerEntered(f"{skill} {next(self._number)}", "q", needs({skill: 1})))
        while self._agenda:
            now, _, event = heapq.heappop(self._agenda)
            self._do(event, now)

    def _at(self, time: float, event: Event) -> None:
        heapq.heappush(self._agenda, (time, next(self._number), event))

    def _do(self, event: Event, now: float) -> None:
        if isinstance(event, CallerLeft) and self._told.pop(event.call, None) is None:
            return  # answered meanwhile
        for effect in self._router.apply(event, now):
            if isinstance(effect, OfferAgent):
                self._answered(effect, now)
        if isinstance(event, CallerEntered) and (said := self._router.expected(event.call)):
            self._told[event.call] = (said.aloud(), now)
            self._at(now + self._chance.expovariate(1 / PATIENCE), CallerLeft(event.call))

    def _answered(self, offer: OfferAgent, now: float) -> None:
        if offer.call in self._told:
            said, since = self._told.pop(offer.call)
            self.seen[offer.call.split()[0]].append(said.low <= now - since <= said.high)
        self._do(OfferAnswered(offer.offer), now)
        self._at(now + self._chance.expovariate(1 / TALK), TalkEnded(offer.offer))


@pytest.mark.parametrize("rates", [{"zh": 3.0, "en": 2.2}, {"zh": 3.6, "en": 1.0}, {"zh": 1.5, "en": 3.0}])
def test_most_are_answered_inside_the_range(rates: dict[str, float]) -> None:
    centre = Centre(MIXED, rates)
    centre.run(20_000.0)
    for skill, inside in centre.seen.items():
        assert len(inside) > 100, skill
        assert fmean(inside) > 0.75, skill
