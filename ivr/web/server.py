"""The server: its port, its token for the administrator of this machine, its end.

async with serving(interface, settings, state) as url:
    ...
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from ivr.files.durable import write
from ivr.settings.web import Web
from ivr.web.access import ADDRESS_FILE, keys, new_token
from ivr.web.interface import Interface
from ivr.web.routes import PREFIX

MOST_CONNECTIONS = 300
_IDLE = 75.0  # seconds that a connection is kept open for the next request
_LONGEST_ADDRESS = 32 * 1024  # bytes; all that a query may say is shorter
_GOODBYE = 1.0  # seconds that requests have to be answered when the engine stops


class Taken(OSError):
    """The port, or the address, cannot be had."""


@asynccontextmanager
async def serving(interface: Interface, settings: Web, state: Path) -> AsyncIterator[str]:
    """Answer while the context lasts; gives the address. A new token is in `state` then.

    Raises Taken, and OSError where the token cannot be written.
    """
    app = interface.application(keys(settings, new_token(state)))
    runner = web.AppRunner(
        app,
        handle_signals=False,
        access_log=None,
        shutdown_timeout=_GOODBYE,
        keepalive_timeout=_IDLE,
        max_line_size=_LONGEST_ADDRESS,
    )
    await runner.setup()
    try:
        server = await _listen(runner, settings)
        host, port = server.sockets[0].getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}{PREFIX}"
        write(state / ADDRESS_FILE, url.encode() + b"\n")
        try:
            yield url
        finally:
            server.close()
    finally:
        await interface.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Web) -> asyncio.Server:
    server = runner.server
    assert server is not None

    def answering() -> asyncio.Protocol:
        return server() if len(server.connections) < MOST_CONNECTIONS else _Full()

    try:
        return await asyncio.get_running_loop().create_server(answering, settings.host, settings.port)
    except OSError as fault:
        raise Taken(
            f"the REST interface cannot listen at {settings.host}:{settings.port}: {fault.strerror or fault};"
            " give web.port in config/ivr.yaml another number, or end the program that has this one"
        ) from fault


class _Full(asyncio.Protocol):
    """Hangs up: as many are connected as may be."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
