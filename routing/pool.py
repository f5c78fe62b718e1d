"""The agents who can be offered something of one channel now, in every order that a strategy asks for."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from routing.agents import Agent
from routing.demand import Demand
from routing.profiles import Numbers, Profiles
from routing.strategy import Order

Place = tuple[float, int, Agent]
"""An agent's order, and the turn that breaks ties."""

BLOCK = 256
"""Profiles are looked at by blocks of so many where a demand leaves many to look at."""
MANY = 2048
BLOCKS = 16
"""After so many blocks without a certain answer all profiles are looked at."""


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
        if agent.profile >= len(self._idle):
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
        return int(self._idle[demand.able].sum())

    def best(self, demand: Demand) -> Agent | None:
        """The agent who suits the demand best, and of equals the first in its order."""
        if not self._inside:
            return None
        self._make_room()
        ranking = self._rankings[demand.ask.strategy.order]
        if not demand.is_choosy:
            return ranking.first_of_many(demand) if len(demand.able) > MANY else ranking.first(demand.able)
        if len(demand.able) <= MANY:
            able = demand.able[self._idle[demand.able] > 0]
            return ranking.first(demand.most_suitable(able, self._profiles)) if len(able) else None
        for number in demand.classes(self._profiles):
            if self._idle[number].any():
                return ranking.first(number)
        return None

    def _make_room(self) -> None:
        missing = len(self._profiles) - len(self._idle)
        if missing > 0:
            more = -(-(missing + len(self._idle)) // BLOCK) * BLOCK
            self._idle = np.concatenate((self._idle, np.zeros(more, dtype=np.int32)))
            for ranking in self._rankings.values():
                ranking.make_room(more)


class _Ranking:
    """Agents by one order: those of each profile; the first of each profile as columns; the least of each
    block."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._places: dict[str, Place] = {}
        self._alike: list[list[Place]] = []
        self._heads = np.empty(0)
        self._turns = np.empty(0)
        self._least = np.empty(0)

    def make_room(self, more: int) -> None:
        nobody = np.full(more, np.inf)
        self._heads = np.concatenate((self._heads, nobody))
        self._turns = np.concatenate((self._turns, nobody))
        self._least = np.concatenate((self._least, nobody[::BLOCK]))
        self._alike += [[] for _ in range(more)]

    def add(self, agent: Agent) -> None:
        place = self._places[agent.id] = (self._order(agent), agent.turn, agent)
        alike = self._alike[agent.profile]
        insort(alike, place)
        if alike[0] is place:
            self._heads[agent.profile], self._turns[agent.profile] = place[0], place[1]
            block = agent.profile // BLOCK
            if place[0] < self._least[block]:
                self._least[block] = place[0]

    def remove(self, agent: Agent) -> None:
        place = self._places.pop(agent.id)
        alike, profile = self._alike[agent.profile], agent.profile
        at = bisect_left(alike, place)
        del alike[at]
        if at:
            return
        self._heads[profile], self._turns[profile] = alike[0][:2] if alike else (np.inf, np.inf)
        block = profile // BLOCK
        if place[0] <= self._least[block]:
            self._least[block] = self._heads[block * BLOCK : (block + 1) * BLOCK].min()

    def first(self, numbers: Numbers) -> Agent | None:
        """The first agent of these profiles."""
        if not len(numbers):
            return None
        heads = self._heads[numbers]
        least = heads.min()
        return None if least == np.inf else self._first_by_turn(numbers[heads == least])

    def first_of_many(self, demand: Demand) -> Agent | None:
        """The same, by blocks: most often the block of the foremost agents has somebody able."""
        best, found = np.inf, list[Numbers]()
        blocks = np.argsort(self._least, kind="stable")[:BLOCKS]
        for block in blocks:
            if self._least[block] > best or self._least[block] == np.inf:
                return self._first_by_turn(np.concatenate(found)) if found else None
            numbers = demand.able_within(block * BLOCK, (block + 1) * BLOCK)
            heads = self._heads[numbers]
            least = heads.min(initial=np.inf)
            if least < np.inf and least <= best:
                found = [*(found if least == best else ()), numbers[heads == least]]
                best = least
        return self.first(demand.able)

    def _first_by_turn(self, tied: NDArray[np.int64]) -> Agent:
        number = tied[0] if len(tied) == 1 else tied[self._turns[tied].argmin()]
        agent: Agent = self._alike[int(number)][0][2]
        return agent
