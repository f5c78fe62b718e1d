"""Days of a small centre by chance, the same for the same seed: every kind of call, some that go on for ever,
agents who come and go; and when each event came into the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from ivr.events import AgentStateChanged, CallBegan, CallEnded, CallEvent, Event, TalkEnded
from tests.journal.paths import BEGAN, journey
from tests.measures.day import CALLS

HOUR = 3600.0
AGENTS = ("li", "wang", "zhao")


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and when it came into the log."""

    at: float
    event: Event


def centre(seed: int, *, hours: float = 30.0, calls: int = 60) -> list[Told]:
    """In the order in which it came into the log."""
    chance = Random(seed)
    found: list[Told] = []
    for number in range(calls):
        events = _call(chance, number, BEGAN + chance.uniform(0, hours) * HOUR)
        found += _in_log(chance, [*events, *_wrap_ups(chance, events)])
    for agent in AGENTS:
        found += _in_log(chance, list(_shifts(chance, agent, hours)))
    return sorted(found, key=lambda told: told.at)


def _call(chance: Random, number: int, began: float) -> list[CallEvent]:
    name = chance.choice(sorted(CALLS))
    call = f"callback-{number}-1" if name.startswith("callback") else f"call-{number}"
    events = journey(CALLS[name], call)
    slower = chance.choice((1, 1, 1, 8, 40))
    first = events[0].at
    moved = [replace(event, at=began + (event.at - first) * slower) for event in events]
    caller = chance.choice(("anonymous", *(f"1380000000{n}" for n in range(8))))
    told = [replace(e, caller_number=caller) if isinstance(e, CallBegan) else e for e in moved]
    if chance.random() < 0.05:
        told = [event for event in told if not isinstance(event, CallEnded)]
    return told


def _wrap_ups(chance: Random, events: list[CallEvent]) -> Iterator[Event]:
    for event in events:
        if isinstance(event, TalkEnded) and chance.random() < 0.8:
            ends = event.at + chance.choice((5, 60, 600, 5000))
            yield change(event.at + 0.25, event.agent, "wrap_up")
            yield change(ends, event.agent, "available")


def _shifts(chance: Random, agent: str, hours: float) -> Iterator[Event]:
    at = BEGAN - HOUR
    while at < BEGAN + hours * HOUR:
        yield change(at, agent, chance.choice(("available", "ringing", "talking", "paused", "logged_out")))
        at += chance.choice((60, 900, 5 * HOUR, 15 * HOUR))


def change(at: float, agent: str, state: str) -> AgentStateChanged:
    """An agent is in this state from then on."""
    return AgentStateChanged(at=at, agent=agent, old="", state=state, reason="")


def _in_log(chance: Random, events: list[Event]) -> Iterator[Told]:
    """Mostly at once; where a spool or Asterisk's own records told it, later and in one go."""
    if chance.random() < 0.1:
        late = chance.uniform(0.5, 10) * HOUR
        yield from (Told(event.at + late, event) for event in sorted(events, key=lambda event: event.at))
    else:
        yield from (Told(event.at, event) for event in events)
