"""The engine's side of the process that looks after the recordings: it is started, and again when it dies.

A process and not a thread: one of low priority that holds Python's lock would keep the calls waiting.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import orjson
import structlog

from ivr.archive.alarms import Alarm, Watch
from ivr.archive.worker import Plan

_log = structlog.get_logger(__name__)

AGAIN = 30.0
"""Seconds until a process that died is replaced."""
GOODBYE = 5.0


QUIET = 600.0
"""Seconds without a sign of life after which it counts as stopped: one long recording takes minutes."""

Told = Callable[[Alarm], None]
STOPPED = "stopped"


@asynccontextmanager
async def looked_after(plan: Plan, told: Told) -> AsyncIterator[None]:
    """Have the recordings looked after while the context lasts; `told` of alarms that begin or are over."""
    task = asyncio.create_task(_keep(plan, told))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep(plan: Plan, told: Told) -> None:
    watch = Watch()
    while True:
        try:
            process = await _start(plan)
        except OSError as fault:
            died = str(fault)
        else:
            died = await _until_it_ends(process, watch, told)
        _log.error("recordings.process_died", error=died)
        for alarm in watch.now([Alarm(STOPPED, died)]):
            told(alarm)
        await asyncio.sleep(AGAIN)


async def _start(plan: Plan) -> Process:
    # A session of its own: Ctrl-C is for the engine; this one ends with its input.
    command = (sys.executable, "-P", "-m", "ivr.archive.worker")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
    assert process.stdin
    process.stdin.write(plan.written())
    return process


async def _until_it_ends(process: Process, watch: Watch, told: Told) -> str:
    """Pass on what it tells; why it ended."""
    assert process.stdout
    try:
        while line := await asyncio.wait_for(process.stdout.readline(), QUIET):
            for alarm in watch.now([]):
                told(alarm)
            for each in orjson.loads(line):
                told(Alarm(**each))
        return f"exit code {await process.wait()}"
    except TimeoutError:
        return f"no sign of life for {QUIET:g} s"
    finally:
        await asyncio.shield(_end(process))


async def _end(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    try:
        async with asyncio.timeout(GOODBYE):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
