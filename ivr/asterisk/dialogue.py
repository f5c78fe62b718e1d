"""One call's conversation with Asterisk over FastAGI: a command, its reply, the next command."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol, cast

from ivr.ports import CallerHungUp
from ivr.wire.agi import AgiReader, Header, HungUp, Reply, encode
from ivr.wire.errors import LocalProtocolError, RemoteProtocolError


class CommandRefused(Exception):
    """Asterisk does not know the command or the application, or could not do it; the caller is still
    there."""


class Host(Protocol):
    """What a dialogue tells the server that it belongs to."""

    def opened(self, dialogue: Dialogue) -> bool: ...

    def began(self, dialogue: Dialogue) -> None: ...

    def failed(self, dialogue: Dialogue, fault: str) -> None: ...

    def closed(self, dialogue: Dialogue) -> None: ...


class Dialogue(asyncio.Protocol):
    """A connection from Asterisk's `AGI()`; `header` holds its `agi_` values once the call began."""

    __slots__ = ("_host", "_left", "_loop", "_reader", "_transport", "_waiting", "gone", "header")

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reader = AgiReader()
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Reply] | None = None
        self._left: asyncio.Future[None] | None = None
        self.header: Mapping[str, str] = {}
        self.gone = False

    @property
    def peer(self) -> str:
        """The address of the other end."""
        address = self._transport.get_extra_info("peername") if self._transport else None
        return str(address[0]) if address else "unknown"

    async def send(self, command: str, *arguments: str | int) -> Reply:
        """Run a command and wait for its end.

        Raises `CallerHungUp` once the channel is gone, whatever Asterisk called it: a `HANGUP` line, a closed
        connection, result -1, or 511. A result of -1 on a living channel (a file that is not there) is
        returned. Raises `CommandRefused` for an unknown command or application, and `LocalProtocolError` for
        a second command while one runs: Asterisk would break off the first. A command that was cancelled
        still runs, so nothing more can be sent after that.
        """
        reply = await self._exchange(encode(command, *arguments))
        if reply.code == 200 and reply.result not in ("-1", "-2"):
            return reply
        return await self._unusual(reply, f"{command} {arguments[0] if arguments else ''}".strip())

    def send_last(self, command: str, *arguments: str | int) -> None:
        """Send a command whose reply does not matter, and end the dialogue: Asterisk runs it and its
        dialplan goes on with the next line. Raises as `send` does."""
        self._exchange(encode(command, *arguments))
        self._waiting = None
        self.close()

    def _exchange(self, line: bytes) -> asyncio.Future[Reply]:
        if self.gone or self._transport is None:
            raise CallerHungUp
        if self._waiting is not None:
            raise LocalProtocolError("a command before the last one was answered")
        self._transport.write(line)
        self._waiting = self._loop.create_future()
        return self._waiting

    async def _unusual(self, reply: Reply, what: str) -> Reply:
        if reply.code == 511:
            self._leave()
            raise CallerHungUp
        if reply.code != 200:
            raise CommandRefused(f"Asterisk refuses '{what}' ({reply.code}): {reply.data[:200]}")
        if reply.result == "-2":
            raise CommandRefused(f"Asterisk has no application for '{what}': load its module")
        # -1 is a hang-up or a failure, and the two look alike. Asterisk tells the hang-up before it reads on,
        # so a command that is answered shows that the caller is there.
        await self._exchange(b"NOOP\n")
        return reply

    async def left(self) -> None:
        """Return once the channel or the connection is gone, also while no command runs. One may wait at a
        time."""
        if not self.gone:
            self._left = self._loop.create_future()
            await self._left

    def close(self) -> None:
        """End the dialogue; Asterisk's dialplan goes on with the next line."""
        self._leave()
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Drop the connection at once, with what is still unsent."""
        if self._transport is not None:
            self._transport.abort()

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)  # uvloop: no subclass of it
        if not self._host.opened(self):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        if self.gone:
            return
        try:
            for message in self._reader.receive(data):
                if isinstance(message, Reply):
                    self._answer(message)
                else:
                    self._take(message)
        except RemoteProtocolError as error:
            self._host.failed(self, str(error))
            self._leave()
            self.abort()

    def _answer(self, reply: Reply) -> None:
        waiting = self._waiting
        if waiting is None:
            raise RemoteProtocolError("a reply without a command")
        self._waiting = None
        if not waiting.done():
            waiting.set_result(reply)

    def _take(self, message: Header | HungUp) -> None:
        if isinstance(message, HungUp):
            self._leave()
        else:
            self.header = message.values
            self._host.began(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        self._host.closed(self)

    def _leave(self) -> None:
        self.gone = True
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(CallerHungUp())
        if self._left is not None and not self._left.done():
            self._left.set_result(None)
