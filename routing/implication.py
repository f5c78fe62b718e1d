"""Whether one expression of skills asks for no less than another, whoever the agents are."""

from __future__ import annotations

from itertools import product

from routing.expression import All, AnyOf, Expression, Has, Not, met

MOST = 50_000
"""Kinds of people that are looked at: one for each combination of levels that the expressions tell apart."""


def implies(first: Expression, second: Expression) -> bool | None:
    """Whether everybody whom the first means is meant by the second; None when that would take too long."""
    levels = _levels(first)
    for skill, more in _levels(second).items():
        levels[skill] = levels.get(skill, {0}) | more
    kinds = 1
    for told_apart in levels.values():
        kinds *= len(told_apart)
    if kinds > MOST:
        return None
    people = (dict(zip(levels, person, strict=True)) for person in product(*levels.values()))
    return all(met(second, person) for person in people if met(first, person))


def same(first: Expression, second: Expression) -> bool:
    """Whether both mean the same people; where that would take too long, whether they are written alike."""
    there, back = implies(first, second), implies(second, first)
    return first == second if there is None or back is None else there and back


def stricter(first: Expression, second: Expression) -> bool:
    """Whether the first means only some of those whom the second means; False where it is not known."""
    return implies(first, second) is True and implies(second, first) is False


def _levels(expression: Expression) -> dict[str, set[int]]:
    """The levels that the expression tells apart in each skill; 0 is not to have it."""
    match expression:
        case Has(skill, level):
            return {skill: {0, level}}
        case Not(part):
            return _levels(part)
        case All(parts) | AnyOf(parts):
            found: dict[str, set[int]] = {}
            for part in parts:
                for skill, levels in _levels(part).items():
                    found[skill] = found.get(skill, set()) | levels
            return found
