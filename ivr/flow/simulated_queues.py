"""Queues in memory: agents who are always there, and others who are ahead in the line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from ivr.events import (
    AgentOffered,
    AgentStateChanged,
    NeedsRelaxed,
    OfferEnded,
    QueueEntered,
    QueueLeft,
    TalkEnded,
)
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
from ivr.settings import Queue
from routing.agents import State
from routing.expected import Expected, Pace, expected
from routing.needs import Condition, Needs, Stage, met, written

LOOK_EVERY = 1.0
"""Seconds between two looks at a condition."""
BETWEEN = 1.0
"""Seconds between an offer that came to nothing and the next."""
_NOT_ANSWERED = ("rang_out", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent who is always there."""

    agent: str
    name: str
    phone: str
    skills: Mapping[str, int] = field(default_factory=dict)


NO_SETTINGS = Queue(name={"zh": "", "en": ""})
"""Of a queue whose settings are not given."""


class _Floor:
    """Who is paused because they did not answer, and how often in a row each did not, by queue."""

    def __init__(self, queues: Mapping[str, Queue]) -> None:
        self._queues = queues
        self._misses: dict[tuple[str, str], int] = {}
        self._paused: set[str] = set()

    def queue(self, name: str) -> Queue:
        return self._queues.get(name, NO_SETTINGS)

    def serve(self, queue: str, seats: Sequence[Seat]) -> list[Seat]:
        """Those of them who serve the queue and are not paused."""
        members = self.queue(queue).members
        return [seat for seat in seats if seat.agent not in self._paused and met(members, seat.skills)]

    def begin(self) -> None:
        """Everybody has just logged in."""
        self._misses.clear()
        self._paused.clear()

    def answered(self, agent: str) -> None:
        for place in [place for place in self._misses if place[0] == agent]:
            del self._misses[place]

    def missed(self, queue: str, agent: str) -> bool:
        """Whether the agent is paused for that."""
        misses = self._misses[agent, queue] = self._misses.get((agent, queue), 0) + 1
        limit = self.queue(queue).pause_after
        if not limit or misses < limit:
            return False
        self._paused.add(agent)
        return True


class SimulatedQueues:
    """Offers the first agent who serves the queue and has the skills `after` seconds after the caller came;
    where others are `ahead`, each of them is served in such a time first.

    After a refusal the next able agent is offered, in turn, and who did not answer rests and is paused as
    `queues`, the settings, say. Without an able agent the caller waits for ever.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        seats: Sequence[Seat] = (),
        after: float = 3.0,
        ahead: int = 0,
        queues: Mapping[str, Queue] | None = None,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._seats = seats
        self._after = after
        self._ahead = ahead
        self._floor = _Floor(queues or {})
        self.requests: list[QueueRequest] = []
        self._visits: list[SimulatedVisit] = []

    def staff(self, seats: Sequence[Seat]) -> None:
        """From now on these agents are there, also for who waits already."""
        self._seats = seats
        self._floor.begin()
        for visit in self._visits:
            visit.staff(seats)

    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Visit]:
        return self._enter(request, caller)

    @asynccontextmanager
    async def _enter(self, request: QueueRequest, caller: Wakeable) -> AsyncIterator[Visit]:
        self.requests.append(request)
        line = _Ahead(self._ahead, self._after)
        log = _Log(self._journal, self._clock, request.call)
        visit = SimulatedVisit(request, caller, log, line, self._floor)
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

    def paused(self, agent: str) -> None:
        at = self.clock.now().timestamp()
        change = AgentStateChanged(
            at=at, agent=agent, old=State.RINGING.value, state=State.PAUSED.value, reason="no_answer"
        )
        self.journal.append(change)


class SimulatedVisit:
    """A stay in a simulated queue."""

    def __init__(
        self, request: QueueRequest, caller: Wakeable, log: _Log, ahead: _Ahead, floor: _Floor
    ) -> None:
        self._request = request
        self._queue = request.queue
        self._caller = caller
        self._log = log
        self._ahead = ahead
        self._seats: Sequence[Seat] = ()
        self._needs: Needs = request.needs
        self._relax = list(enumerate(request.relax, 1))
        self._floor = floor
        self._offers = 0
        self._turns: dict[str, int] = {}
        self._rests: dict[str, float] = {}
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
        self._offer_again()

    def leaves(self, why: Leaving) -> None:
        self._why = why

    def staff(self, seats: Sequence[Seat]) -> None:
        """From now on these agents may be offered."""
        self._seats = seats
        self._offer_again()

    def answered(self, offer: AgentOffer) -> None:
        self._answered_at = self.waited
        self._floor.answered(offer.agent)
        self._end_offer(offer, "answered")

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        self._end_offer(offer, outcome)
        self.offer = None
        self._rests[offer.agent] = self._log.clock.monotonic() + self._floor.queue(self._queue).rest
        if outcome in _NOT_ANSWERED and self._floor.missed(self._queue, offer.agent):
            self._log.paused(offer.agent)
        self._in(BETWEEN, "offer", self._offer)

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
        """Who may be offered: alone the agent asked for while there is patience, else the best first."""
        serve = self._floor.serve(self._queue, self._seats)
        able = [seat for seat in serve if met(self._needs.required, seat.skills)]
        able.sort(key=self._order)
        asked_for = able and able[0].agent == self._request.agent
        return able[:1] if asked_for and self._log.clock.monotonic() < self._alone_until else able

    def _order(self, seat: Seat) -> tuple[bool, int, int]:
        """Of those who suit alike, who was not offered yet or longest ago comes first."""
        liking = self._needs.liking(seat.skills)
        return seat.agent != self._request.agent, -liking, self._turns.get(seat.agent, 0)

    def _rest(self, seat: Seat) -> float:
        """Seconds for which the agent is still spared this caller."""
        return max(0.0, self._rests.get(seat.agent, 0.0) - self._log.clock.monotonic())

    def _offer_again(self) -> None:
        if self.offer is None and "offer" not in self._timers and self._able():
            self._in(self._ahead.turn(self.waited), "offer", self._offer)

    def _offer(self) -> None:
        self._timers.pop("offer", None)
        able = self._able()
        if not able or self.offer:
            return
        seat = next((seat for seat in able if not self._rest(seat)), None)
        if seat is None:
            return self._in(min(map(self._rest, able)), "rest", self._offer)
        self._offers += 1
        self._turns[seat.agent] = self._offers
        ring = self._floor.queue(self._queue).ring
        self.offer = AgentOffer(self._offers, seat.agent, seat.name, seat.phone, ring)
        self._log.write(AgentOffered, queue=self._queue, agent=seat.agent, phone=seat.phone)
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
        if before := self._timers.get(name):
            before.cancel()
        self._timers[name] = asyncio.get_running_loop().call_later(max(0.0, seconds), then)
