"""The engine's side of the process that looks after the recordings: it is started, and again when it dies.

A process and not a thread: one of low priority that holds Python's lock would keep the calls waiting.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from ivr.archive.worker import Plan

_log = structlog.get_logger(__name__)

AGAIN = 30.0
"""Seconds until a process that died is replaced."""
GOODBYE = 5.0


@asynccontextmanager
async def looked_after(plan: Plan) -> AsyncIterator[None]:
    """Have the recordings looked after while the context lasts."""
    task = asyncio.create_task(_keep(plan))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep(plan: Plan) -> None:
    while True:
        try:
            process = await _start(plan)
        except OSError as fault:
            _log.error("recordings.process_not_started", error=str(fault))
        else:
            await _until_it_ends(process)
        await asyncio.sleep(AGAIN)


async def _start(plan: Plan) -> Process:
    # A session of its own: Ctrl-C is for the engine; this one ends with its input.
    command = (sys.executable, "-P", "-m", "ivr.archive.worker")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, start_new_session=True)
    assert process.stdin
    process.stdin.write(plan.written())
    return process


async def _until_it_ends(process: Process) -> None:
    try:
        code = await process.wait()
        _log.error("recordings.process_died", code=code)
    except asyncio.CancelledError:
        await asyncio.shield(_end(process))
        raise


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
