"""The protocol class handed to panoramisk's Manager, in place of its own.

It keeps what panoramisk's Manager needs of a protocol (`send`, `close`, the attributes it sets) and does the
rest anew: framing on bytes, refusal of unsafe values, responses matched by their first line, events parsed
only when somebody waits for them, and nothing kept for a later connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

from ivr.wire import ami
from ivr.wire.errors import RemoteProtocolError


class AmiError(Exception):
    """Asterisk refused an action; the text is its message."""


class AmiUnavailable(AmiError, ConnectionError):
    """There is no connection to Asterisk's manager interface, or it does not answer. The action may have
    been done."""


@dataclass(frozen=True, slots=True)
class Response:
    """Asterisk's answer to an action, and what came with it: a list's events, a command's output lines."""

    success: bool
    message: str
    fields: Mapping[str, str]
    events: tuple[ami.Event, ...] = ()
    output: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pending:
    future: asyncio.Future[Response]
    listing: bool
    start: bytes = b""
    events: list[ami.Event] = field(default_factory=list)


EventSink = Callable[[bytes, bytes], None]
_numbers = count(1)


class AmiProtocol(asyncio.Protocol):
    """One connection. `on_event` gets the name and the raw message of each event that answers no action."""

    # Set by panoramisk's Manager after the connection is made, along with others that are of no use here.
    factory: Any = None

    def __init__(self, on_event: EventSink) -> None:
        self._on_event = on_event
        self._reader = ami.AmiReader()
        self._transport: asyncio.Transport | None = None
        self._pending: dict[str, _Pending] = {}
        self._listings = 0
        self.fault = ""

    @property
    def version(self) -> str:
        """The version of the manager interface, from its greeting."""
        return self._reader.version

    def send(self, action: Mapping[str, Any], as_list: bool | None = None) -> asyncio.Future[Response]:
        """Send an action given as a mapping with its name under `Action`. Raises `LocalProtocolError`.

        The future gets the response, refused or not; with `as_list` only when the list's end is there. It
        gets `AmiUnavailable` when the connection is or goes away: nothing is ever sent again by itself.
        """
        fields = {str(name): value for name, value in action.items() if name != "Action"}
        number = f"callwright-{next(_numbers)}"
        line = ami.encode(str(action["Action"]), number, fields)
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            future.set_exception(AmiUnavailable("no connection to Asterisk's manager interface"))
            return future
        self._pending[number] = _Pending(future, bool(as_list))
        self._listings += bool(as_list)
        future.add_done_callback(lambda _: self._forget(number))
        self._transport.write(line)
        return future

    def close(self) -> None:
        """Close the connection; whoever waits for a response gets `AmiUnavailable`."""
        if self._transport is not None:
            self._transport.abort()
        self._fail(AmiUnavailable("the connection to Asterisk's manager interface was closed"))

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)  # uvloop: no subclass of it

    def data_received(self, data: bytes) -> None:
        try:
            messages = self._reader.receive(data)
        except RemoteProtocolError as error:
            self.fault = str(error)
            self.close()
            return
        for message in messages:
            name = ami.event_name(message)
            if not name:
                self._response(message)
            elif not self._listings or not self._listed(message):
                self._on_event(name, message)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._fail(AmiUnavailable("the connection to Asterisk's manager interface was lost"))
        if self.factory is not None:
            self.factory.connection_lost(exc)

    def _response(self, message: bytes) -> None:
        pending = self._pending.get(ami.field(message, b"ActionID"))
        if pending is None or pending.future.done():
            return
        success = message.startswith((b"Response: Success", b"Response: Goodbye"))
        if pending.listing and success:
            pending.start = message
        else:
            self._finish(pending, message, success)

    def _listed(self, message: bytes) -> bool:
        pending = self._pending.get(ami.field(message, b"ActionID"))
        if pending is None or pending.future.done():
            return False
        if ami.field(message, b"EventList") in ("Complete", "Cancelled"):
            self._finish(pending, pending.start, success=True)
        else:
            pending.events.append(ami.Event(message))
        return True

    def _finish(self, pending: _Pending, message: bytes, success: bool) -> None:
        fields = ami.parse(message)
        lines = tuple(ami.output(message)) if b"\r\nOutput: " in message else ()
        pending.future.set_result(
            Response(success, fields.get("Message", ""), fields, tuple(pending.events), lines)
        )

    def _forget(self, number: str) -> None:
        pending = self._pending.pop(number, None)
        if pending is not None:
            self._listings -= pending.listing

    def _fail(self, error: AmiUnavailable) -> None:
        pending: Iterable[_Pending] = list(self._pending.values())
        for each in pending:
            if not each.future.done():
                each.future.set_exception(error)
                each.future.exception()  # whoever has given up waiting leaves no complaint behind
