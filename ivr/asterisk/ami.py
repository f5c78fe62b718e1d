"""The client of Asterisk's manager interface, on panoramisk's Manager with our own protocol class.

panoramisk connects, logs in and knows what the protocol looks like; see `docs/decisions/0005-ami.md` for
what is ours and why.

    AmiError                 Asterisk refused an action
    ├── AmiUnavailable       no connection, or no answer
    └── AmiLoginRefused      wrong name or password
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

import structlog

from ivr.asterisk.ami_manager import Manager
from ivr.asterisk.ami_protocol import AmiError, AmiProtocol, AmiUnavailable, Response
from ivr.settings import Ami as Account
from ivr.wire import ami
from ivr.wire.ami import Event

__all__ = ["Ami", "AmiError", "AmiLoginRefused", "AmiUnavailable", "Event", "Pace", "Response"]

EventHandler = Callable[[Event], None]


class AmiLoginRefused(AmiError):
    """Asterisk does not accept our name and password; the text says where to put them right."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds: an `answer` must come, a `ping` is sent so often, and the first and last pause
    between two attempts to connect (doubled each time)."""

    answer: float = 5.0
    ping: float = 2.0
    retry_first: float = 0.2
    retry_last: float = 5.0


class Ami:
    """A connection that is kept up: lost, silent or refused, it is made again after a pause.

    Nothing is sent twice: an action that was not answered raises `AmiUnavailable`, and whoever wanted it
    decides."""

    def __init__(self, account: Account, pace: Pace | None = None) -> None:
        self.version = ""
        """Asterisk's own version, such as 22.10.1; '' before `start`."""
        self.lost_at = 0.0
        """When the connection was last lost, in seconds since 1970; 0 if it never was."""
        self._account = account
        self._pace = pace or Pace()
        self._log = structlog.get_logger("ami")
        self._handlers: defaultdict[bytes, list[EventHandler]] = defaultdict(list)
        self._by_channel: defaultdict[bytes, dict[str, list[EventHandler]]] = defaultdict(dict)
        self._on_connect: list[Callable[[], None]] = []
        self._up = asyncio.Event()
        self._refused: AmiLoginRefused | None = None
        self._attempted = asyncio.Event()
        self._manager = Manager(self._account_config(), self)

    async def start(self, limit: float = 10.0) -> None:
        """Connect and log in, as entering the context does. Raises `AmiLoginRefused`, or `AmiUnavailable`
        when nobody answers within `limit` seconds; then it is closed."""
        self._manager.connect()
        try:
            async with asyncio.timeout(limit):
                while not self.connected:
                    self._attempted.clear()
                    await self._attempted.wait()
                    if self._refused:
                        raise self._refused
        except TimeoutError:
            self.close()
            raise AmiUnavailable(
                f"no Asterisk manager interface at {self._account.host}:{self._account.port}"
                f"{self._manager.last_fault()}: is Asterisk running, and are ami.host and ami.port"
                " in config/ivr.yaml those of its manager.conf?"
            ) from None
        except AmiLoginRefused:
            self.close()
            raise

        settings = await self.action("CoreSettings")
        self.version = re.split(r"[^0-9.]", settings.fields.get("AsteriskVersion", ""), maxsplit=1)[0]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection for good."""
        self._up.clear()
        self._manager.close()

    @property
    def connected(self) -> bool:
        """True while logged in."""
        return self._up.is_set()

    async def wait_connected(self) -> None:
        """Return as soon as we are logged in; for ever if that never happens."""
        await self._up.wait()

    async def back(self, within: float) -> None:
        """Return once we are logged in, at the latest so many seconds after the connection was lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, self.lost_at + within - time.time())):
                await self._up.wait()

    async def action(self, name: str, /, **fields: str | Iterable[str]) -> Response:
        """Run an action. Raises `AmiError` when Asterisk refuses it, `AmiUnavailable` without a connection or
        answer, `LocalProtocolError` for a value with a line end."""
        return await self._run(name, fields, listing=False)

    async def listing(self, name: str, /, **fields: str | Iterable[str]) -> tuple[Event, ...]:
        """Run an action that answers with a list of events; raises as `action` does."""
        return (await self._run(name, fields, listing=True)).events

    async def _run(self, name: str, fields: Mapping[str, str | Iterable[str]], listing: bool) -> Response:
        if not self.connected:
            raise AmiUnavailable(f"no connection to Asterisk's manager interface for {name}")
        try:
            async with asyncio.timeout(self._pace.answer):
                response = await self._manager.protocol.send({"Action": name, **fields}, as_list=listing)
        except TimeoutError:
            raise AmiUnavailable(f"Asterisk did not answer {name} in {self._pace.answer:g} s") from None
        if not response.success:
            raise AmiError(f"Asterisk refuses {name}: {response.message}")
        return response

    def on(self, event: str, handler: EventHandler, channel: str = "") -> Callable[[], None]:
        """Call `handler` for each event of that name, or only for the channel with that uniqueid. Events
        nobody asked for are not even parsed. Returns what ends it."""
        name = event.encode()
        if channel:
            self._by_channel[name].setdefault(channel, []).append(handler)
        else:
            self._handlers[name].append(handler)

        def end() -> None:
            of = self._by_channel[name].get(channel, []) if channel else self._handlers[name]
            if handler in of:
                of.remove(handler)
            if channel and not of:
                self._by_channel[name].pop(channel, None)

        return end

    def on_connect(self, handler: Callable[[], None]) -> None:
        """Call `handler` after each login: events may have been missed before."""
        self._on_connect.append(handler)

    # What the manager tells

    def event(self, name: bytes, message: bytes) -> None:
        """An event came in."""
        handlers = self._handlers.get(name)
        channels = self._by_channel.get(name)
        of_channel = channels.get(ami.field(message, b"Uniqueid")) if channels else None
        if not handlers and not of_channel:
            return
        event = Event(message)
        for handler in [*(handlers or ()), *(of_channel or ())]:
            try:
                handler(event)
            except Exception:
                self._log.exception("event_handler_failed", ami_event=name.decode("ascii", "replace"))

    def logged_in(self) -> None:
        """The manager accepted us."""
        self._refused = None
        self._up.set()
        self._attempted.set()
        for handler in self._on_connect:
            handler()

    def refused(self, message: str) -> None:
        """The manager did not accept us."""
        self._refused = AmiLoginRefused(
            f"Asterisk's manager interface at {self._account.host}:{self._account.port} refuses the user"
            f" '{self._account.user}' ({ami.cleaned(message)}). Make ami.user and ami.secret in"
            f" config/ivr.yaml the same as the section [{self._account.user}] and its secret in Asterisk's"
            " manager.conf, then 'manager reload' in Asterisk's console."
        )
        self._log.error("login_refused", remedy=str(self._refused))
        self._attempted.set()

    def lost(self, fault: str, pause: float) -> None:
        """The connection is gone or could not be made; the next attempt comes after `pause` seconds."""
        if self.connected:
            self.lost_at = time.time()
            self._log.warning("connection_lost", fault=fault, next_attempt=pause)
        self._up.clear()
        self._attempted.set()

    @property
    def pace(self) -> Pace:
        return self._pace

    def _account_config(self) -> dict[str, object]:
        return {
            "host": self._account.host,
            "port": self._account.port,
            "username": self._account.user,
            "secret": self._account.secret,
            "protocol_factory": lambda: AmiProtocol(self.event),
        }
