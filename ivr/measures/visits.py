"""Stays in queues, counted.

Up to the target time means up to it at a resolution of a millisecond, as it was measured, never rounded more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.measures.parts import NAMES, Parts

SHORT = 5.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A caller's stay in a queue. `entered`: seconds since 1970; `waited`: seconds from entry to answer or
    leaving; `outcome`: answered, abandoned, waiting (still there), or how else the queue was left. `before`:
    seconds the caller had waited before, in other queues or in an earlier call whose place was restored;
    `skills`: what was asked of the agent; `agent`: who answered."""

    queue: str
    entered: float
    waited: float
    outcome: str
    before: float = 0.0
    skills: tuple[str, ...] = ()
    agent: str = ""


def parts_of(visit: Visit, within: float, short: float = SHORT) -> Mapping[str, float]:
    """The parts, by name, that one stay makes, for a target of so many seconds."""
    kind = visit.outcome if visit.outcome in _OWN else "flowed_out"
    found: dict[str, float] = {"entered": 1, kind: 1, "longest": visit.waited}
    in_time = kind != "waiting" and up_to(visit.waited, within)
    if in_time:
        found["left_within"] = 1
        if kind != "flowed_out":
            found[f"{kind}_within"] = 1
    if kind == "answered":
        found |= {"waited": visit.waited, "waited_in_all": visit.waited + visit.before}
    if kind == "abandoned":
        found |= {"waited_abandoned": visit.waited, "short_abandoned": int(up_to(visit.waited, short))}
    return found


_OWN = frozenset({"answered", "abandoned", "waiting"})


def up_to(seconds: float, limit: float) -> bool:
    """Whether it took no longer, to the millisecond."""
    return round(seconds, 3) <= limit


def counted(visits: Iterable[Visit], within: float, short: float = SHORT) -> Parts:
    """All stays for a target of so many seconds."""
    sums: dict[str, float] = dict.fromkeys(NAMES, 0)
    longest = 0.0
    for visit in visits:
        for name, value in parts_of(visit, within, short).items():
            sums[name] += value
        longest = max(longest, visit.waited)
    return Parts(**sums | {"longest": longest})  # type: ignore[arg-type]
