"""How long `ivr replay` takes for a day of 100,000 calls, from its start to the table, log included.

The log is a generated day of 24 hours on 240 agents of two skills; the calls go through the router twice, as
set and with a changed wrap-up. The goal is for the CPU time of its one process: what it takes where it has a
core of its own.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from tests.staffing.generated import Made, day, people
from tests.staffing.site import QUEUES, settings, write

CALLS, HOURS, AGENTS = 100_000, 24, 240
GOAL = 60.0
DAY = ("--from", "2026-11-24 08:00", "--to", "2026-11-25 08:00")  # 24 hours from midnight UTC


async def measure() -> Result:
    return await asyncio.to_thread(_measure)


def _measure() -> Result:
    with tempfile.TemporaryDirectory() as folder:
        events = _prepare(Path(folder))
        figures = _timed(Path(folder))
    rows = {"ivr replay": {"calls": CALLS, "agents": AGENTS, "events": events, **figures}}
    goal = Goal("CPU of a day of 100,000 calls, in seconds", GOAL, figures["seconds of CPU"])
    return Result("replay", "A logged day, replayed as set and changed", rows, goal, machine(""))


def _prepare(root: Path) -> int:
    """Settings and the log of the day; the number of its events."""
    skills = [{"a": 1, "b": 1} if number % 3 else {"a": 1} for number in range(AGENTS)]
    rate = CALLS / HOURS
    made = Made({"a": 0.6 * rate, "b": 0.4 * rate}, HOURS, people(skills, (0.8, 1.0, 1.2)))
    settings(root, made)
    (root / "changed.yaml").write_text(QUEUES.format(wrap_up="2s"))
    events = day(made)
    write(root, events)
    return len(events)


def _timed(root: Path) -> Figures:
    command = [sys.executable, "-c", "from ivr.cli import main; main()", "replay", *DAY]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [*command, "--with", "changed.yaml"],
        cwd=root,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": round(took, 1),
        "seconds of CPU": round(cpu, 1),
        "MiB": round(after.ru_maxrss / 1024),
    }
