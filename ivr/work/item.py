"""One piece of work, as it is now."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

from ivr.memory.work import WorkRow
from ivr.ports import AgentOffer, QueueRequest
from ivr.ports.work import NewWork, WorkVisit
from ivr.work.states import State
from routing.needs import Needs, parse


@dataclass(frozen=True, slots=True)
class WorkNow:
    """`arrived`, `changed` (its state) in seconds since 1970. `agent`: to whom it is offered, or who has it,
    or had it at last. `position`: its place in the queue, from 1; 0 for what does not wait."""

    id: str
    state: State
    agent: str
    arrived: float
    changed: float
    overdue: bool
    position: int
    wanted: NewWork


class Carrier(Protocol):
    """The desk, as a piece of work needs it."""

    def offered(self, work: Work) -> None: ...


class Work:
    """A piece of work that is not finished. Implements `ivr.ports.Wakeable`: the distributor wakes it when it
    is offered to an agent, and when that is taken back. `visit` is its stay in the queue, which ends with
    `stay`."""

    def __init__(self, row: WorkRow, carrier: Carrier) -> None:
        self.id, self.arrived, self.wanted = row.id, row.arrived, row.wanted
        self.changed, self.overdue = row.changed, row.overdue
        self.visit: WorkVisit | None = None
        self.stay = AsyncExitStack()
        self.timer: asyncio.TimerHandle | None = None
        self._carrier = carrier

    def wake(self) -> None:
        self._carrier.offered(self)

    @property
    def offer(self) -> AgentOffer | None:
        """To whom it is offered, or who has it."""
        return self.visit.offer if self.visit else None

    @property
    def state(self) -> State:
        if self.offer is None or self.visit is None:
            return "waiting"
        return "accepted" if self.visit.talked else "offered"

    @property
    def agent(self) -> str:
        return self.offer.agent if self.offer else ""

    def request(self, now: float, monotonic: float) -> QueueRequest:
        """For the queue, at `now` in seconds since 1970."""
        wanted = self.wanted
        due = None if wanted.due is None else monotonic + wanted.due - now
        return QueueRequest(
            call=self.id,
            queue=wanted.queue,
            needs=Needs(parse(wanted.needs)) if wanted.needs else Needs(),
            priority=wanted.priority,
            waited=max(0.0, now - self.arrived),
            channel=wanted.channel,
            due=due,
        )

    def now(self) -> WorkNow:
        """As it is now."""
        return WorkNow(
            id=self.id,
            state=self.state,
            agent=self.agent,
            arrived=self.arrived,
            changed=self.changed,
            overdue=self.overdue,
            position=self.visit.position if self.visit else 0,
            wanted=self.wanted,
        )


def closed(row: WorkRow) -> WorkNow:
    """Work that is over."""
    return WorkNow(row.id, row.state, row.agent, row.arrived, row.changed, row.overdue, 0, row.wanted)
