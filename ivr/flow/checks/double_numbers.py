"""Two dialplans answer the same number, or one of them names it twice; two dialplans have one name.

A pattern and an exact number are no conflict: the exact number wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.step import Place

ID = "double_numbers"


def check(dialplans: Iterable[Dialplan]) -> Iterator[Problem]:
    taken: dict[str, Place] = {}
    for plan in dialplans:
        names = [("dialplan", f"the dialplan name '{plan.name}'")] if plan.name else []
        names += [(f"numbers {index}", f"the number {number}") for index, number in enumerate(plan.numbers)]
        for label, name in names:
            place = plan.place_of(label)
            if name in taken:
                yield at(place, ID, f"{name} is taken already, in {taken[name]}")
            taken.setdefault(name, place)
