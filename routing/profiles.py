"""The different sets of skills that agents have, numbered: a question about all agents is one about
columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.expression import All, AnyOf, Expression, Has, Not
from routing.skills import Profile

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Marks = NDArray[np.float64]


class Profiles:
    """Profiles get their numbers in the order in which they come and keep them."""

    def __init__(self) -> None:
        self._numbers: dict[Profile, int] = {}
        self._skills: list[Mapping[str, int]] = []
        self._levels: dict[str, NDArray[np.int8]] = {}
        self._holders: dict[str, int] = {}
        self._room = 64

    def __len__(self) -> int:
        return len(self._skills)

    def number(self, profile: Profile) -> int:
        """The number of this profile, a new one if it was never seen."""
        known = self._numbers.get(profile)
        return self._add(profile) if known is None else known

    def holders(self, skill: str) -> int:
        """How many profiles have the skill."""
        return self._holders.get(skill, 0)

    def able(self, expression: Expression) -> Mask:
        """For every profile, whether it meets the expression."""
        match expression:
            case Has(skill, level):
                return self._column(skill) >= level
            case Not(part):
                return ~self.able(part)
            case All(parts):
                return reduce(and_, map(self.able, parts), np.ones(len(self), dtype=np.bool_))
            case AnyOf(parts):
                return reduce(or_, map(self.able, parts), np.zeros(len(self), dtype=np.bool_))

    def levels(self, numbers: Numbers) -> Callable[[str], Numbers]:
        """The levels of these profiles in any skill, as one value to be reckoned with."""
        return lambda skill: self._column(skill)[numbers].astype(np.int64)

    def _column(self, skill: str) -> NDArray[np.int8]:
        column = self._levels.get(skill)
        return np.zeros(len(self), dtype=np.int8) if column is None else column[: len(self)]

    def _add(self, profile: Profile) -> int:
        number = self._numbers[profile] = len(self._skills)
        self._skills.append(dict(profile))
        if number >= self._room:
            self._room *= 2
            self._levels = {skill: self._wider(column) for skill, column in self._levels.items()}
        for skill, level in profile:
            if skill not in self._levels:
                self._levels[skill] = np.zeros(self._room, dtype=np.int8)
            self._levels[skill][number] = level
            self._holders[skill] = self._holders.get(skill, 0) + 1
        return number

    def _wider(self, column: NDArray[np.int8]) -> NDArray[Any]:
        return np.concatenate((column, np.zeros(self._room - len(column), dtype=np.int8)))
