"""Talks with a risk, looked for by a process beside the engine: `ivr.quality.worker` hears recordings."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass

import orjson

from ivr.quality.choosing import Candidate
from ivr.quality.worker import Order

WORKER = ("-P", "-m", "ivr.quality.worker")
"""What Python is started with."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """So many recordings are `left` to be heard."""

    left: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing was found out."""

    en: str
    zh: str


_DIED = Failed(
    "the process that hears recordings ended; the engine's log says more",
    "分析录音的进程已结束；详见引擎日志",
)


async def risky(order: Order) -> list[Candidate] | NotYet | Failed:
    """What the process says. Who cancels this ends it. Raises OSError where there can be none."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *WORKER, stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(order.packed())
        return _understood(await process.stdout.read())
    finally:
        await asyncio.shield(_end(process))


def _understood(line: bytes) -> list[Candidate] | NotYet | Failed:
    match orjson.loads(line or b"null"):
        case {"found": list(found)}:
            return [Candidate(**each) for each in found]
        case {"left": int(left)}:
            return NotYet(left)
        case {"failed": dict(why)}:
            return Failed(**why)
    return _DIED


async def _end(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
