"""The servers that the engine is measured against, each a process of its own on uvloop.

python -m bench.reference bare PORT PROMPT PROMPT PROMPT

They send what the engine sends for the same call, and do nothing else: no flow, no log, no AMI.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import Any, cast

import uvloop
from panoramisk.fast_agi import Application

ROUTE = "call"
KEY_LIMIT = 5000


def commands(prompts: Sequence[str]) -> tuple[str, ...]:
    """A two-level menu call: the commands of one AGI session, prompts by their paths without ending."""
    first, second, last = prompts
    return (
        "ANSWER",
        f"GET DATA {first} {KEY_LIMIT} 1",
        f"GET DATA {second} {KEY_LIMIT} 1",
        f'STREAM FILE {last} "D" 0',
        "SET VARIABLE CALLWRIGHT_DONE 1",
        "EXEC Hangup 16",
    )


class Bare(asyncio.Protocol):
    """The next command at each reply: the least that a FastAGI server can do."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = iter(lines)
        self._received = b""
        self._end = b"\n\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._received.endswith(self._end):
            return
        self._end, self._received = b"\n", b""
        line = next(self._lines, None)
        if line is None:
            self._transport.close()
        else:
            self._transport.write(line)


async def serve_bare(port: int, prompts: Sequence[str]) -> asyncio.Server:
    lines = [f"{command}\n".encode() for command in commands(prompts)]
    return await asyncio.get_running_loop().create_server(lambda: Bare(lines), "127.0.0.1", port)


async def serve_panoramisk(port: int, prompts: Sequence[str]) -> asyncio.Server:
    async def call(request: Any) -> None:
        for command in commands(prompts):
            await request.send_command(command)

    application = Application()
    application.add_route(ROUTE, call)
    return await asyncio.start_server(application.handler, "127.0.0.1", port)


async def main(kind: str, port: int, prompts: Sequence[str]) -> None:
    serve = {"bare": serve_bare, "panoramisk": serve_panoramisk}[kind]
    async with await serve(port, prompts) as server:
        print("ready", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
