"""The parts that agents had in a call: a transfer makes two of one call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ivr.events import CallEvent, ConsultEnded, HoldEnded, TalkEnded, TransferBegan, Transferred
from ivr.journal.record import Handle


class _Parts:
    """What is known when an agent's part ends."""

    def __init__(self) -> None:
        self.found: list[Handle] = []
        self._held: defaultdict[str, float] = defaultdict(float)
        self._consulted: defaultdict[str, float] = defaultdict(float)
        self._how = self._next = "queue"

    def see(self, event: CallEvent) -> None:
        match event:
            case HoldEnded():
                self._held[event.agent] += event.held
            case ConsultEnded():
                self._consulted[event.agent] += event.talked
            case TransferBegan():
                self._next = event.kind
            case TalkEnded():
                self._add(event.agent, event)
            case Transferred(answered_by=agent) if agent:
                self._add(agent, event)
            case Transferred(answered_by="") if event.outcome != "answered":
                self._how = "queue"  # and so back into the line
            case _:
                pass

    def _add(self, agent: str, event: TalkEnded | Transferred) -> None:
        handle = Handle(
            agent=agent,
            queue=event.queue,
            talked=event.talked,
            held=self._held.pop(agent, 0.0),
            consulted=self._consulted.pop(agent, 0.0),
            how=self._how,
            by=event.by,
        )
        self.found.append(handle)
        self._how, self._next = self._next, "queue"


def handles(events: Iterable[CallEvent]) -> tuple[Handle, ...]:
    """In the order in which they ended; time on hold and with colleagues is the agent's who asked for it."""
    parts = _Parts()
    for event in events:
        parts.see(event)
    return tuple(parts.found)
