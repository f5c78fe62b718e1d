"""Telephones under remote control: they register, call, ring, answer, press keys and hang up when told to.

    async with Phone(asterisk) as caller, Phone(asterisk, account=PhoneAccount("1001", "secret")) as agent:
        await agent.register()
        call = await caller.call("95188", number="13800138000")
        await call.answered()
        await call.press("1")
        talk = await agent.rung()
        await talk.answer()
        await call.hang_up()
        await talk.ended()

They are real SIP and RTP over the loopback, as any user: SIPp would need raw sockets to press a key. Both
sides send a tone all the time, each its own, so that a recording shows who is on which channel.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiosipua import IncomingCall, Registration, RegistrationState, SipDigestAuth
from aiosipua.sdp_negotiate import build_sdp

from ivr.asterisk.instance import PhoneAccount
from ivr.demo.calls import Call, PlacedCall, ReceivedCall
from ivr.demo.patience import LIMIT
from ivr.demo.rtp import RtpStream
from ivr.demo.sip import Transport, Uac, Uas

CALLER_TONE, AGENT_TONE = 450, 1000
GOODBYE_LIMIT = 1.0


class NotRegistered(Exception):
    """Asterisk refused the phone: the message has its answer."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What a phone does with a call by itself: answer `after` seconds, hang up after `talk` (None: never).

    With `refuse` it answers with that SIP status at once (486 is busy).
    """

    after: float = 0.1
    talk: float | None = None
    refuse: int = 0


class Phone:
    """A telephone. Without `account` it stands for the outside world: its calls arrive at the line.

    `tone` is what it sends in every call, in Hz, a multiple of 50.
    """

    def __init__(
        self, asterisk: tuple[str, int], *, account: PhoneAccount | None = None, tone: int | None = None
    ) -> None:
        self.asterisk = asterisk
        self.account = account
        self.manner: Manner | None = None
        """None: it rings until it is told what to do."""
        self.calls: list[Call] = []
        """All calls it ever had, the oldest first."""
        self._tone = tone or (AGENT_TONE if account else CALLER_TONE)
        self._transport = Transport(local_addr=(asterisk[0], 0))
        self._uac = Uac(self._transport)
        self._uas = Uas(self._transport, uac=self._uac, user_agent="Callwright phone")
        self._uas.on_invite = self._on_invite
        self._uas.on_bye = lambda dialog, _: self._over(dialog.call_id, "by them")
        self._uas.on_cancel = lambda request, _: self._over(request.call_id or "", "cancelled")
        self._by_id: dict[str, Call] = {}
        self._rung: asyncio.Queue[ReceivedCall] = asyncio.Queue()
        self._registration: Registration | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._uas.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        for call in self.calls:
            await call.hang_up()
        await self.unregister()
        await self._uas.stop()

    async def register(self, limit: float = LIMIT) -> None:
        """Register its account, and keep it registered. Raises NotRegistered, TimeoutError."""
        assert self.account is not None, "a phone without an account cannot register"
        answered = asyncio.Event()
        self._registration = Registration(
            self._uac,
            self._uri(self.account.name),
            self.asterisk,
            auth=SipDigestAuth(self.account.name, self.account.password),
            registrar_uri=f"sip:{self.asterisk[0]}:{self.asterisk[1]}",
        )
        self._registration.on_registered = lambda _: answered.set()
        self._registration.on_failed = lambda *_: answered.set()
        self._registration.register()
        await asyncio.wait_for(answered.wait(), limit)
        if self._registration.state is not RegistrationState.REGISTERED:
            raise NotRegistered(f"Asterisk does not take the name and password of {self.account.name}")

    async def unregister(self) -> None:
        """Take it off Asterisk's list; does nothing when it is not on it."""
        registration, self._registration = self._registration, None
        if registration is None or registration.state is not RegistrationState.REGISTERED:
            return
        registration.unregister()
        with suppress(TimeoutError):
            await asyncio.wait_for(_gone(registration), GOODBYE_LIMIT)

    async def call(self, dialled: str, *, number: str = "", name: str = "") -> PlacedCall:
        """Call `dialled`; returns while it rings. `number` and `name` are shown as the caller's."""
        sound = RtpStream(self._tone)
        await sound.open(self.asterisk[0])
        self._transport.name = name
        own = number or (self.account.name if self.account else "anonymous")
        dialog = self._uac.send_invite(
            self._uri(own),
            self._uri(dialled),
            self.asterisk,
            build_sdp(self.asterisk[0], sound.port, 0, "PCMU"),
            auth=SipDigestAuth(self.account.name, self.account.password) if self.account else None,
        )
        call = PlacedCall(dialog, self._uac, sound)
        self._keep(dialog.call_id, call)
        return call

    async def rung(self, limit: float = LIMIT) -> ReceivedCall:
        """The next call that this phone received, once it is there. Raises TimeoutError."""
        return await asyncio.wait_for(self._rung.get(), limit)

    def _uri(self, user: str) -> str:
        return f"sip:{user}@{self.asterisk[0]}:{self.asterisk[1]}"

    def _keep(self, identity: str, call: Call) -> None:
        self.calls.append(call)
        self._by_id[identity] = call

    def _over(self, identity: str, why: str) -> None:
        if identity in self._by_id:
            self._by_id[identity].change("ended", why)

    def _on_invite(self, dialog: IncomingCall) -> None:
        task = asyncio.get_running_loop().create_task(self._receive(dialog))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _receive(self, dialog: IncomingCall) -> None:
        manner = self.manner
        call = ReceivedCall(dialog, RtpStream(self._tone))
        self._keep(dialog.call_id, call)
        if manner is not None and manner.refuse:
            await call.refuse(manner.refuse)
            return
        await call.sound.open(self.asterisk[0])
        dialog.ringing()
        self._rung.put_nowait(call)
        if manner is not None:
            await _behave(call, manner)


async def _behave(call: ReceivedCall, manner: Manner) -> None:
    await asyncio.sleep(manner.after)
    if call.state == "ringing":
        await call.answer()
        if manner.talk is not None:
            await asyncio.sleep(manner.talk)
            await call.hang_up()


async def _gone(registration: Registration) -> None:
    while registration.state.value != "unregistered":  # noqa: ASYNC110 - aiosipua does not call back here
        await asyncio.sleep(0.01)
