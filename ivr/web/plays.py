"""What is one play of a recording: a player asks for many ranges of the sound, and they are heard as one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

PAUSE = 600.0
"""Seconds between two ranges after which the second begins another play."""


class Plays:
    """Those that go on, by token and recording. `monotonic`: seconds from any point on."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._last: dict[tuple[str, int], float] = {}
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def asked(self, client: str, recording: int) -> AsyncIterator[bool]:
        """A range is asked for: whether a play begins with it. It has not begun where the context fails, so
        that nothing is heard that could not be written down."""
        async with self._one_at_a_time:
            self._forget()
            play = client, recording
            yield play not in self._last
            self._last.pop(play, None)
            self._last[play] = self._monotonic()

    def _forget(self) -> None:
        """Those that are over; the one whose last range is longest ago comes first."""
        over = self._monotonic() - PAUSE
        while self._last and next(iter(self._last.values())) <= over:
            del self._last[next(iter(self._last))]
