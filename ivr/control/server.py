"""The engine's side: takes requests from commands of the same user, or of root."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import orjson
import structlog
from aiohttp import web

from ivr.control.answers import LARGEST, SOCKET, Handler, Refusal, Said, folder_of
from ivr.files.durable import private_folder
from ivr.files.people import user

_log = structlog.get_logger("control")
_CREDENTIALS = struct.Struct("3i")  # of SO_PEERCRED: process, user, group


@asynccontextmanager
async def listening(state: Path, handlers: Mapping[str, Handler]) -> AsyncIterator[None]:
    """Answer requests while the context lasts. Without a socket calls go on; the log says why."""
    runner = web.AppRunner(_app(handlers), handle_signals=False, access_log=None)
    await runner.setup()
    folder = -1
    try:
        folder = os.open(private_folder(folder_of(state)), os.O_PATH | os.O_DIRECTORY)
        await web.UnixSite(runner, _short(folder)).start()
    except OSError as fault:
        _log.error("no_socket", folder=str(folder_of(state)), error=str(fault))
    try:
        yield
    finally:
        await runner.cleanup()
        if folder >= 0:
            with suppress(FileNotFoundError):
                os.unlink(SOCKET, dir_fd=folder)
            os.close(folder)


def _short(folder: int) -> str:
    """A path that is short whatever the folder's is: Linux allows 107 bytes for that of a socket."""
    return f"/proc/self/fd/{folder}/{SOCKET}"


def _app(handlers: Mapping[str, Handler]) -> web.Application:
    async def take(request: web.Request) -> web.Response:
        handler = handlers.get(request.match_info["name"])
        if handler is None:
            return _answer(Refusal("this engine does not know that", "此引擎不认识该请求").to_plain(), 404)
        try:
            return _answer(await handler(_said(await request.read()), _who(request)), 200)
        except Refusal as refusal:
            return _answer(refusal.to_plain(), 409)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post("/{name}", take)
    return app


def _said(body: bytes) -> Said:
    try:
        said = orjson.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Refusal("not a JSON object", "不是JSON对象")
    return said


def _answer(said: Said, status: int) -> web.Response:
    return web.Response(body=orjson.dumps(said), status=status, content_type="application/json")


def _who(request: web.Request) -> str:
    """The user at the other end, as the kernel knows them."""
    assert request.transport is not None
    end = request.transport.get_extra_info("socket")
    _, number, _ = _CREDENTIALS.unpack(
        end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    )
    return user(number)
