"""Accuracy of the announced wait: of the callers who were told one and then answered, the share who were
answered inside it.

A caller counts once for each stay in a queue, with the first wait they were told: the seconds from that
announcement to the answer, in whatever queue they waited in the end. `sooner` and `later` are the others. Who
was not answered is not counted: nobody knows how long they would have waited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.events import CallEvent, QueueLeft, WaitAnnounced


@dataclass(frozen=True, slots=True)
class Kept:
    """What a caller was told (`low` to `high` seconds in `queue`), and how long it then took."""

    queue: str
    low: float
    high: float
    took: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Numbers of callers; they add up."""

    inside: int = 0
    sooner: int = 0
    later: int = 0

    @property
    def told(self) -> int:
        return self.inside + self.sooner + self.later

    @property
    def share(self) -> float | None:
        """None with nobody to count."""
        return self.inside / self.told if self.told else None

    @classmethod
    def of(cls, kept: Iterable[Kept]) -> Accuracy:
        inside = sooner = later = 0
        for each in kept:
            sooner += each.took < each.low
            later += each.took > each.high
            inside += each.low <= each.took <= each.high
        return cls(inside, sooner, later)


def kept(events: Iterable[CallEvent]) -> Iterator[Kept]:
    """What became of the first announcement of each stay, from the events of one or many calls in order."""
    said: dict[str, WaitAnnounced] = {}
    for event in events:
        if isinstance(event, WaitAnnounced):
            said.setdefault(event.call, event)
        elif isinstance(event, QueueLeft) and event.outcome != "overflow":
            first = said.pop(event.call, None)
            if first and event.outcome == "answered":
                yield Kept(first.queue, first.low, first.high, event.at - first.at)
