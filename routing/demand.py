"""What one or many callers ask for, worked out once: who of all profiles can be given them, the best
first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sortedcontainers import SortedList

from routing.agents import Agent
from routing.expression import All, AnyOf, Expression, Has
from routing.profiles import Marks, Numbers, Profiles
from routing.strategy import Strategy, alike

if TYPE_CHECKING:
    from routing.waiting import Waiting

NO_SKILL = ""
"""Stands for a demand that people without any skill may meet."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What makes callers alike for the choice of an agent. `queue` is '' where it plays no part."""

    required: Expression
    preferred: tuple[tuple[str, int], ...]
    channel: str
    strategy: Strategy
    queue: str = ""


class Demand:
    """Callers who ask for the same, in the order of their claims.

    `able` holds the numbers of the profiles that are, in order. `is_choosy`: some of them suit better than
    others. `cover`: skills of which everybody able has one at least, so that an agent need only look at the
    demands under their own skills.
    """

    def __init__(self, ask: Ask, profiles: Profiles) -> None:
        self.ask = ask
        self.cover = cover(ask.required, profiles) or (NO_SKILL,)
        self.is_choosy = bool(ask.preferred) or ask.strategy.score is not alike
        self.callers: SortedList = SortedList()
        self.head: tuple[float, int, Demand] | None = None
        self.users = 0
        self.able: Numbers = np.empty(0, dtype=np.int64)
        self._bits = b""
        self._known = -1
        self._classes: list[Numbers] | None = None
        self.refresh(profiles)

    def refresh(self, profiles: Profiles) -> None:
        """Take in profiles that came since."""
        if self._known == len(profiles):
            return
        self._known = len(profiles)
        mask = profiles.able(self.ask.required)
        self._bits = np.packbits(mask).tobytes()
        self.able = np.flatnonzero(mask)
        self._classes = None

    def fits(self, profile: int) -> bool:
        """Whether agents of this profile are able."""
        return self._bits[profile >> 3] & (128 >> (profile & 7)) != 0

    def first_for(self, agent: Agent) -> Waiting | None:
        """The first caller whom the agent, able as they are, may be given now."""
        waiting: Waiting
        for _, _, waiting in self.callers:
            if agent.id not in waiting.rests:
                return waiting
        return None

    def open_to(self, agent: Agent) -> Iterator[tuple[float, int, Waiting]]:
        """All callers whom the agent may be given now, in the order of their claims."""
        return (entry for entry in self.callers if agent.id not in entry[2].rests)

    def able_within(self, start: int, end: int) -> Numbers:
        """Those of the able profiles whose numbers are in this range."""
        low, high = np.searchsorted(self.able, (start, end))
        return self.able[low:high]

    def most_suitable(self, numbers: Numbers, profiles: Profiles) -> Numbers:
        """Of these able profiles those that none suits better than."""
        if len(numbers) > 1:
            liking, score = self._marks(numbers, profiles)
            best = liking == liking.max()
            numbers, score = numbers[best], score[best]
            numbers = numbers[score == score.max()]
        return numbers

    def classes(self, profiles: Profiles) -> list[Numbers]:
        """All able profiles in classes of those that suit equally well, the best first."""
        if self._classes is None:
            liking, score = self._marks(self.able, profiles)
            order = np.lexsort((-score, -liking))
            steps = (np.diff(liking[order]) != 0) | (np.diff(score[order]) != 0)
            self._classes = np.split(self.able[order], np.flatnonzero(steps) + 1)
        return self._classes

    def _marks(self, numbers: Numbers, profiles: Profiles) -> tuple[Marks, Marks]:
        """How well they suit the preferences, and by the strategy."""
        level, none = profiles.levels(numbers), np.zeros(len(numbers))
        liking = none + sum(weight * level(skill) for skill, weight in self.ask.preferred)
        return liking, none + self.ask.strategy.score(level, self.ask.required)


def cover(required: Expression, profiles: Profiles) -> tuple[str, ...]:
    """Skills of which everybody who meets this has one at least; the fewer have them the better; () for
    none."""
    match required:
        case Has(skill):
            return (skill,)
        case AnyOf(parts):
            covers = [cover(part, profiles) for part in parts]
            return tuple(dict.fromkeys(skill for one in covers for skill in one)) if all(covers) else ()
        case All(parts):
            found = [one for one in (cover(part, profiles) for part in parts) if one]
            return min(found, key=lambda one: sum(map(profiles.holders, one)), default=())
        case _:
            return ()


class Demands:
    """All demands in use, and lately used ones, so that the next caller who asks for the same need not
    wait."""

    SPARE = 1000

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._demands: dict[Ask, Demand] = {}
        self._sweep_at = self.SPARE

    def of(self, ask: Ask) -> Demand:
        """The demand of this name, up to date."""
        demand = self._demands.get(ask)
        if demand is None:
            if len(self._demands) >= self._sweep_at:
                self._sweep()
            demand = self._demands[ask] = Demand(ask, self._profiles)
        demand.refresh(self._profiles)
        return demand

    def waited_with(self) -> Iterator[Demand]:
        """All that somebody asks for who looks for an agent."""
        return (demand for demand in self._demands.values() if demand.callers)

    def profile_added(self) -> None:
        """Bring all that somebody waits with up to date."""
        for demand in self._demands.values():
            if demand.users:
                demand.refresh(self._profiles)

    def _sweep(self) -> None:
        """Forget what nobody waits with; as rarely as what is kept is large."""
        self._demands = {ask: demand for ask, demand in self._demands.items() if demand.users}
        self._sweep_at = 2 * len(self._demands) + self.SPARE
