"""Supervisors in the talks of agents."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorJoined(CallEvent):
    """`supervisor` is in the talk of `agent` from now on. `mode`: listen (heard by nobody), whisper (by the
    agent), join (by both) or take_over (in the agent's place)."""

    agent: str
    supervisor: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorLeft(CallEvent):
    """Not in this `mode` any more, after so many seconds (`heard`)."""

    agent: str
    supervisor: str
    mode: str
    heard: float
