"""The choices of one exploring call: given at first, then whatever was tried least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")

Tried = Counter[tuple[Hashable, int]]
"""How often each option of each question was chosen, over all calls."""


class Choices:
    """`choose` is asked at each turn. `made` are the options chosen, by number, `open` how many each had."""

    def __init__(self, given: Sequence[int], tried: Tried) -> None:
        self._given = given
        self._tried = tried
        self.made: list[int] = []
        self.open: list[int] = []
        self.is_new = False

    def choose(self, question: Hashable, options: Sequence[T]) -> T:
        """One of the options: as given, else one that was tried least, the first of these."""
        if len(options) == 1:
            return options[0]
        number = len(self.made)
        if number < len(self._given):
            chosen = min(self._given[number], len(options) - 1)
        else:
            chosen = min(range(len(options)), key=lambda option: self._tried[question, option])
        self.is_new = self.is_new or not self._tried[question, chosen]
        self._tried[question, chosen] += 1
        self.made.append(chosen)
        self.open.append(len(options))
        return options[chosen]

    def others(self) -> list[tuple[int, ...]]:
        """What to give other calls: everything as here up to a choice, and there another option."""
        return [
            (*self.made[:number], option)
            for number in range(len(self._given), len(self.made))
            for option in range(self.open[number])
            if option != self.made[number]
        ]
