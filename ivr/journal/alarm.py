"""A timer of the kernel's: setting and clearing it wakes nobody, as a time-out between two threads would."""

from __future__ import annotations

import ctypes
import os
import time
from functools import cache
from struct import Struct

_libc = ctypes.PyDLL(None, use_errno=True)
_settime = _libc.timerfd_settime
_NANO = 1_000_000_000


class Alarm:
    """Set and cleared by some threads, waited for by one. Raises OSError where the system gives no timer."""

    def __init__(self) -> None:
        self._timer = _libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_CLOEXEC)
        if self._timer < 0:
            raise OSError(ctypes.get_errno(), "no timer (timerfd_create)")

    def set(self, seconds: float) -> None:
        """Ring in so many seconds, whatever was set before; 0 is at once."""
        _settime(self._timer, 0, _when(seconds), None)

    def clear(self) -> None:
        """Do not ring."""
        _settime(self._timer, 0, _NEVER, None)

    def wait(self) -> None:
        """Wait until it rings. To be closed by the thread that waits."""
        os.read(self._timer, 8)

    def close(self) -> None:
        """No more of it; setting it does nothing then."""
        timer, self._timer = self._timer, -1
        os.close(timer)


@cache
def _when(seconds: float) -> bytes:
    nanoseconds = max(1, int(seconds * _NANO))
    return _ITIMERSPEC.pack(0, 0, nanoseconds // _NANO, nanoseconds % _NANO)


_ITIMERSPEC = Struct("4l")
_NEVER = bytes(_ITIMERSPEC.size)
