"""The disk of the recordings, which may be slow or hang, and keeps no call waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

_THREADS = 4


class Disk:
    """Threads of its own: one that hangs in the system keeps nothing else from being done."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, "tape")
        self._overdue = 0

    async def do(self, work: Callable[[], T], limit: float) -> T:
        """What the work gives. Raises what it raises, and TimeoutError after `limit` seconds; the work
        goes on by itself, and until it is done all other is refused at once, by TimeoutError."""
        if self._overdue:
            raise TimeoutError
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        done, _ = await asyncio.wait({future}, timeout=limit)
        if not done:
            self._overdue += 1
            future.add_done_callback(self._came_back)
            raise TimeoutError
        return future.result()

    def _came_back(self, future: asyncio.Future[Any]) -> None:
        self._overdue -= 1
        if not future.cancelled():
            future.exception()  # told as slow already
