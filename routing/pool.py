"""The agents who can be offered something of one channel now, in every order that a strategy asks for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sortedcontainers import SortedList

from routing.agents import Agent
from routing.demand import Demand
from routing.profiles import Numbers, Profiles
from routing.strategy import Order

Place = tuple[float, int, Agent]
"""An agent's order, and the turn that breaks ties."""

GLANCES = 64
DENSE = 64
"""Where at least one profile in so many is able, the order is walked first, for some glances."""
CHUNK = 2048


class Pool:
    """One ranking for each order in use. Agents keep the place they had when they came in."""

    def __init__(self, profiles: Profiles, orders: Iterable[Order]) -> None:
        self._profiles = profiles
        self._rankings = {order: _Ranking(order) for order in orders}
        self._idle = np.zeros(0, dtype=np.int32)
        self._inside: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._inside)

    def __contains__(self, agent: Agent) -> bool:
        return agent.id in self._inside

    def add(self, agent: Agent) -> bool:
        """False for who is in already."""
        if agent.id in self._inside:
            return False
        self._inside[agent.id] = agent.profile
        self._make_room()
        self._idle[agent.profile] += 1
        for ranking in self._rankings.values():
            ranking.add(agent)
        return True

    def discard(self, agent: Agent) -> bool:
        """False for who is not in."""
        profile = self._inside.pop(agent.id, None)
        if profile is None:
            return False
        self._idle[profile] -= 1
        for ranking in self._rankings.values():
            ranking.remove(agent)
        return True

    def count(self, demand: Demand) -> int:
        """How many agents here are able."""
        self._make_room()
        return int(self._idle[demand.ranking].sum())

    def best(self, demand: Demand) -> Agent | None:
        """The agent of the best class that has one, and in it the first in the demand's order."""
        if not self._inside:
            return None
        self._make_room()
        ranking, numbers, classes = self._rankings[demand.ask.strategy.order], demand.ranking, demand.classes
        if len(classes) == 2:
            dense = len(numbers) * DENSE >= len(self._profiles)
            return (ranking.glance(demand) if dense else None) or ranking.first(numbers)
        at = self._first_idle(numbers)
        if at is None:
            return None
        end = int(np.searchsorted(classes, at, side="right"))
        return ranking.first(numbers[classes[end - 1] : classes[end]])

    def _first_idle(self, numbers: Numbers) -> int | None:
        """Where the first of these profiles stands that has an idle agent."""
        for start in range(0, len(numbers), CHUNK):
            idle = self._idle[numbers[start : start + CHUNK]] > 0
            at = int(idle.argmax())
            if idle[at]:
                return start + at
        return None

    def _make_room(self) -> None:
        missing = len(self._profiles) - len(self._idle)
        if missing > 0:
            more = missing + len(self._idle)
            self._idle = np.concatenate((self._idle, np.zeros(more, dtype=np.int32)))
            for ranking in self._rankings.values():
                ranking.make_room(more)


class _Ranking:
    """Agents by one order: all together, those of each profile, and the first of each profile as columns."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._all = SortedList()
        self._places: dict[str, Place] = {}
        self._alike: list[SortedList | None] = []
        self._heads = np.empty(0)
        self._turns = np.empty(0)

    def make_room(self, more: int) -> None:
        nobody = np.full(more, np.inf)
        self._heads = np.concatenate((self._heads, nobody))
        self._turns = np.concatenate((self._turns, nobody))
        self._alike += [None] * more

    def add(self, agent: Agent) -> None:
        place = self._places[agent.id] = (self._order(agent), agent.turn, agent)
        self._all.add(place)
        alike = self._alike[agent.profile]
        if alike is None:
            alike = self._alike[agent.profile] = SortedList()
        alike.add(place)
        self._show(agent.profile, alike)

    def remove(self, agent: Agent) -> None:
        place = self._places.pop(agent.id)
        self._all.remove(place)
        alike = self._alike[agent.profile]
        assert alike is not None
        alike.remove(place)
        self._show(agent.profile, alike)

    def glance(self, demand: Demand) -> Agent | None:
        """The first in the order who is able, if there is one among the foremost."""
        agent: Agent
        for (_, _, agent), _ in zip(self._all, range(GLANCES), strict=False):
            if demand.fits(agent.profile):
                return agent
        return None

    def first(self, numbers: Numbers) -> Agent | None:
        """The first agent of these profiles."""
        if not len(numbers):
            return None
        heads = self._heads[numbers]
        least = heads.min()
        if least == np.inf:
            return None
        tied = numbers[heads == least]
        alike = self._alike[tied[0] if len(tied) == 1 else tied[self._turns[tied].argmin()]]
        assert alike is not None
        agent: Agent = alike[0][2]
        return agent

    def _show(self, profile: int, alike: SortedList) -> None:
        self._heads[profile], self._turns[profile] = alike[0][:2] if alike else (np.inf, np.inf)
