"""A private Asterisk that ends unasked is started again, at once and then after growing pauses.

    async with PrivateAsterisk(...) as asterisk, Engine(...) as engine, kept_up(asterisk, engine.alarm):
        ...

The calls that it had are over. The engine, whose AMI connects again by itself, completes them in its log from
Asterisk's own records.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog

from ivr.asterisk.private import AsteriskFailed

STOPPED, FAILS = "asterisk_stopped", "asterisk_fails"
"""The alarms: it is not there at the moment; it does not stay up, and somebody has to look."""

Told = Callable[[str, str], None]
"""Told which alarm, and its detail: '' when it is over."""

_log = structlog.get_logger("asterisk")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: the pause before the second attempt in a row, doubled from one to the next, and the longest.
    One that was up for `proven` counts as sound. After so many `tries` in a row somebody has to look."""

    first: float = 1.0
    last: float = 60.0
    proven: float = 60.0
    tries: int = 5

    def pause(self, attempts: int) -> float:
        """Before the next attempt, after so many in a row."""
        return min(self.last, self.first * 2.0 ** min(attempts - 1, 16)) if attempts else 0.0


class Kept(Protocol):
    """As much of `PrivateAsterisk` as is needed."""

    async def start(self) -> None: ...

    async def died(self) -> str: ...


@asynccontextmanager
async def kept_up(asterisk: Kept, told: Told, pace: Pace | None = None) -> AsyncIterator[None]:
    """While the context lasts. Who stops it by `stop` keeps it stopped until they start it."""
    task = asyncio.get_running_loop().create_task(_Keeper(asterisk, told, pace or Pace()).keep())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class _Keeper:
    def __init__(self, asterisk: Kept, told: Told, pace: Pace) -> None:
        self._asterisk, self._told, self._pace = asterisk, told, pace
        self._attempts = 0
        self._raised: set[str] = set()

    async def keep(self) -> None:
        while True:
            ended = await self._ends()
            _log.error("asterisk_ended", how=ended)
            self._alarm(STOPPED, ended)
            await self._start_again(ended)

    async def _ends(self) -> str:
        """How it ended. Once it has proven itself, what was before does not count any more."""
        try:
            async with asyncio.timeout(self._pace.proven):
                return await self._asterisk.died()
        except TimeoutError:
            self._attempts = 0
            self._over(FAILS)
        return await self._asterisk.died()

    async def _start_again(self, ended: str) -> None:
        while True:
            if self._attempts >= self._pace.tries:
                self._alarm(FAILS, ended)
            await asyncio.sleep(self._pace.pause(self._attempts))
            self._attempts += 1
            try:
                await self._asterisk.start()
            except (AsteriskFailed, OSError) as fault:
                ended = str(fault)
                pause = self._pace.pause(self._attempts)
                _log.error("asterisk_not_started", fault=ended, attempt=self._attempts, next_attempt=pause)
            else:
                _log.info("asterisk_started_again", attempt=self._attempts)
                return self._over(STOPPED)

    def _alarm(self, what: str, detail: str) -> None:
        if what not in self._raised:
            self._raised.add(what)
            self._told(what, detail)

    def _over(self, what: str) -> None:
        if what in self._raised:
            self._raised.remove(what)
            self._told(what, "")
