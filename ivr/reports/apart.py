"""A report made apart from the engine, by a process of its own (`ivr.reports.worker`)."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress

import orjson

from ivr.reports.worker import Failed, Made, Order

Told = Callable[[int], None]
"""Told the percent that is done."""

WORKER = ("-P", "-m", "ivr.reports.worker")
"""What Python is started with."""

_DIED = Failed(
    "the process that made it ended; the engine's log says more",
    "生成报表的进程已结束；详见引擎日志",
    again=True,
)


async def apart(order: Order, told: Told) -> Made | Failed:
    """Have the report made. Who cancels this ends the process. Raises OSError where there can be none."""
    # A session of its own: a browser that prints ends with it, and Ctrl-C is for the engine.
    process = await asyncio.create_subprocess_exec(
        sys.executable, *WORKER, stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(order.packed())
        while line := await process.stdout.readline():
            match orjson.loads(line):
                case {"percent": int(percent)}:
                    told(percent)
                case {"made": {"tag": str(tag)}}:
                    return Made(tag)
                case {"failed": dict(why)}:
                    return Failed(**why)
        return _DIED
    finally:
        await asyncio.shield(_end(process))


async def _end(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
