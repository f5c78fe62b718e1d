"""Tells the router when a skill begins or ceases to count: days begin at midnight where the centre is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from ivr.ports import Clock
from ivr.settings import Agent
from routing.events import SkillsChanged

LOOK_EVERY = 30.0
"""Seconds between two looks at the calendar. It is looked at, not waited for: a machine that slept, or whose
clock was set, is right again within this time."""


class Validity:
    """The skills of all agents by the calendar. `begin` looks from then on, until `close`."""

    def __init__(
        self,
        agents: Mapping[str, Agent],
        timezone: str,
        clock: Clock,
        tell: Callable[[SkillsChanged], object],
    ) -> None:
        self._dated = {name: agent for name, agent in agents.items() if _is_dated(agent)}
        self._zone = ZoneInfo(timezone)
        self._clock = clock
        self._tell = tell
        self._timer: asyncio.TimerHandle | None = None
        self._day = self.today

    @property
    def today(self) -> date:
        """The day that it is where the centre is."""
        return self._clock.now().astimezone(self._zone).date()

    def begin(self) -> None:
        """Look at the calendar from now on, if any skill has a date."""
        if self._dated:
            self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)

    def close(self) -> None:
        """Look no more."""
        if self._timer:
            self._timer.cancel()

    def _look(self) -> None:
        before, self._day = self._day, self.today
        self.begin()
        for name, agent in self._dated.items():
            if (levels := agent.levels(self._day)) != agent.levels(before):
                self._tell(SkillsChanged(name, levels))


def _is_dated(agent: Agent) -> bool:
    return any(skill.from_ or skill.until for skill in agent.skills.values())
