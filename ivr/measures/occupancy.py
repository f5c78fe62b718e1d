"""Occupancy: handling / (handling + idle).

Handling is talk and wrap-up; ringing and pauses belong to neither. Of several
agents the times are added first, then divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def occupancy(spent: Iterable[Mapping[str, float]]) -> float | None:
    """`spent`: of each agent the seconds in each state, by the names of `routing.agents.State`. None when
    nobody was there."""
    handling = idle = 0.0
    for states in spent:
        handling += states.get("talking", 0.0) + states.get("wrap_up", 0.0)
        idle += states.get("available", 0.0)
    return handling / (handling + idle) if handling + idle else None
