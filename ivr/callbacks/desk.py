"""All promised callbacks: kept in the store, each waiting in its queue as a live caller would."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

import structlog

from ivr.callbacks.attempt import Attempt
from ivr.flow.dialplan import Dialplan, Hours
from ivr.flow.world import Ending, World
from ivr.memory.callbacks import CallbackStore, Promise
from ivr.ports import Caller, MemoryFailed, NewCallback, Outgoing

_log = structlog.get_logger("callbacks")

AGAIN = 5.0
"""Seconds after which a store that did not answer is asked again."""
LOOK_EVERY = 60.0
"""Seconds between two looks at whether the line is open, and for callbacks that nobody keeps."""

T = TypeVar("T")

Plans = Callable[[str], Dialplan | None]
"""The dialplan with this name, as it is in use now."""


class CallbackDesk:
    """Implements `ivr.ports.Callbacks`. `begin` takes up what was promised before a restart."""

    def __init__(self, store: CallbackStore, outgoing: Outgoing, plans: Plans) -> None:
        self._store, self._outgoing, self._plans = store, outgoing, plans
        self._world: World | None = None
        self._attempts: dict[str, Attempt] = {}
        self._taken_up: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, world: World) -> None:
        """Take up the callbacks that wait; where the store does not answer, as soon as it does."""
        self._world = world
        with suppress(MemoryFailed):
            await self._take_up_all()
        self._run(self._look_for_more())

    async def take_up(self) -> None:
        """Take up now what waits and is not known yet; returns when that is done."""
        await self._insist(self._take_up_all)

    async def close(self) -> None:
        """Stop; who waits goes on waiting when the engine is back."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def ask(self, wanted: NewCallback) -> bool:
        promise = await self._store.add(wanted)
        if promise is not None:
            self._take_up(promise)
        return promise is not None

    def expects(self, call: str) -> bool:
        """Whether this call is one that we dialled."""
        return call in self._attempts

    async def take(self, caller: Caller) -> Ending:
        """The phone we dialled is on the line; returns when its part is over."""
        return await self._attempts[caller.call.id].take(caller)

    async def _take_up_all(self) -> None:
        for promise in await self._store.list():
            self._take_up(promise)

    async def _look_for_more(self) -> None:
        """A store that answered too late may hold one that its caller was not told of."""
        while True:
            await self._insist(self._take_up_all)
            await asyncio.sleep(LOOK_EVERY)

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """The store's answer: one that is away is waited for, since a promise must not be lost with it."""
        while True:
            try:
                return await ask()
            except MemoryFailed as fault:
                _log.warning("callbacks_wait_for_the_store", error=str(fault))
                await asyncio.sleep(AGAIN)

    def _take_up(self, promise: Promise) -> None:
        """Once: one that was promised while the store did not tell of the others is in the list as well."""
        if promise.id not in self._taken_up:
            self._taken_up.add(promise.id)
            self._run(self._keep(promise))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._kept)

    def _kept(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("callback_failed", exc_info=error)

    async def _keep(self, promise: Promise) -> None:
        """Try until they talked, all tries are used up, or somebody cancelled it."""
        try:
            await self._try(promise)
        finally:
            self._taken_up.discard(promise.id)

    async def _try(self, promise: Promise) -> None:
        wanted, asked = promise.wanted, self._monotonic(promise.asked)
        for number in range(promise.attempts + 1, wanted.tries + 1):
            if number > promise.attempts + 1:
                await asyncio.sleep(wanted.again)
            await self._until_open(wanted)
            if not await self._still_wanted(promise):
                return
            if await self._attempt(promise, number, asked):
                await self._insist(lambda: self._store.close(promise.id, "done"))
                return
        await self._insist(lambda: self._store.close(promise.id, "failed"))

    def _monotonic(self, at: float) -> float:
        """The moment on the clock that nobody sets, for who asked at this time in seconds since 1970: a clock
        that is set while they wait moves them neither forward nor back."""
        assert self._world is not None, "begin comes first"
        clock = self._world.clock
        return clock.monotonic() - max(0.0, clock.now().timestamp() - at)

    async def _attempt(self, promise: Promise, number: int, asked: float) -> bool:
        assert self._world is not None, "begin comes first"
        plan = self._plans(promise.wanted.dialplan) or _nowhere(promise.wanted)
        attempt = Attempt(promise, number, self._world, plan, asked=asked)
        self._attempts[attempt.id] = attempt
        try:
            await self._insist(lambda: self._store.attempted(promise.id, number))
            return await attempt.run(self._outgoing) == "talked"
        finally:
            del self._attempts[attempt.id]

    async def _still_wanted(self, promise: Promise) -> bool:
        """Somebody may have cancelled it meanwhile."""
        found = await self._insist(lambda: self._store.get(promise.id))
        return found is not None and found.state == "waiting"

    async def _until_open(self, wanted: NewCallback) -> None:
        while True:
            if self._is_open(wanted):
                return
            await asyncio.sleep(LOOK_EVERY)

    def _is_open(self, wanted: NewCallback) -> bool:
        """Hours that are no longer in the dialplan hold nobody up."""
        assert self._world is not None, "begin comes first"
        plan = self._plans(wanted.dialplan)
        hours: Hours | None = plan.hours.get(wanted.hours) if plan and wanted.hours else None
        now = self._world.clock.now()
        # Whoever is called a minute before closing time is still served.
        return hours is None or (hours.is_open(now) and hours.is_open(now + timedelta(minutes=1)))


def _nowhere(wanted: NewCallback) -> Dialplan:
    """For a dialplan that is gone."""
    return Dialplan(
        name=wanted.dialplan, file="", version="", numbers=(), language=wanted.language, start="", flows={}
    )
