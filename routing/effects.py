"""What the router wants done, as frozen dataclasses; to be carried out in the order given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from routing.agents import State
from routing.events import Event
from routing.needs import Needs

Withdrawal = Literal["caller_left", "lease_over", "superseded"]


@dataclass(frozen=True, slots=True)
class OfferAgent:
    """Ring this agent for this caller, for `ring` seconds; on a channel other than the phone: show it."""

    offer: int
    call: str
    agent: str
    ring: float
    channel: str = "phone"


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    """Stop ringing. `lease_over`: nobody reported the end of the ringing in time; `superseded`: an answer to
    an earlier offer came after its lease was over, or the agent is given a call, which may interrupt this."""

    offer: int
    why: Withdrawal


@dataclass(frozen=True, slots=True)
class AgentChanged:
    """`reason` is the pause reason for `paused`, else what caused the change."""

    agent: str
    old: State
    new: State
    reason: str


@dataclass(frozen=True, slots=True)
class NeedsRelaxed:
    """From now on the caller needs this. `stage` counts the caller's stages from 1."""

    call: str
    stage: int
    needs: Needs


@dataclass(frozen=True, slots=True)
class Rejected:
    """The event made no sense and changed nothing; `why` says so to a person."""

    event: Event
    why: str


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Apply `TimePassed` at this time of the router's clock. Replaces the earlier one."""

    time: float


Effect = OfferAgent | WithdrawOffer | AgentChanged | NeedsRelaxed | Rejected | WakeAt
