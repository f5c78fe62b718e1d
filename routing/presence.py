"""Who is at work: counted by profile, and what they have been given on average."""

from __future__ import annotations

import numpy as np

from routing.agents import Agent
from routing.profiles import Numbers, Profiles

NEWEST = 0.1
"""How much an agent's latest call counts in the time that calls take this agent."""


class Presence:
    """Agents who are logged in and not paused. `changes` counts how often one came or went."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._count = np.zeros(0, dtype=np.int32)
        self._present = 0
        self.changes = 0
        self._calls = 0.0
        self._burden = 0.0
        self._pace: float | None = None

    def come(self, agent: Agent) -> None:
        self._add(agent, 1)

    def leave(self, agent: Agent) -> None:
        self._add(agent, -1)

    def among(self, numbers: Numbers) -> int:
        """How many agents of these profiles are here."""
        self._make_room()
        return int(self._count[numbers].sum())

    def among_both(self, numbers: Numbers, others: Numbers) -> int:
        """How many agents are here whose profile is in both."""
        return self.among(np.intersect1d(numbers, others, assume_unique=True))

    def level(self, agent: Agent) -> None:
        """Who comes is not given more than the others to catch up."""
        if self._present:
            agent.calls = max(agent.calls, self._calls / self._present)
            agent.burden = max(agent.burden, self._burden / self._present)

    def took_one(self, agent: Agent) -> None:
        """One call more, and the time it is going to take by this agent's pace."""
        pace = agent.pace if agent.pace is not None else self._pace or 1.0
        agent.calls += 1
        agent.burden += pace
        if agent.present:
            self._calls += 1
            self._burden += pace

    def handled(self, agent: Agent, seconds: float) -> None:
        """A call is over that took the agent so long."""
        agent.pace = _smoothed(agent.pace if agent.pace is not None else self._pace, seconds)
        self._pace = _smoothed(self._pace, seconds)

    def _add(self, agent: Agent, one: int) -> None:
        self._make_room()
        self._count[agent.profile] += one
        self._present += one
        self.changes += 1
        self._calls += one * agent.calls
        self._burden += one * agent.burden

    def _make_room(self) -> None:
        missing = len(self._profiles) - len(self._count)
        if missing > 0:
            more = np.zeros(missing + len(self._count), dtype=np.int32)
            self._count = np.concatenate((self._count, more))


def _smoothed(so_far: float | None, latest: float) -> float:
    return latest if so_far is None else so_far + NEWEST * (latest - so_far)
