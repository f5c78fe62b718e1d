"""The FastAGI server: takes Asterisk's connections, one task a call, and shrugs off whatever else
connects."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

import structlog

from ivr.asterisk.dialogue import CommandRefused, Dialogue
from ivr.ports import CallerHungUp

__all__ = ["CommandRefused", "Dialogue", "FastAgiServer", "Limits"]

Handler = Callable[[Dialogue], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a peer may take of us: `header` seconds until its header is there, `strangers` connections at a
    time that have not sent one yet, `log_every` seconds between two log lines about the same fault of a
    peer."""

    header: float = 5.0
    strangers: int = 256
    log_every: float = 60.0


class FastAgiServer:
    """Listens for Asterisk and runs `handler` for each call. When the handler returns or fails, the
    connection is closed and Asterisk's dialplan goes on."""

    def __init__(self, handler: Handler, host: str, port: int, limits: Limits | None = None) -> None:
        self.port = port
        """Where it listens: after `start` the real one, if 0 was asked for."""
        self._host = host
        self._handler = handler
        self._limits = limits or Limits()
        self._log = structlog.get_logger("fastagi")
        self._server: asyncio.Server | None = None
        self._strangers: dict[Dialogue, float] = {}
        self._sweep: asyncio.TimerHandle | None = None
        self._tasks: dict[Dialogue, asyncio.Task[None]] = {}
        self._faults: dict[tuple[str, str], float] = {}
        self._unlogged: Counter[tuple[str, str]] = Counter()

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Dialogue(self), self._host, self.port, backlog=512)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening, cancel the calls' handlers and close all connections: Asterisk's fallback takes
        over."""
        if self._server is not None:
            self._server.close()
        if self._sweep is not None:
            self._sweep.cancel()
        for dialogue in list(self._strangers):
            dialogue.abort()
        tasks = list(self._tasks.items())
        for dialogue, task in tasks:
            task.cancel()
            dialogue.close()
        await asyncio.gather(*(task for _, task in tasks), return_exceptions=True)
        self._tasks.clear()
        if self._server is not None:
            await self._server.wait_closed()

    @property
    def calls(self) -> int:
        """How many calls are being handled."""
        return len(self._tasks)

    # What a dialogue tells

    def opened(self, dialogue: Dialogue) -> bool:
        """False when there are too many connections without a header already."""
        if len(self._strangers) >= self._limits.strangers:
            self.failed(dialogue, "too many connections without an AGI header")
            return False
        loop = asyncio.get_running_loop()
        self._strangers[dialogue] = loop.time() + self._limits.header
        if self._sweep is None:  # one timer for all: a call's header is there at once
            self._sweep = loop.call_later(self._limits.header / 4, self._drop_late)
        return True

    def began(self, dialogue: Dialogue) -> None:
        self._forget(dialogue)
        self._tasks[dialogue] = asyncio.get_running_loop().create_task(self._run(dialogue))

    def failed(self, dialogue: Dialogue, fault: str) -> None:
        """The dialogue is over before it was a call. Logged at most once in a while for each peer and
        kind."""
        self._forget(dialogue)
        kind = (dialogue.peer, fault.split(":")[0])
        now = asyncio.get_running_loop().time()
        if now < self._faults.get(kind, 0.0):
            self._unlogged[kind] += 1
            return
        if len(self._faults) > 1000:
            self._faults.clear()
            self._unlogged.clear()
        self._faults[kind] = now + self._limits.log_every
        self._log.warning(
            "not_an_agi_call", peer=dialogue.peer, fault=fault, unlogged=self._unlogged.pop(kind, 0)
        )

    def closed(self, dialogue: Dialogue) -> None:
        if self._forget(dialogue):
            self.failed(dialogue, "closed before the end of the AGI header")

    def _forget(self, dialogue: Dialogue) -> bool:
        return self._strangers.pop(dialogue, None) is not None

    def _drop_late(self) -> None:
        loop = asyncio.get_running_loop()
        for dialogue in [each for each, until in self._strangers.items() if until <= loop.time()]:
            self.failed(dialogue, f"no AGI header in {self._limits.header:g} s")
            dialogue.abort()
        self._sweep = None
        if self._strangers:
            self._sweep = loop.call_later(self._limits.header / 4, self._drop_late)

    async def _run(self, dialogue: Dialogue) -> None:
        try:
            await self._handler(dialogue)
        except CallerHungUp:
            pass
        except Exception:
            self._log.exception("call_failed", channel=dialogue.header.get("agi_channel", ""))
        finally:
            dialogue.close()
            del self._tasks[dialogue]
