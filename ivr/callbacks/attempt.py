"""One attempt to call somebody back: the queue, an agent reserved, the number dialled, a key, the talk.

It is a call of its own in the log. What a voice mailbox answers presses no key, so no agent talks to one.
"""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from ivr.events import CallbackBegan, CallbackConfirmed, CallbackDialled, CallBegan, CallEnded, CallEvent
from ivr.flow.dialplan import Dialplan
from ivr.flow.session import Session
from ivr.flow.world import Ending, World
from ivr.memory.callbacks import Promise
from ivr.ports import Caller, CallerHungUp, DialOutcome, Outgoing, QueueRequest, Visit
from ivr.steps.shared.asking import ask_key
from ivr.steps.shared.calling_back import CALLED_BACK
from ivr.steps.shared.talking import connect

Result = Literal["talked", "missed"]
_By = Literal["caller", "flow", "engine"]

JOIN = "1"
KEY_WAIT, KEY_TRIES = 5.0, 2
KEY_TIME = 30.0
"""Seconds that the greeting and the key may take: so long an agent stays reserved after the answer."""
ARRIVAL = 5.0
"""Seconds from the answer of a phone until its call is here."""


class Attempt:
    """The attempt with this number of a promise, which was asked for when the world's monotonic clock was at
    `asked`. `id` is the id of its call."""

    def __init__(self, promise: Promise, number: int, world: World, plan: Dialplan, *, asked: float) -> None:
        self.id = f"callback-{promise.id}-{number}"
        self._promise, self._number = promise, number
        self._world, self._plan, self._asked = world, plan, asked
        self._began = world.clock.monotonic()
        self._caller: Caller | None = None
        self._offered = asyncio.Event()
        self._arrived: asyncio.Future[Caller] = asyncio.get_running_loop().create_future()
        self._over: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()

    def wake(self) -> None:
        """The queue has an agent: for who waits on the line, or for us."""
        if self._caller is not None:
            self._caller.wake()
        self._offered.set()

    async def take(self, caller: Caller) -> Ending:
        """The phone that was dialled is on the line; returns when its part is over."""
        if self._arrived.done():  # too late, or twice
            return Ending("engine")
        self._arrived.set_result(caller)
        return await self._over

    async def run(self, outgoing: Outgoing) -> Result:
        """Wait for the turn and make the attempt. Whoever hangs up before the talk was missed."""
        self._log_beginning()
        by: _By = "engine"
        try:
            async with self._world.queues.enter(self._request(), self) as visit:
                await self._turn(visit)
                if (caller := await self._dial(outgoing)) is not None:
                    await self._serve(caller, visit)
                by = "flow"
        except CallerHungUp:
            by = "caller"
        finally:
            self._end(by)
        return "talked" if visit.talked else "missed"

    async def _turn(self, visit: Visit) -> None:
        """Return when an agent is reserved."""
        while visit.offer is None:
            self._offered.clear()
            await self._offered.wait()

    async def _dial(self, outgoing: Outgoing) -> Caller | None:
        wanted = self._promise.wanted
        dialling = asyncio.create_task(self._outcome(outgoing))
        arriving = asyncio.create_task(self._arrival())
        try:
            await asyncio.wait((dialling, arriving), return_when=asyncio.FIRST_COMPLETED)
            if dialling.done() and dialling.result() == "answered":
                await asyncio.wait((arriving,), timeout=ARRIVAL)
            outcome = "answered" if self._arrived.done() else _unanswered(await dialling)
        finally:
            dialling.cancel()
            arriving.cancel()
        self._log(CallbackDialled, number=wanted.number, outcome=outcome)
        return self._arrived.result() if self._arrived.done() else None

    async def _arrival(self) -> None:
        await asyncio.shield(self._arrived)

    async def _outcome(self, outgoing: Outgoing) -> DialOutcome:
        wanted = self._promise.wanted
        return await outgoing.dial(self.id, wanted.number, wanted.dialled, wanted.ring)

    async def _serve(self, caller: Caller, visit: Visit) -> None:
        """Greet, have a key pressed, and connect; the agent may have changed meanwhile."""
        self._caller = caller
        session = Session(caller, self._world, self._plan)
        session.language = self._promise.wanted.language
        await session.answer()
        if not await self._confirmed(session):
            return
        queue = self._world.queue(self._promise.wanted.queue)
        while True:
            if offer := visit.offer:
                if await connect(session, visit, offer, self._promise.wanted.queue):
                    return
            else:
                await caller.hold(music=queue.music)

    async def _confirmed(self, session: Session) -> bool:
        confirmed, tries = False, KEY_TRIES
        while tries and not confirmed:
            tries -= 1
            confirmed = await ask_key(session, CALLED_BACK, KEY_WAIT) == JOIN
        self._log(CallbackConfirmed, confirmed=confirmed)
        return confirmed

    def _request(self) -> QueueRequest:
        new = self._promise.wanted
        since = self._world.clock.monotonic() - self._asked
        reserve = new.ring + ARRIVAL + KEY_TIME
        return new.wanted.request(self.id, new.queue, new.waited + since, reserve)

    def _log_beginning(self) -> None:
        wanted = self._promise.wanted
        self._log(
            CallBegan,
            channel="",
            caller_number=wanted.number,
            caller_name="",
            dialled_number=wanted.dialled,
            dialplan=self._plan.name,
            version=self._plan.version,
        )
        self._log(CallbackBegan, original=wanted.call, attempt=self._number)

    def _end(self, by: _By) -> None:
        """Who is on the line hears the end of it; where nobody is, the end of the call is told here."""
        if self._arrived.done():
            self._over.set_result(Ending(by))
            return
        self._arrived.cancel()
        took = self._world.clock.monotonic() - self._began
        self._log(CallEnded, by=by, cause="no_answer" if by == "flow" else "unknown", duration=took)

    def _log(self, event: type[CallEvent], **fields: Any) -> None:
        self._world.journal.append(event(at=self._world.clock.now().timestamp(), call=self.id, **fields))


def _unanswered(outcome: str) -> str:
    """A phone that answered and whose call never came is not reached either."""
    return "unreachable" if outcome == "answered" else outcome
