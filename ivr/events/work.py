"""Work that is no call: e-mails, chats, tasks. Each has a journey of its own, under its id."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import Event

WORK = "work-"
"""How the ids of work begin, which no id of a call does. Why work was given to whom is told as of a call, by
`ChoiceExplained`, and makes no call of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEvent(Event):
    """A fact of one piece of work."""

    work: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkArrived(WorkEvent):
    """`by`: the client who brought it; `due` in seconds since 1970, 0 for none; `needs` as it is written."""

    queue: str
    channel: str
    needs: str
    priority: int
    due: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOffered(WorkEvent):
    """The agent is asked to take it, for `ring` seconds."""

    queue: str
    agent: str
    ring: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOfferEnded(WorkEvent):
    """`outcome`: accepted, rejected, rang_out (no answer), withdrawn, or busy or unreachable, for the agent's
    phone; `rang` in seconds."""

    queue: str
    agent: str
    outcome: str
    rang: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReleased(WorkEvent):
    """The agent gave it back: it waits again, as long as it has waited in all."""

    queue: str
    agent: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFinished(WorkEvent):
    """`took`: seconds since the agent accepted it; `in_time`: before it was due, or nothing was said."""

    queue: str
    agent: str
    took: float
    in_time: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCancelled(WorkEvent):
    """Nobody is to do it any more. `agent` had it, '' for nobody."""

    queue: str
    agent: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOverdue(WorkEvent):
    """It was due, and is not finished. `agent` has it, '' for nobody."""

    queue: str
    agent: str
    due: float
