"""Stays in queues, from the events of one call.

The queue's own view of a wait begins with its own entry. The caller's view runs on from the first queue they
entered since the last talk, and from before a cut-off where their place was restored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ivr.events import (
    CallEnded,
    CallEvent,
    OfferEnded,
    PlaceRestored,
    QueueEntered,
    QueueLeft,
    TalkEnded,
    Transferred,
)
from ivr.measures.visits import Visit
from routing.needs import NeedsError, named, parse


def queue_stays(events: Iterable[CallEvent]) -> tuple[Visit, ...]:
    """In the order of entry. A stay whose end is not in the log ended with the call."""
    walk = _Walk()
    for event in events:
        walk.see(event)
    return tuple(walk.done())


@lru_cache(maxsize=1000)
def skills_of(needs: str) -> tuple[str, ...]:
    """The skills that an expression names, in the order of the alphabet; none of what is no expression."""
    try:
        return tuple(sorted(named(parse(needs))))
    except NeedsError:
        return ()


@dataclass
class _Walk:
    found: list[Visit] = field(default_factory=list)
    entry: QueueEntered | None = None
    first: float | None = None
    """When they entered the first queue since the last talk."""
    restored: float = 0.0
    credit: float = 0.0
    """Seconds waited in an earlier call."""
    answered: OfferEnded | None = None
    last: float = 0.0
    end: CallEnded | None = None

    def see(self, event: CallEvent) -> None:
        self.last = max(self.last, event.at)
        match event:
            case QueueEntered():
                self._entered(event)
            case PlaceRestored() if self.entry:
                self.restored = self.credit = event.waited
            case OfferEnded(outcome="answered"):
                self.answered = event
            case QueueLeft() if self.entry:
                self._close(event.waited - self.restored, event.outcome)
            case TalkEnded() | Transferred(outcome="answered"):
                self.first, self.credit = None, 0.0
            case CallEnded():
                self.end = event
            case _:
                pass

    def done(self) -> list[Visit]:
        if self.entry:
            self._cut_off(self.entry)
        return self.found

    def _entered(self, event: QueueEntered) -> None:
        if self.entry:
            self._cut_off(self.entry)
        self.entry, self.restored, self.answered = event, 0.0, None
        self.first = event.at if self.first is None else self.first

    def _cut_off(self, entry: QueueEntered) -> None:
        if self.answered:
            self._close(self.answered.at - entry.at, "answered")
        elif self.end is None:
            self._close(self.last - entry.at, "waiting")
        else:
            self._close(self.last - entry.at, "abandoned" if self.end.by == "caller" else "cut_off")

    def _close(self, waited: float, outcome: str) -> None:
        entry, first = self.entry, self.first
        assert entry is not None, "only what was entered is left"
        self.found.append(
            Visit(
                entry.queue,
                entry.at,
                max(0.0, waited),
                outcome,
                before=self.credit + max(0.0, entry.at - (entry.at if first is None else first)),
                skills=skills_of(entry.needs),
                agent=self.answered.agent if self.answered and outcome == "answered" else "",
            )
        )
        self.entry, self.answered = None, None
