"""Waiting for an agent, and talking to one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntered(CallEvent):
    """`needs`: what is required of the agent, as an expression of skills; `prefer`: skills with their
    weights; `relax`: the stages that follow, as `ivr.ports.Wanted` writes them; `agent`: asked for by name,
    alone for `patience` seconds."""

    queue: str
    priority: int
    needs: str = "anybody"
    prefer: dict[str, int] = field(default_factory=dict)
    relax: list[dict[str, Any]] = field(default_factory=list)
    agent: str = ""
    patience: float = 0.0
    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsRelaxed(CallEvent):
    """From here on `needs` are required of the agent; `stage` of the relaxation counts from 1."""

    queue: str
    stage: int
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLeftOut(CallEvent):
    """A part of what a step asks of the agent (`written` in the dialplan) was of no use in this call."""

    verb: str
    written: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionAnnounced(CallEvent):
    queue: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitAnnounced(CallEvent):
    """The caller heard that it will take between `low` and `high` seconds from now."""

    queue: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRestored(CallEvent):
    """The caller was in this queue before, and has the place of that time again: as if they had waited for
    `waited` seconds already."""

    queue: str
    waited: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentOffered(CallEvent):
    """The agent's `phone` is rung for this caller."""

    queue: str
    agent: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPickedUp(CallEvent):
    """After `rang` seconds the agent picked up, and is told who waits before the two are joined."""

    queue: str
    agent: str
    rang: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(CallEvent):
    """`outcome`: answered, rang_out, busy, unreachable, unconfirmed (picked up and not taken) or abandoned;
    `rang` in seconds, what the agent was told included."""

    queue: str
    agent: str
    outcome: str
    rang: float
    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkEnded(CallEvent):
    """`by`: caller, agent, transfer when the agent sent the caller on, or engine when a fault stopped
    the flow in the middle of the talk. An engine that leaves says nothing: the two talk on."""

    queue: str
    agent: str
    by: str
    talked: float
    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionSet(CallEvent):
    """How the call came out, as the agent classified it; the last one counts. `code`: the id in
    `config/queues.yaml`."""

    agent: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLeft(CallEvent):
    """`outcome`: answered, abandoned, timed_out, left_by_key, empty (nobody who could answer is there), full,
    closed, overflow (goes on waiting in another queue). `waited`: entry to answer or leave."""

    queue: str
    outcome: str
    waited: float
    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(CallEvent):
    """A phone was rung past the queues, for `rang` seconds. `outcome`: answered, rang_out, busy, unreachable
    or refused. `kind`: flow, when the dialplan said so; else as in `TransferBegan`, and `agent` sent the
    caller there. Then `answered_by` is the agent who answered, `queue` where their talk came from and `by`
    who ended it: caller, agent or transfer."""

    to: str
    outcome: str
    talked: float
    kind: str = "flow"
    agent: str = ""
    answered_by: str = ""
    queue: str = ""
    by: str = ""
    rang: float = 0.0
    recovered: bool = False
