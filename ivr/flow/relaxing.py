"""What a dialplan says of needs → what the router takes: needs, and the stages of their relaxation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ivr.flow.needs import Levels, Relax, Rings, Skills
from ivr.flow.skill_text import Filling, SkillName, SkillText
from routing.needs import ANYBODY, All, AnyOf, Expression, Has, Needs, Not, Stage, both

_Change = Callable[[Has], Expression | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom a caller needs at one moment: what is required, and what is excluded, each as `Not`."""

    required: Expression = ANYBODY
    excluded: Expression = ANYBODY
    preferred: tuple[tuple[str, int], ...] = ()

    def needs(self) -> Needs:
        """As the router takes it."""
        return Needs(both(self.required, self.excluded), self.preferred)


def wish(
    skills: Skills, exclude: Iterable[SkillText], prefer: Mapping[SkillName, int], filling: Filling
) -> Wish:
    """Whom a caller needs at first."""
    barred = (each.filled(filling) for each in exclude)
    preferred = ((name, weight) for name, weight in _by_skill(prefer, filling))
    return Wish(
        required(skills, filling),
        _all(Not(each) for each in barred if each != ANYBODY),
        tuple(sorted(preferred)),
    )


def required(skills: Skills, filling: Filling) -> Expression:
    """What these skills ask for in this call."""
    if isinstance(skills, SkillText):
        return skills.filled(filling)
    return _all(Has(name, level) for name, level in sorted(_by_skill(skills, filling)))


def relaxed(first: Wish, relax: Iterable[Relax], filling: Filling) -> Iterator[Stage]:
    """The stages, each with all that was changed by the earlier ones."""
    now = first
    for stage in relax:
        now = _changed(now, stage, filling)
        yield Stage(now.needs(), stage.after, stage.when)


def ringed(first: Wish, rings: Rings, filling: Filling) -> tuple[Wish, tuple[Stage, ...]]:
    """The innermost ring, and the others as stages."""
    skill = rings.skill.filled(filling)
    if not skill:
        return first, ()
    levels = (Has(skill, level) for level in rings.levels)
    inner, *wider = (replace(first, required=both(first.required, level)) for level in levels)
    stages = (Stage(ring.needs(), at * rings.every) for at, ring in enumerate(wider, 1))
    return inner, tuple(stages)


def _changed(now: Wish, stage: Relax, filling: Filling) -> Wish:
    dropped = {name for name, _ in _by_skill(dict.fromkeys(stage.drop, 1), filling)}
    swapped = dict(_swaps(stage.swap, filling))

    def change(has: Has) -> Expression | None:
        return None if has.skill in dropped else Has(swapped.get(has.skill, has.skill), has.level)

    asked = _each(now.required, change) or ANYBODY
    excluded = _each(now.excluded, lambda has: None if has.skill in dropped else has) or ANYBODY
    if isinstance(stage.skills, SkillText):
        asked = stage.skills.filled(filling)
    else:
        asked = _at_levels(asked, stage.skills, filling)
    return replace(now, required=both(asked, required(stage.add, filling)), excluded=excluded)


def _at_levels(asked: Expression, levels: Levels, filling: Filling) -> Expression:
    """With these levels in the place of those that were asked for; a skill that was not is asked for now."""
    new = dict(_by_skill(levels, filling))
    met: set[str] = set()

    def change(has: Has) -> Expression:
        met.add(has.skill)
        return Has(has.skill, new.get(has.skill, has.level))

    changed = _each(asked, change) or ANYBODY
    return both(changed, _all(Has(name, level) for name, level in sorted(new.items()) if name not in met))


def _each(part: Expression, change: _Change) -> Expression | None:
    """With every skill changed. What comes to None counts as met, whatever it is a part of: so to drop a
    skill can never ask for more."""
    match part:
        case Has():
            return change(part)
        case Not(inner):
            found = _each(inner, change)
            return None if found is None else Not(found)
        case All(parts):
            return _all(kept for each in parts if (kept := _each(each, change)) is not None)
        case AnyOf(parts):
            changed = [_each(each, change) for each in parts]
            left = tuple(each for each in changed if each is not None)
            return AnyOf(left) if len(left) == len(parts) else None


def _by_skill(levels: Mapping[SkillName, int], filling: Filling) -> Iterator[tuple[str, int]]:
    for written, level in levels.items():
        if name := written.filled(filling):
            yield name, level


def _swaps(swap: Mapping[SkillName, SkillName], filling: Filling) -> Iterator[tuple[str, str]]:
    for old, new in swap.items():
        before, after = old.filled(filling), new.filled(filling)
        if before and after:
            yield before, after


def _all(parts: Iterable[Expression]) -> Expression:
    found = tuple(parts)
    return found[0] if len(found) == 1 else All(found)
