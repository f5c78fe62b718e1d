"""The engine's side of a process that works beside it: it is started, and again when it dies.

One looks after the recordings, one sends webhooks, one sends mail.

A process and not a thread: one of low priority that holds Python's lock would keep the calls waiting.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import orjson
import structlog

from ivr.archive.alarms import Alarm, Watch

_log = structlog.get_logger(__name__)

AGAIN = 30.0
"""Seconds until a process that died is replaced."""
GOODBYE = 5.0


QUIET = 600.0
"""Seconds without a sign of life after which it counts as stopped: one long recording takes minutes."""

Told = Callable[[Alarm], None]


@dataclass(frozen=True, slots=True)
class Beside:
    """A process: the `module` it runs, what it is given as its `plan`, and the alarm that tells that
    it is not there."""

    module: str
    plan: bytes = field(repr=False)
    stopped: str


@asynccontextmanager
async def kept_running(beside: Beside, told: Told) -> AsyncIterator[None]:
    """Have the process while the context lasts; `told` of alarms that begin or are over."""
    task = asyncio.create_task(_keep(beside, told))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep(beside: Beside, told: Told) -> None:
    watch = Watch()
    while True:
        try:
            process = await _start(beside)
        except OSError as fault:
            died = str(fault)
        else:
            died = await _until_it_ends(process, watch, told)
        _log.error("process_died", module=beside.module, error=died)
        for alarm in watch.now([Alarm(beside.stopped, died)]):
            told(alarm)
        await asyncio.sleep(AGAIN)


async def _start(beside: Beside) -> Process:
    # A session of its own: Ctrl-C is for the engine; this one ends with its input.
    command = (sys.executable, "-P", "-m", beside.module)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
    assert process.stdin
    process.stdin.write(beside.plan)
    return process


async def _until_it_ends(process: Process, watch: Watch, told: Told) -> str:
    """Pass on what it tells; why it ended."""
    assert process.stdout
    try:
        while line := await _line(process.stdout):
            for alarm in watch.now([]):
                told(alarm)
            for each in orjson.loads(line):
                told(Alarm(**each))
        return f"exit code {await process.wait()}"
    except TimeoutError:
        return f"no sign of life for {QUIET:g} s"
    finally:
        await asyncio.shield(_end(process))


async def _line(stream: asyncio.StreamReader) -> bytes:
    """The next line. Raises TimeoutError."""
    # Not wait_for: in Python 3.11 that goes on where it is cancelled just as a line comes, and the engine
    # would never end.
    async with asyncio.timeout(QUIET):
        return await stream.readline()


async def _end(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    try:
        async with asyncio.timeout(GOODBYE):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
