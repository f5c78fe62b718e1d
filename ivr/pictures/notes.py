"""What can be written onto a picture beside the flows: how many callers went where, what no story covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Way = tuple[str, str, str]
"""A way out of a flow: (flow, its name in `Step.links()` such as `keys 1`, the flow it leads to)."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Calls counted by where they went.

    `calls`: all that were looked at; `entered`: visits by flow; `taken`: by way, '' where the log does not
    tell which of several ways led there; `left`: calls whose last flow this was, by flow and who ended them
    (caller, agent, flow, engine); `elsewhere`: moves that this version of the dialplan has no way for.
    """

    calls: int = 0
    entered: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[Way, int] = field(default_factory=dict)
    left: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    elsewhere: int = 0


Uncovered = frozenset[tuple[int, str]]
"""Ways out that no story takes: (line in the dialplan, name of the way out)."""
