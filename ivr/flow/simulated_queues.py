"""Queues in memory: agents who are always there, and others who are ahead in the line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from ivr.events import AgentOffered, OfferEnded, QueueEntered, QueueLeft, TalkEnded
from ivr.flow.simulated import MemoryJournal
from ivr.ports import (
    AgentOffer,
    CallerHungUp,
    Clock,
    DialOutcome,
    EndedBy,
    Leaving,
    QueueRequest,
    Visit,
    Wakeable,
)
from routing.expected import Expected, Pace, expected
from routing.needs import Needs, least, met


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent who is always there."""

    agent: str
    name: str
    phone: str
    skills: Mapping[str, int] = field(default_factory=dict)


class SimulatedQueues:
    """Offers the first agent who has the skills `after` seconds after the caller came; where others are
    `ahead`, each of them is served in such a time first.

    After a refusal the next able agent is offered, in turn. Without an able agent the caller waits for ever.
    """

    def __init__(
        self,
        journal: MemoryJournal,
        clock: Clock,
        seats: Sequence[Seat] = (),
        after: float = 3.0,
        ahead: int = 0,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._seats = seats
        self._after = after
        self._ahead = ahead
        self.requests: list[QueueRequest] = []
        self._visits: list[SimulatedVisit] = []

    def staff(self, seats: Sequence[Seat]) -> None:
        """From now on these agents are there, also for who waits already."""
        self._seats = seats
        for visit in self._visits:
            visit.staff([seat for seat in seats if met(visit.needs.required, seat.skills)], self._after)

    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Visit]:
        return self._enter(request, caller)

    @asynccontextmanager
    async def _enter(self, request: QueueRequest, caller: Wakeable) -> AsyncIterator[Visit]:
        self.requests.append(request)
        able = [seat for seat in self._seats if met(request.needs.required, seat.skills)]
        line = _Ahead(self._ahead, self._after)
        visit = SimulatedVisit(request, caller, able, _Log(self._journal, self._clock, request.call), line)
        visit.begin()
        self._visits.append(visit)
        try:
            yield visit
        except CallerHungUp:
            visit.leave("abandoned")
            raise
        finally:
            self._visits.remove(visit)
            visit.leave("timed_out")


@dataclass(frozen=True, slots=True)
class _Ahead:
    """So many were there before, and each is served in so many seconds."""

    number: int
    each: float

    def left(self, waited: float) -> int:
        served = int(waited / self.each) if self.each else self.number
        return max(0, self.number - served)

    def turn(self, waited: float) -> float:
        """Seconds until it is the turn of the caller behind them."""
        return max(self.each, (self.number + 1) * self.each - waited)


@dataclass(frozen=True, slots=True)
class _Log:
    journal: MemoryJournal
    clock: Clock
    call: str

    def write(self, event: Any, **fields: Any) -> None:
        self.journal.append(event(at=self.clock.now().timestamp(), call=self.call, **fields))


class SimulatedVisit:
    """A stay in a simulated queue."""

    def __init__(
        self, request: QueueRequest, caller: Wakeable, able: Sequence[Seat], log: _Log, ahead: _Ahead
    ) -> None:
        self._request = request
        self._queue = request.queue
        self._caller = caller
        self._able = able
        self._log = log
        self._ahead = ahead
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None
        self._began = self._joined = log.clock.monotonic() - request.waited
        self._offered_at = 0.0
        self._answered_at: float | None = None
        self._why = ""
        self._left = False
        self.offer: AgentOffer | None = None

    @property
    def needs(self) -> Needs:
        return self._request.needs

    @property
    def position(self) -> int:
        return 0 if self.offer else self.length

    @property
    def length(self) -> int:
        return self._ahead.left(self.waited) + 1

    @property
    def able(self) -> int:
        return len(self._able)

    @property
    def expected(self) -> Expected | None:
        pace = Pace(max(1.0, self._ahead.each * len(self._able)))
        return expected(self._ahead.left(self.waited), len(self._able), pace)

    @property
    def waited(self) -> float:
        return self._log.clock.monotonic() - self._began

    @property
    def talked(self) -> bool:
        return self._answered_at is not None

    def begin(self) -> None:
        self._enter()
        self._offer_in(self._ahead.turn(self.waited))

    def move(self, queue: str) -> None:
        self._leave("overflow", self.waited)
        self._queue, self._joined = queue, self._log.clock.monotonic()
        self._enter()

    def leaves(self, why: Leaving) -> None:
        self._why = why

    def staff(self, able: Sequence[Seat], after: float) -> None:
        """From now on these agents may be offered, the first of them `after` seconds from now."""
        self._able = able
        if self.offer is None:
            if self._timer:
                self._timer.cancel()
            self._offer_in(after)

    def answered(self, offer: AgentOffer) -> None:
        self._answered_at = self.waited
        self._end_offer(offer, "answered")

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        self._end_offer(offer, outcome)
        self.offer = None
        self._offer_in(1.0)

    def finished(self, offer: AgentOffer, by: EndedBy = "agent") -> None:
        talked = self.waited - (self._answered_at or 0.0)
        self._log.write(TalkEnded, queue=self._queue, agent=offer.agent, by=by, talked=talked)
        self.leave("answered")

    def leave(self, outcome: str) -> None:
        if self._timer:
            self._timer.cancel()
        if self._left:
            return
        self._left = True
        if self._answered_at is not None:
            self._leave("answered", self._answered_at)
        else:
            self._leave(self._why or outcome, self.waited)

    def _enter(self) -> None:
        skills = least(self._request.needs.required)
        self._log.write(QueueEntered, queue=self._queue, priority=self._request.priority, skills=skills)

    def _leave(self, outcome: str, waited: float) -> None:
        self._log.write(
            QueueLeft, queue=self._queue, outcome=outcome, waited=waited - (self._joined - self._began)
        )

    def _offer_in(self, seconds: float) -> None:
        if self._able:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._offer)

    def _offer(self) -> None:
        seat = self._able[self._next % len(self._able)]
        self._next += 1
        self.offer = AgentOffer(id=self._next, agent=seat.agent, name=seat.name, phone=seat.phone, ring=15.0)
        self._log.write(AgentOffered, queue=self._queue, agent=seat.agent)
        self._offered_at = self.waited
        self._caller.wake()

    def _end_offer(self, offer: AgentOffer, outcome: str) -> None:
        self._log.write(
            OfferEnded,
            queue=self._queue,
            agent=offer.agent,
            outcome=outcome,
            rang=self.waited - self._offered_at,
        )
