"""A program that says one text: started without a shell, bounded in time and output, gone afterwards."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ivr.speech.voice import SpeechFailed, VoiceMissing

LARGEST = 50 * 2**20  # bytes that a program may print, or write into any one file
PIPES = 2.0  # seconds until the pipes of a program that was ended are given up
COMPLAINT = 200  # characters of its standard error that are told


def environment() -> Mapping[str, str]:
    """What programs of others may see of ours: all but our secrets."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CALLWRIGHT_")}


async def run_program(arguments: Sequence[str], text: str, limit: float) -> bytes:
    """What the program prints when it is given the text. Raises `SpeechFailed` when it takes longer than
    `limit` seconds, prints too much or ends with a fault, `VoiceMissing` when it cannot be started."""
    process = await _started(arguments)
    reading = [asyncio.create_task(_read(stream, LARGEST)) for stream in (process.stdout, process.stderr)]
    writing = asyncio.create_task(_write(process.stdin, text))
    try:
        async with asyncio.timeout(limit):
            printed, complaint, _ = await asyncio.gather(*reading, writing)
            code = await process.wait()
    except TimeoutError:
        raise SpeechFailed(
            f"{arguments[0]} took longer than {limit:g} seconds", f"{arguments[0]} 超过{limit:g}秒未完成"
        ) from None
    finally:
        for task in (*reading, writing):
            task.cancel()
        await asyncio.gather(*reading, writing, return_exceptions=True)
        await _end(process)
    if code:
        raise _failed(arguments[0], code, complaint or b"")
    return printed or b""


def _failed(program: str, code: int, complaint: bytes) -> SpeechFailed:
    lines = complaint.decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")[:COMPLAINT]
    return SpeechFailed(f"{program} ended with code {code}: {last}", f"{program} 以代码{code}结束：{last}")


async def _started(arguments: Sequence[str]) -> asyncio.subprocess.Process:
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
            start_new_session=True,  # so that what it starts itself ends with it
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise VoiceMissing(
            f"{arguments[0]} cannot be started ({reason}); see 'voice' in config/ivr.yaml",
            f"无法启动 {arguments[0]}（{reason}）；请检查 config/ivr.yaml 中的“voice”",
        ) from None
    with suppress(OSError):  # it is over already
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    return process


async def _read(stream: asyncio.StreamReader | None, most: int) -> bytes:
    assert stream
    parts, size = [], 0
    while part := await stream.read(65536):
        size += len(part)
        if size > most:
            raise SpeechFailed(
                f"the program printed more than {most >> 20} MB", f"程序输出超过{most >> 20}MB"
            )
        parts.append(part)
    return b"".join(parts)


async def _write(stream: asyncio.StreamWriter | None, text: str) -> None:
    assert stream
    with suppress(ConnectionError):  # it may not want the text
        stream.write(text.encode() + b"\n")
        await stream.drain()
    stream.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    """It and all that it started. asyncio's `wait` waits for its pipes too, so what is left in them is read;
    one that has left the group may hold them for ever, and is not waited for."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdin:
        process.stdin.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(PIPES):
            await asyncio.gather(_drain(process.stdout), _drain(process.stderr), process.wait())


async def _drain(stream: asyncio.StreamReader | None) -> None:
    while stream and await stream.read(65536):
        pass
