"""What happened to work, counted: the parts that its measures are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce
from operator import add


@dataclass(frozen=True, slots=True)
class WorkParts:
    """Counts, and seconds where said. `WorkParts()` is nothing. `+` adds each part, of `longest` the greater.

    Pieces of work, by their arrival: arrived = finished + cancelled + open, always. `waited`: seconds from
    the arrival until an agent accepted it first, of the `taken`; `longest` of all, those included that nobody
    has accepted. `due_met` and `due_missed`: of those with a due time about which it is decided.

    Offers, by their beginning: offers = accepted + rejected + unanswered + withdrawn + unreached + asked,
    always. `unreached`: the agent's phone was busy or not there; `asked`: the offer goes on.

    Agents' parts, by their end: `handled` in `handle_time` seconds; of them `released` were given back.
    """

    arrived: int = 0
    finished: int = 0
    cancelled: int = 0
    open: int = 0
    taken: int = 0
    waited: float = 0.0
    longest: float = 0.0
    due_met: int = 0
    due_missed: int = 0
    offers: int = 0
    accepted: int = 0
    rejected: int = 0
    unanswered: int = 0
    withdrawn: int = 0
    unreached: int = 0
    asked: int = 0
    handled: int = 0
    handle_time: float = 0.0
    released: int = 0

    def __add__(self, other: WorkParts) -> WorkParts:
        """Both together."""
        both = {name: getattr(self, name) + getattr(other, name) for name in NAMES}
        return WorkParts(**{**both, "longest": max(self.longest, other.longest)})


NAMES = tuple(field.name for field in fields(WorkParts))


def total(parts: Iterable[WorkParts]) -> WorkParts:
    """All of them together."""
    return reduce(add, parts, WorkParts())
