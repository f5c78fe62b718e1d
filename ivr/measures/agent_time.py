"""How agents spend their time: one span for each state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.measures.parts import NAMES, Parts

PART_OF: Mapping[str, str] = {
    "available": "idle",
    "ringing": "ringing",
    "talking": "talking",
    "wrap_up": "wrap_up",
    "paused": "paused",
}
"""The part for each state of `routing.agents.State`; logged out is none."""


def spent(states: Iterable[Mapping[str, float]]) -> Parts:
    """`states`: of each agent the seconds in each state."""
    sums: dict[str, float] = dict.fromkeys(NAMES, 0)
    for seconds in states:
        for state, part in PART_OF.items():
            sums[part] += seconds.get(state, 0.0)
    return Parts(**sums)  # type: ignore[arg-type]
