"""The CPU time that a process has used, and the machine that it ran on."""

from __future__ import annotations

import ctypes
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads of a process, those that ended included, to the nanosecond.

    It is the kernel's own clock of the process; /proc/PID/stat has the same sum in steps of 10 ms. Raises
    ProcessLookupError.
    """
    clock = ctypes.c_int()
    if _libc.clock_getcpuclockid(ctypes.c_int(pid), ctypes.byref(clock)):
        raise ProcessLookupError(f"no process {pid}")
    return time.clock_gettime(clock.value)


@dataclass(frozen=True, slots=True)
class Machine:
    """What figures depend on. No names of machines or people."""

    cpu: str
    cores: int
    kernel: str
    python: str
    asterisk: str  # "" where none took part
    load: float
    """Processes that wanted a core on average in the minute before: above 0.5 something else was running."""


def machine(asterisk: str) -> Machine:
    return Machine(
        cpu=_cpu_model(),
        cores=os.cpu_count() or 1,
        kernel=platform.release().split("-")[0],
        python=platform.python_version(),
        asterisk=asterisk,
        load=round(os.getloadavg()[0], 2),
    )


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
