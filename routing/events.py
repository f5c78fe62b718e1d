"""What happens to the router, as frozen dataclasses. The time is given to `Router.apply` beside the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from routing.agents import Phone
from routing.needs import NOTHING_SPECIAL, Needs, Stage

Refusal = Literal["rang_out", "busy", "unreachable", "rejected"]


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
    """The agent's phone as its own registrar sees it; a ringing phone is busy, one in a call of its own is
    engaged."""

    agent: str
    phone: Phone


@dataclass(frozen=True, slots=True)
class CallerEntered:
    """A caller, or any other contact, joins a queue. `priority`: points that stand for time waited (`Rules`).
    `waited`: seconds that the caller has waited before, which keep their place. `reserve`: seconds that an
    agent is kept for them before the phone is rung (a callback: the caller is dialled). `relax`: how the
    needs change while they wait.

    `agent`: for the first `patience` seconds only this agent, if logged in and not paused; else and after
    that anybody, this one first. `due`: for a contact that need not be handled at once, when it must be, by
    the router's clock."""

    call: str
    queue: str
    needs: Needs = NOTHING_SPECIAL
    priority: int = 0
    waited: float = 0.0
    reserve: float = 0.0
    relax: tuple[Stage, ...] = ()
    agent: str = ""
    patience: float = 0.0
    due: float | None = None


@dataclass(frozen=True, slots=True)
class PriorityChanged:
    """A caller who waits is worth more or less from now on; the time waited counts as before."""

    call: str
    priority: int


@dataclass(frozen=True, slots=True)
class CallerMoved:
    """A caller who waits goes over to another queue of the same channel and keeps the time waited. A phone
    that rings for them goes on ringing."""

    call: str
    queue: str


@dataclass(frozen=True, slots=True)
class ContactKept:
    """After a restart: the agent has this contact of a channel other than the phone in hand, whatever the
    agent's state. `CallerLeft` ends it."""

    call: str
    queue: str
    agent: str


@dataclass(frozen=True, slots=True)
class CallTaken:
    """The agent talks on the phone without an offer: a colleague sent the caller on, or asked for advice.
    `queue` gives the wrap-up, '' none. `CallerLeft` ends it; `call` is a name for this talk alone."""

    call: str
    agent: str
    queue: str = ""


@dataclass(frozen=True, slots=True)
class SkillsChanged:
    """From now on the agent has these skills and no others. An offer made before stands."""

    agent: str
    skills: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WrapUpExtended:
    """The wrap-up that an agent is in ends so many seconds later."""

    agent: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The caller is gone, at whatever point: waiting, while a phone rings, or in the talk."""

    call: str


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    offer: int


@dataclass(frozen=True, slots=True)
class OfferRefused:
    """The agent was not reached; the caller keeps the place. `rejected`: the agent declined, which costs no
    place in the idle order; the agent is spared this caller as after `rang_out`."""

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
    | PriorityChanged
    | CallerMoved
    | ContactKept
    | CallTaken
    | SkillsChanged
    | WrapUpExtended
    | OfferAnswered
    | OfferRefused
    | TalkEnded
    | TimePassed
)
