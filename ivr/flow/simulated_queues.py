"""Queues in memory: agents who are always there, and others who are ahead in the line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from ivr.events import AgentOffered, NeedsRelaxed, OfferEnded, QueueEntered, QueueLeft, TalkEnded
from ivr.ports import (
    AgentOffer,
    CallerHungUp,
    Clock,
    DialOutcome,
    EndedBy,
    Journal,
    Leaving,
    QueueRequest,
    Visit,
    Wakeable,
    Wanted,
)
from routing.expected import Expected, Pace, expected
from routing.needs import Condition, Needs, Stage, met, written

LOOK_EVERY = 1.0
"""Seconds between two looks at a condition."""


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
        journal: Journal,
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
            visit.staff(seats)

    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Visit]:
        return self._enter(request, caller)

    @asynccontextmanager
    async def _enter(self, request: QueueRequest, caller: Wakeable) -> AsyncIterator[Visit]:
        self.requests.append(request)
        line = _Ahead(self._ahead, self._after)
        visit = SimulatedVisit(request, caller, _Log(self._journal, self._clock, request.call), line)
        visit.begin(self._seats)
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
    journal: Journal
    clock: Clock
    call: str

    def write(self, event: Any, **fields: Any) -> None:
        self.journal.append(event(at=self.clock.now().timestamp(), call=self.call, **fields))


class SimulatedVisit:
    """A stay in a simulated queue."""

    def __init__(self, request: QueueRequest, caller: Wakeable, log: _Log, ahead: _Ahead) -> None:
        self._request = request
        self._queue = request.queue
        self._caller = caller
        self._log = log
        self._ahead = ahead
        self._seats: Sequence[Seat] = ()
        self._needs: Needs = request.needs
        self._relax = list(enumerate(request.relax, 1))
        self._next = 0
        self._timers: dict[str, asyncio.TimerHandle] = {}
        now = log.clock.monotonic()
        self._began = self._joined = now - request.waited
        self._alone_until = now + request.patience
        self._offered_at = 0.0
        self._answered_at: float | None = None
        self._why = ""
        self._left = False
        self.offer: AgentOffer | None = None

    @property
    def position(self) -> int:
        return 0 if self.offer else self.length

    @property
    def length(self) -> int:
        return self._ahead.left(self.waited) + 1

    @property
    def able(self) -> int:
        return len(self._able())

    @property
    def expected(self) -> Expected | None:
        pace = Pace(max(1.0, self._ahead.each * self.able))
        return expected(self._ahead.left(self.waited), self.able, pace)

    @property
    def waited(self) -> float:
        return self._log.clock.monotonic() - self._began

    @property
    def talked(self) -> bool:
        return self._answered_at is not None

    def begin(self, seats: Sequence[Seat]) -> None:
        """Join the queue; these agents may be offered."""
        self._enter()
        self.staff(seats)
        if self._request.patience:
            self._in(self._request.patience, "patience", self._offer_again)
        self._await_stage()

    def move(self, queue: str) -> None:
        self._leave("overflow", self.waited)
        self._queue, self._joined = queue, self._log.clock.monotonic()
        self._enter()

    def leaves(self, why: Leaving) -> None:
        self._why = why

    def staff(self, seats: Sequence[Seat]) -> None:
        """From now on these agents may be offered."""
        self._seats = seats
        self._offer_again()

    def answered(self, offer: AgentOffer) -> None:
        self._answered_at = self.waited
        self._end_offer(offer, "answered")

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        self._end_offer(offer, outcome)
        self.offer = None
        self._in(1.0, "offer", self._offer)

    def finished(self, offer: AgentOffer, by: EndedBy = "agent") -> None:
        talked = self.waited - (self._answered_at or 0.0)
        self._log.write(TalkEnded, queue=self._queue, agent=offer.agent, by=by, talked=talked)
        self.leave("answered")

    def leave(self, outcome: str) -> None:
        for timer in self._timers.values():
            timer.cancel()
        if self._left:
            return
        self._left = True
        if self._answered_at is not None:
            self._leave("answered", self._answered_at)
        else:
            self._leave(self._why or outcome, self.waited)

    def _enter(self) -> None:
        self._log.write(QueueEntered, queue=self._queue, **Wanted.of(self._request).to_plain())

    def _leave(self, outcome: str, waited: float) -> None:
        self._log.write(
            QueueLeft, queue=self._queue, outcome=outcome, waited=waited - (self._joined - self._began)
        )

    # Relaxation

    def _await_stage(self) -> None:
        if self._relax:
            _, stage = self._relax[0]
            self._in(stage.after - self.waited, "stage", self._look)

    def _look(self) -> None:
        number, stage = self._relax[0]
        if self.talked:
            return
        if stage.when and not stage.when.holds(self._measured(stage.when)):
            self._in(LOOK_EVERY, "stage", self._look)
        else:
            self._take(number, stage)

    def _take(self, number: int, stage: Stage) -> None:
        del self._relax[0]
        self._needs = stage.needs
        needs = written(stage.needs.required)
        self._log.write(NeedsRelaxed, queue=self._queue, stage=number, needs=needs)
        self._offer_again()
        self._await_stage()

    def _measured(self, condition: Condition) -> float | None:
        """Nobody else was served yet, so nothing is known of the service level."""
        if condition.measure == "idle_agents":
            return self.able
        if condition.measure == "expected_wait":
            return (self.expected.low + self.expected.high) / 2 if self.expected else None
        return None

    # Offers

    def _able(self) -> list[Seat]:
        """Who may be offered now: alone the agent asked for while there is patience, else the best first."""
        able = [seat for seat in self._seats if met(self._needs.required, seat.skills)]
        able.sort(key=lambda seat: (seat.agent != self._request.agent, -self._needs.liking(seat.skills)))
        asked_for = able and able[0].agent == self._request.agent
        return able[:1] if asked_for and self._log.clock.monotonic() < self._alone_until else able

    def _offer_again(self) -> None:
        if self.offer is None and "offer" not in self._timers and self._able():
            self._in(self._ahead.turn(self.waited), "offer", self._offer)

    def _offer(self) -> None:
        del self._timers["offer"]
        able = self._able()
        if not able:
            return
        seat = able[self._next % len(able)]
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

    def _in(self, seconds: float, name: str, then: Callable[[], None]) -> None:
        """Do it so many seconds from now, unless the visit is over before."""
        self._timers[name] = asyncio.get_running_loop().call_later(max(0.0, seconds), then)
