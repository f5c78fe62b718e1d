"""What Asterisk itself says of its calls: CDRs and bridges, read by asterisk-ami and never through our code.

One call has several CDRs: one for each leg that was rung, and one for what Asterisk's dialplan did with the
caller alone. They share the call's linkedid. Their answer is that of the caller's own leg, which the engine
picked up long before an agent did: when a talk began is told by the bridge alone.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, time
from types import TracebackType
from typing import Any, Self

from asterisk.ami import AMIClient

from ivr.asterisk.instance import PhoneAccount
from ivr.demo.patience import LIMIT


@dataclass(frozen=True, slots=True)
class Cdr:
    """One CDR as Asterisk's manager sends it. Times are in seconds since 1970."""

    call: str
    channel: str
    other: str
    caller_number: str
    dialled: str
    application: str
    disposition: str
    began: float
    answered: float | None
    ended: float

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        return cls(
            call=fields["LinkedID"],
            channel=fields["Channel"],
            other=fields.get("DestinationChannel", ""),
            caller_number=fields.get("Source", ""),
            dialled=fields.get("Destination", ""),
            application=fields.get("LastApplication", ""),
            disposition=fields["Disposition"],
            began=_time(fields["StartTime"]) or 0.0,
            answered=_time(fields.get("AnswerTime", "")),
            ended=_time(fields["EndTime"]) or 0.0,
        )

    @property
    def talked_to(self) -> str:
        """The SIP account that the channel rang and was connected to ('1001'), '' when nobody was."""
        if self.application != "Dial" or self.disposition != "ANSWERED":
            return ""
        return _account(self.other)

    @property
    def accounts(self) -> set[str]:
        """Both ends; in a room either may be the first."""
        return {_account(self.channel), _account(self.other)}

    @property
    def met(self) -> str:
        """The SIP account that the channel met in a room, '' for none."""
        return _account(self.other) if self.application == "ConfBridge" else ""


def _time(written: str) -> float | None:
    return datetime.fromisoformat(written).timestamp() if written.strip() else None


@dataclass
class Talk:
    """An agent's phone in bridges, by the observer's clock in seconds: from the first until it `left` the
    last, None while it is in one."""

    call: str
    phone: str
    entered: float
    left: float | None = None

    @property
    def seconds(self) -> float:
        return (self.left or monotonic()) - self.entered


def _account(channel: str) -> str:
    """The SIP account of a channel: '1001' of PJSIP/1001-00000002."""
    return channel.removeprefix("PJSIP/").rpartition("-")[0]


class Observer:
    """Listens to Asterisk's manager interface from a thread of its own while the context lasts."""

    def __init__(self, address: tuple[str, int], account: PhoneAccount) -> None:
        self._account = account
        self._cdrs: list[Cdr] = []
        self._talks: dict[str, Talk] = {}
        self._hung_up: dict[str, float] = {}
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._readers = {
            "Cdr": self._cdr,
            "BridgeEnter": self._enter,
            "BridgeLeave": self._leave,
            "Hangup": self._hangup,
        }
        # Without a time limit: silence for three seconds would end its thread.
        self._client = AMIClient(address=address[0], port=address[1], timeout=None)
        self._client.add_event_listener(self._on_event, white_list=list(self._readers))

    async def __aenter__(self) -> Self:
        future = await asyncio.to_thread(self._client.login, self._account.name, self._account.password)
        answer = await asyncio.to_thread(lambda: future.response)
        assert not answer.is_error(), f"Asterisk refuses the observer: {answer}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._close)

    def cdrs(self, call: str | None = None) -> list[Cdr]:
        """Those that came so far, of one call or of all."""
        with self._lock:
            return [cdr for cdr in self._cdrs if call in (None, cdr.call)]

    def talks(self, call: str) -> list[Talk]:
        """The phones that were rung for this call and then were in a bridge, in order."""
        with self._lock:
            return [talk for talk in self._talks.values() if talk.call == call]

    def ended(self, call: str) -> float:
        """When the channel of this caller was gone, in seconds since 1970, 0 while it is not: a caller who
        stays after a talk has a CDR of the talk alone."""
        with self._lock:
            return self._hung_up.get(call, 0.0)

    def calls(self) -> set[str]:
        return {cdr.call for cdr in self.cdrs()}

    async def has(self, calls: Iterable[str], limit: float = LIMIT) -> None:
        """Wait until there is a CDR of each of these calls. Raises TimeoutError."""
        wanted = set(calls)
        async with asyncio.timeout(limit):
            while not wanted <= self.calls():
                self._news.clear()
                await self._news.wait()

    async def call_of(self, number: str, limit: float = LIMIT) -> str:
        """The call that this number made, once its CDR is there. Raises TimeoutError."""
        async with asyncio.timeout(limit):
            while True:
                for cdr in self.cdrs():
                    if cdr.caller_number == number:
                        return cdr.call
                self._news.clear()
                await self._news.wait()

    def _close(self) -> None:
        self._client.logoff()
        self._client._thread.join(2.0)
        self._client.disconnect()

    def _on_event(self, event: Any, **_: object) -> None:
        with self._lock:
            self._readers[event.name](event.keys)
        self._loop.call_soon_threadsafe(self._news.set)

    def _cdr(self, fields: Mapping[str, str]) -> None:
        self._cdrs.append(Cdr.read(fields))

    def _enter(self, fields: Mapping[str, str]) -> None:
        if fields["Uniqueid"] != fields["Linkedid"]:  # the caller's own channel has them the same
            talk = Talk(fields["Linkedid"], _account(fields["Channel"]), monotonic())
            self._talks.setdefault(fields["Uniqueid"], talk).left = None

    def _hangup(self, fields: Mapping[str, str]) -> None:
        self._hung_up[fields["Uniqueid"]] = time()

    def _leave(self, fields: Mapping[str, str]) -> None:
        if talk := self._talks.get(fields["Uniqueid"]):
            talk.left = monotonic()
