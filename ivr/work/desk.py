"""All work that is not finished: each piece waits in its queue as a caller would, until an agent has it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog

from ivr.events import (
    Event,
    WorkArrived,
    WorkCancelled,
    WorkFinished,
    WorkOverdue,
    WorkReleased,
)
from ivr.memory.work import WorkRow, WorkStore
from ivr.ports import AgentOffer, Clock, Journal, MemoryFailed
from ivr.ports.work import NewWork, WorkQueues
from ivr.work.item import Work, WorkNow, closed
from ivr.work.states import NEXT, Move, NoSuchMove, NoSuchWork, NotTheirs

LOOK_EVERY = 5.0
"""Seconds between two looks at what is overdue."""
SEARCH_EVERY = 60.0
"""Seconds between two looks at whether the database has work that nobody took up: what was brought while it
was slow, so that whoever brought it heard nothing."""

_log = structlog.get_logger("work")

Settled = Callable[[], Awaitable[bool]]


class WorkDesk:
    """Lives on one event loop. `settled` returns when everything that happened so far is in the database, and
    False when that takes too long: only then is a change answered, so that what a client was told holds after
    a crash as well.

    Its methods raise `MemoryFailed`; those that name a piece of work `NoSuchWork`, and those that move it
    `NoSuchMove`, and `NotTheirs` where it is another agent's.
    """

    def __init__(
        self, store: WorkStore, queues: WorkQueues, journal: Journal, clock: Clock, settled: Settled
    ) -> None:
        self._store, self._queues, self._journal, self._clock = store, queues, journal, clock
        self._settled = settled
        self._open: dict[str, Work] = {}
        self._due: list[tuple[float, str]] = []
        self._watch: asyncio.Task[None] | None = None
        self._knows_all = False

    async def begin(self) -> None:
        """Take up what waited before a restart, with its age, and what agents had; a database that is slow is
        asked again and again, and keeps nobody from starting."""
        await self._read()
        self._watch = asyncio.get_running_loop().create_task(self._look())

    async def close(self) -> None:
        """Stop; what is not finished is taken up again at the next start."""
        if self._watch:
            self._watch.cancel()
            await asyncio.wait([self._watch])
        # What waits first: or what the others leave would be offered to their agents for a moment.
        for state in ("waiting", "accepted", "offered"):
            for work in [work for work in self._open.values() if work.state == state]:
                await self._leave(work)

    # Brought

    async def bring(self, wanted: NewWork) -> tuple[WorkNow, bool]:
        """Take it, and say whether it is new: what the same client brings twice under one key exists once,
        and is due when it was said to be at first (in 24 hours means another time the second time). Raises
        also `OtherWork`."""
        row, new = await self._store.add(wanted, self._now())
        if not new and row.wanted != replace(wanted, due=row.wanted.due):
            raise OtherWork(row.id)
        if row.id not in self._open and row.state in ("waiting", "accepted"):
            if new or self._knows_all:
                self._arrived(row)
            await self._take_up(row)
            await self._settled()
        return await self.get(row.id), new

    def _arrived(self, row: WorkRow) -> None:
        wanted = row.wanted
        self._log(
            WorkArrived,
            row.id,
            queue=wanted.queue,
            channel=wanted.channel,
            needs=wanted.needs,
            priority=wanted.priority,
            due=wanted.due or 0.0,
            by=wanted.by,
        )

    # Asked for

    async def get(self, work_id: str) -> WorkNow:
        """As it is now."""
        work = self._open.get(work_id)
        return work.now() if work else closed(await self._row(work_id))

    @property
    def size(self) -> int:
        """How much is not finished."""
        return len(self._open)

    async def over(
        self, states: Sequence[str], *, agent: str = "", queue: str = "", limit: int = 100
    ) -> list[WorkNow]:
        """What is finished or cancelled, the newest first."""
        return [
            closed(row) for row in await self._store.latest(states, agent=agent, queue=queue, limit=limit)
        ]

    def open(self) -> list[WorkNow]:
        """All that is not finished, the oldest first."""
        return [work.now() for work in sorted(self._open.values(), key=lambda work: (work.arrived, work.id))]

    # Moved

    async def accept(self, work_id: str, agent: str) -> WorkNow:
        """The agent to whom it is offered takes it."""
        work, offer = await self._offered_to(work_id, "accept", agent)
        assert work.visit is not None
        work.visit.answered(offer)
        if work.state != "accepted":
            raise NoSuchMove(work.state, "accept")
        return await self._moved(work)

    async def reject(self, work_id: str, agent: str) -> WorkNow:
        """The agent to whom it is offered does not take it; it goes to the next one."""
        work, offer = await self._offered_to(work_id, "reject", agent)
        assert work.visit is not None
        work.visit.rejected(offer)
        return await self._moved(work)

    async def finish(self, work_id: str, by: str) -> WorkNow:
        """It is done."""
        work = await self._in_state_for(work_id, "finish")
        now = self._now()
        took, in_time = max(0.0, now - work.changed), work.wanted.due is None or now <= work.wanted.due
        self._log(
            WorkFinished,
            work_id,
            queue=work.wanted.queue,
            agent=work.agent,
            took=took,
            in_time=in_time,
            by=by,
        )
        return await self._over(work)

    async def cancel(self, work_id: str, by: str) -> WorkNow:
        """Nobody is to do it any more."""
        work = await self._in_state_for(work_id, "cancel")
        agent = work.agent if work.state == "accepted" else ""
        self._log(WorkCancelled, work_id, queue=work.wanted.queue, agent=agent, by=by)
        return await self._over(work)

    async def release(self, work_id: str, by: str) -> WorkNow:
        """Whoever has it gives it back: it waits again, at the place that its age gives it."""
        work = await self._in_state_for(work_id, "release")
        self._log(WorkReleased, work_id, queue=work.wanted.queue, agent=work.agent, by=by)
        await self._leave(work)
        await self._enter(work)
        return await self._moved(work)

    async def _over(self, work: Work) -> WorkNow:
        await self._leave(work)
        del self._open[work.id]
        await self._settled()
        return await self.get(work.id)

    async def _moved(self, work: Work) -> WorkNow:
        work.changed = self._now()
        await self._settled()
        return work.now()

    async def _in_state_for(self, work_id: str, move: Move) -> Work:
        work = self._open.get(work_id)
        if work is None:
            raise NoSuchMove((await self._row(work_id)).state, move)
        if (work.state, move) not in NEXT:
            raise NoSuchMove(work.state, move)
        return work

    async def _offered_to(self, work_id: str, move: Move, agent: str) -> tuple[Work, AgentOffer]:
        work = await self._in_state_for(work_id, move)
        offer = work.offer
        assert offer is not None, "the table has the move from an offer alone"
        if offer.agent != agent:
            raise NotTheirs(offer.agent)
        return work, offer

    async def _row(self, work_id: str) -> WorkRow:
        row = await self._store.get(work_id)
        if row is None:
            raise NoSuchWork(work_id)
        return row

    # In its queue

    def offered(self, work: Work) -> None:
        """The router chose an agent, who has so long to answer, or took the offer back."""
        offer = work.offer
        work.changed = self._now()
        if offer is not None:
            loop = asyncio.get_running_loop()
            work.timer = loop.call_later(offer.ring, self._not_answered, work, offer)

    def _not_answered(self, work: Work, offer: AgentOffer) -> None:
        if work.visit is not None and work.state == "offered" and work.offer is offer:
            work.changed = self._now()
            work.visit.refused(offer, "rang_out")

    async def _take_up(self, row: WorkRow) -> None:
        if row.id in self._open:
            return
        work = self._open[row.id] = Work(row, self)
        if row.wanted.due is not None and not row.overdue:
            heapq.heappush(self._due, (row.wanted.due, row.id))
        if row.state == "accepted":
            await self._keep(work, row.agent)
        else:
            await self._enter(work)

    async def _enter(self, work: Work) -> None:
        """Work whose queue is gone waits for a restart with one, or to be cancelled."""
        try:
            stay = self._queues.bring(work.request(self._now(), self._clock.monotonic()), work)
        except KeyError:
            _log.error("work_without_a_queue", work=work.id, queue=work.wanted.queue)
        else:
            work.visit = await work.stay.enter_async_context(stay)
            if work.offer:  # it was woken on entering, when its visit was not there yet
                self.offered(work)

    async def _keep(self, work: Work, agent: str) -> None:
        """Work whose agent is gone waits for another."""
        try:
            stay = self._queues.keep(work.request(self._now(), self._clock.monotonic()), agent, work)
        except KeyError:
            self._log(WorkReleased, work.id, queue=work.wanted.queue, agent=agent, by="engine")
            await self._enter(work)
        else:
            work.visit = await work.stay.enter_async_context(stay)

    async def _leave(self, work: Work) -> None:
        if work.timer:
            work.timer.cancel()
        await work.stay.aclose()
        work.visit = None

    # Watched

    async def _look(self) -> None:
        next_search = self._clock.monotonic() + SEARCH_EVERY
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._tell_overdue()
            if not self._knows_all:
                await self._read()
            elif self._clock.monotonic() >= next_search:
                await self._search()
                next_search = self._clock.monotonic() + SEARCH_EVERY

    def _tell_overdue(self) -> None:
        while self._due and self._due[0][0] <= self._now():
            due, work_id = heapq.heappop(self._due)
            if work := self._open.get(work_id):
                work.overdue = True
                agent = work.agent if work.state == "accepted" else ""
                self._log(WorkOverdue, work_id, queue=work.wanted.queue, agent=agent, due=due)

    async def take_up(self) -> None:
        """Take up now what was there before this engine began, unless that is done; returns when it is."""
        while not self._knows_all:
            await self._read()
            if not self._knows_all:
                await asyncio.sleep(LOOK_EVERY)

    async def _read(self) -> None:
        """What was there before this engine began."""
        try:
            for row in await self._store.open():
                await self._take_up(row)
            self._knows_all = True
        except MemoryFailed as fault:
            _log.warning("work_not_read", error=str(fault))

    async def _search(self) -> None:
        if not await self._settled():  # what is finished here may be open there still
            return
        try:
            for row in await self._store.open():
                if row.id not in self._open and row.arrived < self._now() - SEARCH_EVERY:
                    _log.warning("work_found_again", work=row.id)
                    self._arrived(row)
                    await self._take_up(row)
        except MemoryFailed as fault:
            _log.warning("work_not_searched", error=str(fault))

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _log(self, event: type[Event], work_id: str, **fields: Any) -> None:
        self._journal.append(event(at=self._now(), work=work_id, **fields))  # type: ignore[call-arg]


class OtherWork(Exception):
    """The client brought something else under this key before: the work `id`."""

    def __init__(self, work_id: str) -> None:
        super().__init__(work_id)
        self.id = work_id
