"""An event loop whose time jumps to the next timer as soon as nothing else is left to do."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

# Virtual calls take place on a Tuesday morning unless a test says otherwise: 10:00 in Shanghai.
START = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Real sockets and threads are waited for; where only timers are left, time is set to the next one."""

    def __init__(self) -> None:
        self._now = 0.0
        self._in_threads = 0
        super().__init__(_Impatient(self._skip))

    def time(self) -> float:
        return self._now

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._in_threads += 1
        future.add_done_callback(self._back_from_thread)
        return future

    def _back_from_thread(self, _: asyncio.Future[Any]) -> None:
        self._in_threads -= 1

    def _skip(self, seconds: float) -> bool:
        """Let that much time pass at once; False while a thread is at work, which takes real time."""
        if self._in_threads:
            return False
        self._now += seconds
        return True


class _Impatient(selectors.DefaultSelector):
    """A selector that looks once and, when nothing is there, asks for the time to be skipped."""

    def __init__(self, skip: Callable[[float], bool]) -> None:
        super().__init__()
        self._skip_time = skip

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready or (timeout is not None and (timeout <= 0 or self._skip_time(timeout))):
            return ready
        return super().select(timeout)


class LoopClock:
    """The clock port on the running loop's time, so that it is virtual where the loop is."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def run(main: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, in virtual time: an hour of silence costs nothing."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
