"""An event loop whose time jumps to the next timer as soon as nothing else is left to do."""

from __future__ import annotations

import asyncio
import math
import selectors
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

# Virtual calls take place on a Tuesday morning unless a test says otherwise: 10:00 in Shanghai.
START = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)

_GRAINS = 2.0**30


class VirtualLoop(asyncio.SelectorEventLoop):
    """Where only timers are left, time is set to the next one; threads and `real_time` take their time.

    While `stands_still` is true no time passes at all, until something comes from outside.
    """

    def __init__(self) -> None:
        self.stands_still: Callable[[], bool] = lambda: False
        self._now = 0.0
        self._awaited = 0
        super().__init__(_Impatient(self._pass))

    def time(self) -> float:
        return self._now

    def restart(self) -> None:
        """Begin at 0 again, between one run and the next."""
        self._now = 0.0

    @contextmanager
    def real_time(self) -> Iterator[None]:
        """Time passes as it does for everyone while the context lasts: for work outside this process."""
        self._awaited += 1
        try:
            yield
        finally:
            self._awaited -= 1

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._awaited += 1
        future.add_done_callback(self._back_from_thread)
        return future

    def _back_from_thread(self, _: asyncio.Future[Any]) -> None:
        self._awaited -= 1

    def _pass(self, seconds: float | None, wait: Callable[[float | None], Any]) -> Any:
        """Let that much time pass: at once where nothing outside is awaited."""
        if self.stands_still():
            return wait(None)
        if seconds is not None and not self._awaited:
            self._now = _exact(self._now + seconds)
            return []
        began = time.monotonic()
        ready = wait(seconds)
        self._now = _exact(self._now + time.monotonic() - began)
        return ready


def _exact(seconds: float) -> float:
    """The next moment that is a sum of whole 2^-30 seconds: such times are added and subtracted without any
    rounding, so that a wait of what is left until a moment does not end a trifle before it."""
    return math.ceil(seconds * _GRAINS) / _GRAINS


@contextmanager
def real_time() -> Iterator[None]:
    """Time passes as it does for everyone while the context lasts, whatever the running loop."""
    loop = asyncio.get_running_loop()
    with loop.real_time() if isinstance(loop, VirtualLoop) else nullcontext():
        yield


class _Impatient(selectors.DefaultSelector):
    """A selector that looks once and, when nothing is there, leaves it to `let_pass` how time passes."""

    def __init__(self, let_pass: Callable[[float | None, Callable[[float | None], Any]], Any]) -> None:
        super().__init__()
        self._let_pass = let_pass

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        return self._let_pass(timeout, super().select)


class LoopClock:
    """The clock port on the running loop's time, so that it is virtual where the loop is.

    It is `start` when the loop's time is `began`.
    """

    def __init__(self, start: datetime = START, began: float = 0.0) -> None:
        self._start = start - timedelta(seconds=began)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def run(main: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, in virtual time: an hour of silence costs nothing."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
