"""What an agent can do and what a caller needs: skills with levels 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

Profile = tuple[tuple[str, int], ...]
"""Skills and levels in a fixed order, so that equal ones are equal keys."""


def profile(skills: Mapping[str, int]) -> Profile:
    """The skills as a key."""
    return tuple(sorted(skills.items()))


@lru_cache(maxsize=1 << 16)
def able(have: Profile, needs: Profile) -> bool:
    """True when every needed skill is there at its level or above; whoever needs nothing is served by all."""
    levels = dict(have)
    return all(levels.get(skill, 0) >= level for skill, level in needs)
