"""What an agent can do: skills with levels 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping

Profile = tuple[tuple[str, int], ...]
"""Skills and levels in a fixed order, so that equal ones are equal keys."""


def profile(skills: Mapping[str, int]) -> Profile:
    """The skills as a key."""
    return tuple(sorted(skills.items()))
