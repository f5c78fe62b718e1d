"""Callers who are called back."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRequested(CallEvent):
    """The caller wants to be called at `number`. `outcome`: noted, already (it is noted already) or
    impossible (the number may not be dialled)."""

    number: str
    queue: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackBegan(CallEvent):
    """We look for an agent, to call a caller back: the first fact of a call of its own, behind its
    `CallBegan`. `original`: the call it was asked for in; `attempt` counts from 1."""

    original: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackDialled(CallEvent):
    """An agent is reserved and the number was dialled. `outcome`: answered, rang_out, busy, unreachable."""

    number: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackConfirmed(CallEvent):
    """Whether the person who answered pressed the key that says they want to talk now."""

    confirmed: bool
