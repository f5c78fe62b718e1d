"""The journeys of calls that are still running, held in memory so that a record is folded without reading."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from ivr.events import WORK, CallBegan, CallEnded, CallEvent, Event

Journeys = dict[str, list[CallEvent] | None]
"""Events by call; None where only the database has them all."""


class LiveCalls:
    """At most `most` calls; beyond that the oldest is let go, and read back when something happens to it."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._events: OrderedDict[str, list[CallEvent]] = OrderedDict()

    def take(self, batch: Iterable[Event]) -> Journeys:
        """Remember the events; the calls whose record they change: those that begin, end, or have ended."""
        changed: Journeys = {}
        for event in batch:
            if isinstance(event, CallEvent) and not event.call.startswith(WORK):
                self._add(event, changed)
        return changed

    def _add(self, event: CallEvent, changed: Journeys) -> None:
        if isinstance(event, CallBegan):
            self._begin(event, changed)
        elif (journey := self._events.get(event.call)) is None:
            changed[event.call] = None
        else:
            journey.append(event)
            if isinstance(event, CallEnded):
                changed[event.call] = self._events.pop(event.call)

    def _begin(self, event: CallBegan, changed: Journeys) -> None:
        changed[event.call] = self._events[event.call] = [event]
        if len(self._events) > self._most:
            self._events.popitem(last=False)
