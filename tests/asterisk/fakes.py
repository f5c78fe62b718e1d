"""The other end of our sockets, played by the test: an Asterisk that calls over FastAGI, and one that serves
AMI."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self

from ivr.demo.patience import LIMIT

HEADER = (
    b"agi_network: yes\nagi_network_script: call\nagi_channel: PJSIP/line-00000001\n"
    b"agi_uniqueid: 1795308707.0\n\n"
)


class AgiPeer:
    """Asterisk's end of a FastAGI connection."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def say(self, data: bytes) -> None:
        self._writer.write(data)

    async def hears(self, line: bytes) -> None:
        """Wait for exactly this line."""
        async with asyncio.timeout(LIMIT):
            heard = await self._reader.readline()
        assert heard == line + b"\n"

    async def closed(self, limit: float = LIMIT) -> None:
        """Wait until the engine has closed the connection; it must not say anything before."""
        async with asyncio.timeout(limit):
            with suppress(ConnectionResetError):
                assert await self._reader.read() == b""

    def close(self) -> None:
        self._writer.close()


Action = dict[str, str]
Behaviour = Callable[["AmiConnection", Action], Awaitable[None]]


class AmiConnection:
    """One connection of a client. `silent` makes it swallow everything, as a half-open connection does."""

    def __init__(self, server: AmiServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self.silent = False
        self.actions: list[Action] = []
        self.raw = b""

    def say(self, data: bytes) -> None:
        self._writer.write(data)

    def respond(self, action: Action, text: str = "Response: Success") -> None:
        self.say(f"{text}\r\nActionID: {action['ActionID']}\r\n\r\n".encode())

    def drop(self) -> None:
        self._writer.transport.abort()

    async def serve(self) -> None:
        self.say(b"Asterisk Call Manager/11.0.0\r\n")
        while block := await self._block():
            action = dict(line.split(": ", 1) for line in block.decode().split("\r\n") if line)
            self.actions.append(action)
            self._server.actions.append(action)
            if not self.silent:
                await self._server.behave(self, action)
            async with self._server.changed:
                self._server.changed.notify_all()

    async def _block(self) -> bytes:
        try:
            block = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        self.raw += block
        return block


class AmiServer:
    """Serves AMI on a free port. `behave` answers an action; the usual one accepts everything."""

    def __init__(self) -> None:
        self.connections: list[AmiConnection] = []
        self.actions: list[Action] = []
        self.secret = "right"
        self.special: dict[str, Behaviour] = {}
        self.changed = asyncio.Condition()
        self.port = 0

    async def behave(self, connection: AmiConnection, action: Action) -> None:
        name = action["Action"]
        if name in self.special:
            await self.special[name](connection, action)
        elif name.lower() == "login" and action["Secret"] != self.secret:
            connection.respond(action, "Response: Error\r\nMessage: Authentication failed")
        elif name.lower() == "login":
            connection.respond(action, "Response: Success\r\nMessage: Authentication accepted")
            connection.say(b"Event: FullyBooted\r\nStatus: Fully Booted\r\n\r\n")
        elif name == "CoreSettings":
            connection.respond(action, "Response: Success\r\nAsteriskVersion: 22.10.1~dfsg")
        else:
            connection.respond(action)

    async def until(self, wanted: Callable[[], bool], limit: float = LIMIT) -> None:
        """Wait until something is true of what came in."""
        async with asyncio.timeout(limit), self.changed:
            await self.changed.wait_for(wanted)

    def names(self) -> list[str]:
        """What was asked for so far, but for the pings."""
        return [action["Action"] for action in self.actions if action["Action"] != "Ping"]

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = AmiConnection(self, reader, writer)
        self.connections.append(connection)
        try:
            with suppress(asyncio.CancelledError):
                await connection.serve()
        finally:
            writer.close()


@asynccontextmanager
async def ami_server() -> AsyncIterator[AmiServer]:
    """A running AmiServer."""
    fake = AmiServer()
    server = await asyncio.start_server(fake.accept, "127.0.0.1", 0)
    fake.port = server.sockets[0].getsockname()[1]
    try:
        yield fake
    finally:
        server.close()
        for connection in fake.connections:
            connection.drop()
        await server.wait_closed()
