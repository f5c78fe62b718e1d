"""panoramisk's Manager, made to notice silence, to wait longer from attempt to attempt, and to stop when
told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Protocol

import panoramisk

from ivr.asterisk.ami_protocol import AmiProtocol, AmiUnavailable, Response

_LONGEST = 10  # doublings of the pause between two attempts


class Times(Protocol):
    """Seconds: see `ivr.asterisk.ami.Pace`."""

    @property
    def answer(self) -> float: ...

    @property
    def ping(self) -> float: ...

    @property
    def retry_first(self) -> float: ...

    @property
    def retry_last(self) -> float: ...


class Owner(Protocol):
    """Who is told how the connection fares."""

    @property
    def pace(self) -> Times: ...

    def logged_in(self) -> None: ...

    def refused(self, message: str) -> None: ...

    def lost(self, fault: str, pause: float) -> None: ...


class Manager(panoramisk.Manager):  # type: ignore[misc]  # panoramisk has no types
    """Connects, logs in and tries again. What panoramisk would do with events, pings and actions that were
    not answered is not used: see `AmiProtocol` and `Ami`."""

    protocol: AmiProtocol

    def __init__(self, config: Mapping[str, object], owner: Owner) -> None:
        quiet = logging.getLogger("callwright.panoramisk")
        quiet.addHandler(logging.NullHandler())
        quiet.propagate = False
        super().__init__(**config, log=quiet)  # it sets `protocol` to None until the first connection
        self._owner = owner
        self._closed = False
        self._attempts = 0
        self._again: asyncio.TimerHandle | None = None
        self._watch: asyncio.Task[None] | None = None
        self._connecting: asyncio.Task[Any] | None = None
        self._fault = ""

    def last_fault(self) -> str:
        """What the last attempt failed of, in brackets, or ''."""
        return f" ({self._fault})" if self._fault else ""

    def connect(self, *args: object, **kwargs: object) -> asyncio.Task[Any]:
        self.loop = asyncio.get_running_loop()
        self._connecting = super().connect()
        deadline = self.loop.call_later(self._owner.pace.answer, self._connecting.cancel)
        self._connecting.add_done_callback(lambda _: deadline.cancel())
        return self._connecting

    def connection_made(self, f: asyncio.Task[Any]) -> None:
        if f.cancelled() or f.exception() is not None:
            self._retry("no connection in time" if f.cancelled() else str(f.exception()))
            return
        super().connection_made(f)
        self.pinger.cancel()
        self._watch = self.loop.create_task(self._watch_over(self.protocol, self.authenticated_future))

    def login(self, future: asyncio.Future[Response]) -> bool:
        if future.cancelled() or future.exception() is not None:
            return False
        response = future.result()
        self.authenticated = response.success
        if response.success:
            self._attempts, self._fault = 0, ""
            self._owner.logged_in()
        else:
            self._attempts = _LONGEST  # nothing will change soon
            self._fault = "login refused"
            self._owner.refused(response.message)
            self.protocol.close()
        return response.success

    async def _watch_over(self, protocol: AmiProtocol, login: asyncio.Future[Response]) -> None:
        """Drop a connection whose other end no longer answers: TCP alone would not tell for many minutes."""
        pace = self._owner.pace
        try:
            async with asyncio.timeout(pace.answer):
                await asyncio.wait([login])
            while True:
                await asyncio.sleep(pace.ping)
                async with asyncio.timeout(pace.ping):
                    await protocol.send({"Action": "Ping"})
        except (TimeoutError, AmiUnavailable):
            self._fault = "Asterisk does not answer"
            protocol.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if self.protocol and self.protocol.fault:
            self._fault = self.protocol.fault
        self._retry(str(exc or self._fault or "closed by Asterisk"))

    def close(self) -> None:
        self._closed = True
        for pending in (self._again, self._watch, self._connecting):
            if pending is not None:
                pending.cancel()
        super().close()

    def _retry(self, fault: str) -> None:
        pace = self._owner.pace
        if self._closed:
            return
        pause = min(pace.retry_first * 2**self._attempts, pace.retry_last)
        self._attempts = min(self._attempts + 1, _LONGEST)
        self._fault = fault
        self._again = self.loop.call_later(pause, self.connect)
        self._owner.lost(fault, pause)
