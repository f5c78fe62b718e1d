"""Agents and their states, as tables.

All moves between states are in `NEXT`; what an agent asks for while a phone rings or during a talk waits in
`LATER` until that is over. A pair in neither table is not a move: `next_state` returns `NoSuchMove`.
`docs/routing.md` shows both tables to administrators; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from routing.skills import Profile

Phone = Literal["idle", "busy", "engaged", "unreachable"]
"""`busy`: in a call, for all that is known in ours, and idle when that is over; `engaged`: in a call that is
none of ours, whatever becomes of ours."""
IN_A_CALL: frozenset[Phone] = frozenset({"busy", "engaged"})


class State(StrEnum):
    LOGGED_OUT = "logged_out"
    AVAILABLE = "available"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"


class Trigger(StrEnum):
    """What moves an agent. `ring_over`: the offer ended without an answer, for whatever reason; `accept`: a
    contact of a channel other than the phone was taken."""

    LOG_IN = "log_in"
    LOG_OUT = "log_out"
    PAUSE = "pause"
    RESUME = "resume"
    OFFER = "offer"
    ANSWER = "answer"
    ACCEPT = "accept"
    RING_OVER = "ring_over"
    TALK_OVER = "talk_over"
    WRAP_UP_OVER = "wrap_up_over"


NEXT: Mapping[tuple[State, Trigger], State] = {
    (State.LOGGED_OUT, Trigger.LOG_IN): State.AVAILABLE,
    (State.AVAILABLE, Trigger.LOG_OUT): State.LOGGED_OUT,
    (State.AVAILABLE, Trigger.PAUSE): State.PAUSED,
    (State.AVAILABLE, Trigger.OFFER): State.RINGING,
    (State.AVAILABLE, Trigger.ANSWER): State.TALKING,  # an answer that came after the lease was over
    (State.RINGING, Trigger.ANSWER): State.TALKING,
    (State.RINGING, Trigger.ACCEPT): State.AVAILABLE,
    (State.RINGING, Trigger.RING_OVER): State.AVAILABLE,
    (State.TALKING, Trigger.TALK_OVER): State.WRAP_UP,
    (State.WRAP_UP, Trigger.WRAP_UP_OVER): State.AVAILABLE,
    (State.WRAP_UP, Trigger.RESUME): State.AVAILABLE,
    (State.WRAP_UP, Trigger.PAUSE): State.PAUSED,
    (State.WRAP_UP, Trigger.LOG_OUT): State.LOGGED_OUT,
    (State.PAUSED, Trigger.RESUME): State.AVAILABLE,
    (State.PAUSED, Trigger.PAUSE): State.PAUSED,  # another reason
    (State.PAUSED, Trigger.LOG_OUT): State.LOGGED_OUT,
}

LATER: Mapping[tuple[State, Trigger], Trigger | None] = {
    (State.RINGING, Trigger.LOG_OUT): Trigger.LOG_OUT,
    (State.RINGING, Trigger.PAUSE): Trigger.PAUSE,
    (State.RINGING, Trigger.LOG_IN): None,
    (State.RINGING, Trigger.RESUME): None,
    (State.TALKING, Trigger.LOG_OUT): Trigger.LOG_OUT,
    (State.TALKING, Trigger.PAUSE): Trigger.PAUSE,
    (State.TALKING, Trigger.LOG_IN): None,
    (State.TALKING, Trigger.RESUME): None,
}
"""What waits until the call is over; None takes back what waited."""


@dataclass(frozen=True, slots=True)
class NoSuchMove:
    """The error value for a pair that is in no table."""

    state: State
    trigger: Trigger

    def __str__(self) -> str:
        allowed = sorted(trigger for state, trigger in NEXT if state is self.state)
        return f"an agent who is {self.state} cannot {self.trigger}; possible: {', '.join(allowed)}"


def next_state(state: State, trigger: Trigger) -> State | NoSuchMove:
    """Where the trigger leads from this state."""
    return NEXT.get((state, trigger)) or NoSuchMove(state, trigger)


@dataclass(frozen=True, slots=True)
class AgentSpec:
    """An agent as configured: skills with levels 1 to 5, and where it differs from the channel's own limit
    how many contacts of a channel at once."""

    id: str
    skills: Mapping[str, int] = field(default_factory=dict)
    at_once: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an agent asked for during a call and gets after it."""

    trigger: Trigger
    reason: str


@dataclass(slots=True, eq=False)
class Agent:
    """An agent now, read by everybody, changed by `routing.floor` alone. Times are the router's, in seconds.

    `since`: when the state began, None from before the router. `idle_since` runs from login, the end of the
    last talk or the last unanswered ringing, over all queues; `turn` orders agents whose `idle_since` is
    equal. `rest_until` is set while the phone rests after it was busy or unreachable; `refusals` counts how
    often that happened in a row. `reason` is the pause reason, or what caused the state. `asked`: the channel
    of the last offer. `misses`: offers in a row that were not answered, by queue. `contacts`: what the agent
    has in hand on channels other than the phone, by offer. `calls` and `burden` (in seconds) are what the
    agent has been given, level with the others at login; `pace`: the seconds that a call takes this agent.
    """

    id: str
    skills: Profile
    profile: int
    at_once: Mapping[str, int] = field(default_factory=dict)
    state: State = State.LOGGED_OUT
    reason: str = ""
    since: float | None = None
    wish: Wish | None = None
    phone: Phone = "idle"
    idle_since: float = 0.0
    turn: int = 0
    offer: int | None = None
    asked: str = ""
    contacts: dict[int, str] = field(default_factory=dict)
    wrap_up_until: float = 0.0
    rest_until: float | None = None
    refusals: int = 0
    misses: dict[str, int] = field(default_factory=dict)
    calls: float = 0.0
    burden: float = 0.0
    pace: float | None = None
    call_since: float = 0.0

    @property
    def coming(self) -> State:
        """The state now or, where one was asked for during a call, the one after it."""
        return NEXT[State.AVAILABLE, self.wish.trigger] if self.wish else self.state

    @property
    def present(self) -> bool:
        """Logged in and not paused."""
        return self.state is not State.LOGGED_OUT and self.state is not State.PAUSED
