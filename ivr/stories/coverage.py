"""Which ways out of steps the calls of stories took, told by the interpreter itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ivr.flow.dialplan import Dialplan
from ivr.flow.exits import Exit, Exits
from ivr.flow.step import Next, Step


@dataclass(frozen=True, slots=True)
class Covered:
    """One dialplan: all its exits, and those that no call took, in the order of the file."""

    plan: Dialplan
    exits: tuple[Exit, ...]
    uncovered: tuple[Exit, ...]

    @property
    def taken(self) -> int:
        return len(self.exits) - len(self.uncovered)

    @property
    def percent(self) -> float:
        return 100.0 * self.taken / len(self.exits) if self.exits else 100.0


class Coverage:
    """A `Watcher` that counts over any number of calls."""

    def __init__(self, plans: Iterable[Dialplan]) -> None:
        self._exits = [(plan, Exits(plan)) for plan in plans]
        self._owner = {id(step): exits for plan, exits in self._exits for _, step in plan.steps()}
        self.taken: set[Exit] = set()

    def begins(self, step: Step) -> None: ...

    def left(self, step: Step, way: Next | str) -> None:
        owner = self._owner.get(id(step))
        found = owner.taken(step, way) if owner else None
        if found:
            self.taken.add(found)

    def failed(self, step: Step) -> None:
        owner = self._owner.get(id(step))
        if owner and owner.on_error:
            self.taken.add(owner.on_error)

    def report(self) -> Sequence[Covered]:
        """Dialplan by dialplan."""
        return [
            Covered(plan, exits.all, tuple(way for way in exits.all if way not in self.taken))
            for plan, exits in self._exits
        ]
