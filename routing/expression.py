"""Whom a caller or a queue means: skills with levels 1 to 5, combined with and, or, not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Has:
    """The skill, at this level or above."""

    skill: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """Every part; without parts anybody."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least; without parts nobody."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Expression


Expression = Has | All | AnyOf | Not

ANYBODY = All(())
NOBODY = AnyOf(())


def met(expression: Expression, skills: Mapping[str, int]) -> bool:
    """Whether somebody with these skills is whom the expression means."""
    match expression:
        case Has(skill, level):
            return skills.get(skill, 0) >= level
        case All(parts):
            return all(met(part, skills) for part in parts)
        case AnyOf(parts):
            return any(met(part, skills) for part in parts)
        case Not(part):
            return not met(part, skills)


def both(first: Expression, second: Expression) -> Expression:
    """Whom both mean."""
    parts = tuple(part for whole in (first, second) for part in (_parts(whole)))
    return parts[0] if len(parts) == 1 else All(parts)


def least(expression: Expression) -> dict[str, int]:
    """The skills that are needed in any case, with their least levels: what stands alone or in an `and`."""
    found: dict[str, int] = {}
    for part in _parts(expression):
        if isinstance(part, Has):
            found[part.skill] = max(part.level, found.get(part.skill, 0))
        elif isinstance(part, All):
            found |= least(part)
    return found


def named(expression: Expression) -> frozenset[str]:
    """Every skill that the expression names, wherever."""
    match expression:
        case Has(skill):
            return frozenset((skill,))
        case Not(part):
            return named(part)
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(named(part) for part in parts))


def _parts(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, All) else (expression,)


def wanted(expression: Expression) -> tuple[str, ...]:
    """The skills that are asked for, in any part but below a `not`, in the order of the alphabet."""
    return tuple(sorted(_wanted(expression)))


def _wanted(expression: Expression) -> frozenset[str]:
    match expression:
        case Has(skill):
            return frozenset((skill,))
        case Not():
            return frozenset()
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(_wanted(part) for part in parts))
