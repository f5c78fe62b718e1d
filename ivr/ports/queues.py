"""Waiting in a queue for an agent."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from ivr.ports.caller import DialOutcome, EndedBy
from routing.expected import Expected
from routing.needs import NOTHING_SPECIAL, Needs, Stage

Leaving = Literal["timed_out", "left_by_key", "empty", "full", "closed"]
"""Why a caller leaves a queue without having talked; who hangs up has `abandoned` it."""


@dataclass(frozen=True, slots=True)
class QueueRequest:
    """A caller who wants an agent: what is needed of the agent, and how that changes with time (`relax`);
    points of priority stand for time waited. `waited`: seconds waited before this, which count for the place;
    `credit`: seconds that count for the place alone; `reserve`: seconds that an agent is kept before their
    phone is rung. `agent`: for the first `patience` seconds only this agent, if there; after that anybody,
    this one first. `channel` is the queue's; `due`: when it must be handled, by the monotonic clock, for work
    that need not be at once."""

    call: str
    queue: str
    needs: Needs = NOTHING_SPECIAL
    priority: int = 0
    waited: float = 0.0
    credit: float = 0.0
    reserve: float = 0.0
    relax: tuple[Stage, ...] = ()
    agent: str = ""
    patience: float = 0.0
    channel: str = "phone"
    due: float | None = None


@dataclass(frozen=True, slots=True)
class AgentOffer:
    """The router chose this agent: ring `phone` for `ring` seconds."""

    id: int
    agent: str
    name: str
    phone: str
    ring: float


class Visit(Protocol):
    """A caller's stay in a queue, from entry until the context is left (which withdraws the caller)."""

    @property
    def offer(self) -> AgentOffer | None:
        """The agent to ring now. `Caller.wake` is called whenever this becomes set."""
        ...

    @property
    def position(self) -> int:
        """Place in the line, counted from 1; 0 while an agent is offered."""
        ...

    @property
    def waited(self) -> float:
        """Seconds since entry, those before it that count included."""
        ...

    @property
    def length(self) -> int:
        """How many wait in this queue, this caller included."""
        ...

    @property
    def able(self) -> int:
        """Agents who could serve this caller: logged in and not paused, be they busy."""
        ...

    @property
    def expected(self) -> Expected | None:
        """How long this caller will still wait; None when nobody can tell, as without an able agent."""
        ...

    @property
    def talked(self) -> bool:
        """Whether an agent has answered."""
        ...

    def move(self, queue: str) -> None:
        """Go on waiting in another queue, with the time waited so far. Raises KeyError for one that is not
        configured."""
        ...

    def leaves(self, why: Leaving) -> None:
        """The context is about to be left for this reason; from here on the caller may hang up."""
        ...

    def answered(self, offer: AgentOffer) -> None: ...

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        """The agent did not answer; the caller keeps the place and the router goes on."""
        ...

    def finished(self, offer: AgentOffer, by: EndedBy = "agent") -> None:
        """The conversation is over, ended by this side: the agent's wrap-up begins."""
        ...


class Wakeable(Protocol):
    """What a queue needs of whoever waits in it."""

    def wake(self) -> None:
        """See `Caller.wake`."""
        ...


class Queues(Protocol):
    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Visit]:
        """Join a queue. Raises KeyError for a queue that is not configured, or is of another channel."""
        ...
