"""The command's side: ask the engine that runs, and get its answer."""

from __future__ import annotations

import os
from pathlib import Path

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout, UnixConnector

from ivr.control.answers import SOCKET, EngineAway, Refusal, Said, folder_of

PATIENCE = ClientTimeout(total=60)
"""A long dialplan is checked, and its audio made, before the engine answers."""


async def ask(state: Path, name: str, said: Said) -> Said:
    """The engine's answer. Raises Refusal, and EngineAway when none answers."""
    try:
        folder = os.open(folder_of(state), os.O_PATH | os.O_DIRECTORY)
    except FileNotFoundError:
        raise EngineAway from None
    try:
        return await _ask(f"/proc/self/fd/{folder}/{SOCKET}", name, said)
    finally:
        os.close(folder)


async def _ask(path: str, name: str, said: Said) -> Said:
    try:
        async with (
            ClientSession(connector=UnixConnector(path), timeout=PATIENCE) as session,
            session.post(f"http://engine/{name}", data=orjson.dumps(said)) as answer,
        ):
            if answer.status == 500:
                raise Refusal("the engine failed at this; its log says why", "引擎处理时出错，详见其日志")
            body: Said = orjson.loads(await answer.read())
    except (ClientError, TimeoutError, FileNotFoundError, ValueError) as fault:
        raise EngineAway(str(fault)) from fault
    if answer.status != 200:
        raise Refusal.of_plain(body)
    return body
