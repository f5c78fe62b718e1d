"""What happens to the router, as frozen dataclasses. The time is given to `Router.apply` beside the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from routing.agents import Phone

Refusal = Literal["rang_out", "busy", "unreachable"]


@dataclass(frozen=True, slots=True)
class AgentLoggedIn:
    agent: str


@dataclass(frozen=True, slots=True)
class AgentLoggedOut:
    """While a phone rings or in a talk it takes effect afterwards. So does a pause."""

    agent: str


@dataclass(frozen=True, slots=True)
class AgentPaused:
    agent: str
    reason: str


@dataclass(frozen=True, slots=True)
class AgentResumed:
    """Ends a pause, or a wrap-up early, or takes back a pause asked for during a call."""

    agent: str


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """The agent's phone as its own registrar sees it; a ringing phone is busy."""

    agent: str
    phone: Phone


@dataclass(frozen=True, slots=True)
class CallerEntered:
    """A caller joins a queue. `skills`: what the agent must have, with the least level. Higher `priority`
    goes first. `waited`: seconds that the caller has waited before, which keep their place. `reserve`:
    seconds that an agent is kept for them before the phone is rung (a callback: the caller is dialled)."""

    call: str
    queue: str
    skills: Mapping[str, int] = field(default_factory=dict)
    priority: int = 0
    waited: float = 0.0
    reserve: float = 0.0


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The caller is gone, at whatever point: waiting, while a phone rings, or in the talk."""

    call: str


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    offer: int


@dataclass(frozen=True, slots=True)
class OfferRefused:
    """The agent was not reached; the caller keeps the place."""

    offer: int
    outcome: Refusal


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """The conversation of this offer is over; the agent's wrap-up begins and the caller is served."""

    offer: int


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nothing but time: asked for by the effect `WakeAt`."""


Event = (
    AgentLoggedIn
    | AgentLoggedOut
    | AgentPaused
    | AgentResumed
    | PhoneChanged
    | CallerEntered
    | CallerLeft
    | OfferAnswered
    | OfferRefused
    | TalkEnded
    | TimePassed
)
