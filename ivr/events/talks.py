"""What agents do with a talk while it goes on: hold, consult, conference, transfer, the recording."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPaused(CallEvent):
    """The file goes on with silence."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingResumed(CallEvent):
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBegan(CallEvent):
    """The caller hears music while the agent does something else."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded(CallEvent):
    """The agent came back, or the caller was sent on, or somebody hung up, after `held` seconds."""

    agent: str
    held: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultBegan(CallEvent):
    """The agent rings the phone `to` while the caller waits."""

    agent: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultEnded(CallEvent):
    """`outcome`: rang_out, busy or unreachable when nobody answered; returned (to the caller), transferred,
    conference, or caller_left. `talked`: seconds in which the two agents were alone."""

    agent: str
    to: str
    outcome: str
    talked: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceBegan(CallEvent):
    """Caller, agent and the phone `to` talk with each other."""

    agent: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceEnded(CallEvent):
    """One of the three is gone, after `talked` seconds. `by`: caller, agent, colleague (who was asked to it),
    '' where that is not known."""

    agent: str
    to: str
    talked: float
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferBegan(CallEvent):
    """An agent sends the caller on to a phone or a queue. `kind`: blind, attended or escalation."""

    kind: str
    agent: str
    to: str
