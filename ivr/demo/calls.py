"""One call on a telephone under remote control: wait for what happens to it, press keys, answer, hang up."""

from __future__ import annotations

import asyncio
from typing import Literal

from aiosipua import IncomingCall, OutgoingCall, SipRequest
from aiosipua.sdp import SdpMessage, serialize_sdp
from aiosipua.sdp_negotiate import negotiate_sdp

from ivr.demo.patience import LIMIT
from ivr.demo.rtp import RtpStream
from ivr.demo.sip import Uac

State = Literal["ringing", "talking", "ended"]


class CallOver(Exception):
    """The call ended while something else was expected of it; the message says how it ended."""


class Call:
    """One call on one phone. `why` says how it ended: by us, by them, cancelled, or the refusal of SIP."""

    def __init__(self, number: str, sound: RtpStream) -> None:
        self.number = number
        """Who is at the other end, as SIP says."""
        self.sound = sound
        self.state: State = "ringing"
        self.why = ""
        self._changed = asyncio.Event()

    async def answered(self, limit: float = LIMIT) -> None:
        """Wait until the other side, or we, picked up. Raises CallOver, TimeoutError."""
        await self._until("talking", limit)

    async def ended(self, limit: float = LIMIT) -> str:
        """Wait until the call is over; says why. Raises TimeoutError."""
        await self._until("ended", limit)
        return self.why

    async def press(self, keys: str, *, seconds: float = 0.1, gap: float = 0.1) -> None:
        """Press the keys one after the other, each for `seconds`, with `gap` seconds between."""
        for key in keys:
            if self.state != "talking":
                raise CallOver(f"cannot press {key}: the call is {self.state} {self.why}")
            await self.sound.press(key, seconds)
            await asyncio.sleep(gap)

    async def hang_up(self) -> None:
        """End the call, in whatever state it is; a call that is over stays so."""
        if self.state != "ended":
            self._say_goodbye()
            self.change("ended", "by us")

    def change(self, state: State, why: str = "") -> None:
        """Note what happened; called by the phone."""
        if self.state == "ended":
            return
        self.state, self.why = state, why
        if state == "ended":
            self.sound.close()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _until(self, wanted: State, limit: float) -> None:
        async with asyncio.timeout(limit):
            while self.state != wanted:
                if self.state == "ended":
                    raise CallOver(f"the call ended: {self.why}")
                await self._changed.wait()

    def _say_goodbye(self) -> None:
        raise NotImplementedError


class PlacedCall(Call):
    """A call that this phone made."""

    def __init__(self, dialog: OutgoingCall, uac: Uac, sound: RtpStream) -> None:
        super().__init__(dialog.callee, sound)
        self._dialog, self._uac = dialog, uac
        dialog.on_answer = self._on_answer
        dialog.on_rejected = lambda _, status, reason: self.change("ended", f"{status} {reason}")

    def _on_answer(self, dialog: OutgoingCall) -> None:
        if self.state == "ended":  # our CANCEL and their 200 have crossed: RFC 3261, 9.1, wants a BYE
            dialog.hangup(self._uac)
            return
        _start_sound(self.sound, dialog.sdp_answer)
        self.change("talking")

    def _say_goodbye(self) -> None:
        if self.state == "talking":
            self._dialog.hangup(self._uac)
        else:
            self._dialog.cancel(self._uac)


class ReceivedCall(Call):
    """A call that rings, or rang, at this phone."""

    def __init__(self, dialog: IncomingCall, sound: RtpStream) -> None:
        super().__init__(dialog.caller, sound)
        self._dialog = dialog

    async def answer(self) -> None:
        """Pick up. Raises CallOver when the caller gave up before, TimeoutError without an ACK."""
        if self.state == "ended":
            raise CallOver(f"cannot answer, the call ended: {self.why}")
        offer = self._dialog.sdp_offer
        assert offer is not None
        answer, _ = negotiate_sdp(
            offer,
            self.sound.address,
            self.sound.port,
            supported_codecs=[0],
            dtmf_payload_type=_event_type(offer),
        )
        self._dialog.accept(answer)
        _start_sound(self.sound, offer)
        self.change("talking")
        await self._acknowledged()

    async def _acknowledged(self) -> None:
        """Wait for the ACK: a BYE before it is against RFC 3261, 15, and Asterisk may not hear it."""
        async with asyncio.timeout(LIMIT):
            while self._dialog._retrans_task is not None and self.state == "talking":  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def refuse(self, status: int = 486) -> None:
        """Refuse it: 486 is busy, 480 unavailable, 603 declined."""
        self._dialog.reject(status)
        self.change("ended", f"refused with {status}")

    def refer(self, to: str) -> None:
        """Ask the other side to call `to` instead: the transfer key of a telephone (RFC 3515)."""
        request = self._request("REFER")
        request.headers.set_single("Refer-To", f"<{to}>")
        self._send(request)

    def hold(self, on: bool) -> None:
        """The hold key of a telephone: this side only sends, the other hears music (RFC 3264, 8.4; by UPDATE,
        RFC 3311)."""
        answer = self._dialog.sdp_answer
        assert answer is not None, "only a talk can be held"
        request = self._request("UPDATE")
        text = serialize_sdp(answer).replace("a=sendrecv\r\n", "")
        request.text = text + ("a=sendonly\r\n" if on else "a=sendrecv\r\n")
        request.headers.set_single("Content-Type", "application/sdp")
        self._send(request)

    def _request(self, method: str) -> SipRequest:
        host, port = self._dialog._signaling_addr()
        request = self._dialog.dialog.create_request(method, via_host=host, via_port=port)
        request.headers.set_single("Contact", f"<sip:{host}:{port}>")
        return request

    def _send(self, request: SipRequest) -> None:
        assert self._dialog.transport is not None
        self._dialog.transport.send(request, self._dialog.source_addr)

    def _say_goodbye(self) -> None:
        if self.state == "talking":
            self._dialog.hangup()
        else:
            self._dialog.reject(603)


def _start_sound(sound: RtpStream, description: SdpMessage | None) -> None:
    if description is not None and description.rtp_address is not None:
        sound.start(description.rtp_address, _event_type(description))


def _event_type(description: SdpMessage) -> int:
    """The payload type for keys that the other side named; 0 when it takes none."""
    codecs = description.audio.codecs if description.audio else []
    named = [codec.payload_type for codec in codecs if codec.encoding_name.lower() == "telephone-event"]
    return named[0] if named else 0
