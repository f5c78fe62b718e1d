"""A caller, or any other contact, who waits in a queue."""

from __future__ import annotations

from dataclasses import dataclass, field

from routing.demand import Demand
from routing.needs import Needs, Stage
from routing.queues import QueueSpec

Claim = tuple[float, int]
"""The time that counts as arrival, priority counted in, and the number of the entry. The lesser goes
first."""


@dataclass(slots=True, eq=False)
class Waiting:
    """Read by everybody, changed by the router alone. Times are the router's, in seconds.

    `entered` this queue; `counts_from`: when the waiting counts from, for the place in the line. `offer`: the
    phone that rings for them. `rests`: agents who lately did not answer this caller, and until when they are
    spared. `lapsed`: offers whose lease ran out and which may still be answered late. `stages`: how the needs
    will change after the first `stage` of them. `kept`: only `agent` may be rung; else `agent`, where one is
    named, comes before others.
    """

    call: str
    queue: QueueSpec
    needs: Needs
    priority: int
    arrived: float
    entered: float
    number: int
    counts_from: float
    demand: Demand
    claim: Claim = (0.0, 0)
    reserve: float = 0.0
    stages: tuple[Stage, ...] = ()
    stage: int = 0
    agent: str = ""
    patience_until: float = 0.0
    kept: bool = False
    offer: int | None = None
    rests: dict[str, float] = field(default_factory=dict)
    lapsed: list[int] = field(default_factory=list)

    @property
    def entry(self) -> tuple[float, int, Waiting]:
        """As it stands in lists that are in the order of claims."""
        return (*self.claim, self)
