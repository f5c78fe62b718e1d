"""Many menu calls at once, as cheaply as Python can: SIP and RTP over one UDP socket each, for all calls.

Every prompt is one mu-law byte again and again, so that a caller knows from the first packet which prompt it
hears, and when. Keys go as RFC 4733. The telephones of `ivr.demo.phones` are too heavy for this.
"""

from __future__ import annotations

import asyncio
import random
import re
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

PACKET, SAMPLES = 0.02, 160
EVENT_TYPE = 101
KEY_AFTER = 0.4
"""Seconds from the beginning of a prompt to the key."""
KEY_PACKETS = 5
LIMIT = 15.0
"""Seconds after which a call that is not over has failed."""


@dataclass(frozen=True, slots=True)
class Script:
    """The prompts of a call by their marker bytes, in order, and the key pressed in all but the last."""

    markers: tuple[int, ...]
    keys: str


@dataclass(slots=True)
class Outcome:
    """What came of a run: calls that went as the script says, those that did not, and for each key the
    seconds from its end to the next prompt."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    key_to_prompt: list[float] = field(default_factory=list)


class _Call:
    """One call: what it still expects, and what it is to send."""

    def __init__(self, name: str, number: str) -> None:
        self.name = name
        self.number = number
        self.media: tuple[str, int] | None = None
        self.stage = 0
        self.press_at = float("inf")
        self.released = 0.0
        self.pressing = 0
        self.event_at = 0
        self.sequence = random.getrandbits(15)
        self.timestamp = random.getrandbits(31)
        self.source = random.getrandbits(32)
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def end(self, why: str) -> None:
        if not self.over.done():
            self.over.set_result(why)


class Load:
    """Places calls. Use as an async context."""

    def __init__(self, asterisk: tuple[str, int], script: Script) -> None:
        self._asterisk = asterisk
        self._script = script
        self._calls: dict[str, _Call] = {}
        self._by_media: dict[int, _Call] = {}
        self._count = 0
        self._silence = bytes([0xFF]) * SAMPLES
        self._outcome = Outcome()

    async def __aenter__(self) -> Load:
        loop = asyncio.get_running_loop()
        self._sip = await _socket(self._asterisk[0], self._on_sip)
        self._rtp = await _socket(self._asterisk[0], self._on_rtp)
        self._ticker = loop.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ticker.cancel()
        self._sip.close()
        self._rtp.close()

    async def run(self, dialled: str, calls: int, rate: float) -> Outcome:
        """Place `calls` calls, `rate` of them a second, and wait until all are over."""
        loop = asyncio.get_running_loop()
        self._outcome = Outcome()
        began = loop.time()
        running = []
        for number in range(calls):
            await asyncio.sleep(began + number / rate - loop.time())
            running.append(loop.create_task(self._one(dialled)))
        await asyncio.gather(*running)
        return self._outcome

    async def _one(self, dialled: str) -> None:
        self._count += 1
        call = _Call(f"load-{self._count}-{random.getrandbits(32):x}", dialled)
        self._calls[call.name] = call
        self._send(call, "INVITE", body=self._offer())
        try:
            why = await asyncio.wait_for(call.over, LIMIT)
        except TimeoutError:
            why = "not over in time"
        del self._calls[call.name]
        if call.media:
            self._by_media.pop(call.media[1], None)
        heard_all = call.stage == len(self._script.markers)
        if heard_all and why == "by them":
            self._outcome.right += 1
        else:
            self._outcome.wrong.append(f"{why} after {call.stage} prompts")

    # SIP (RFC 3261), as little of it as these calls need

    def _offer(self) -> str:
        host, port = self._rtp.get_extra_info("sockname")
        return (
            f"v=0\r\no=load 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 0 {EVENT_TYPE}\r\na=rtpmap:0 PCMU/8000\r\n"
            f"a=rtpmap:{EVENT_TYPE} telephone-event/8000\r\na=fmtp:{EVENT_TYPE} 0-15\r\na=ptime:20\r\n"
        )

    def _send(self, call: _Call, method: str, *, to_tag: str = "", body: str = "") -> None:
        host, port = self._sip.get_extra_info("sockname")
        there = f"{self._asterisk[0]}:{self._asterisk[1]}"
        lines = [
            f"{method} sip:{call.number}@{there} SIP/2.0",
            f"Via: SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{call.name}{method}",
            f"From: <sip:13800000000@{host}:{port}>;tag={call.name}",
            f"To: <sip:{call.number}@{there}>{to_tag}",
            f"Call-ID: {call.name}",
            f"CSeq: 1 {method}",
            f"Contact: <sip:load@{host}:{port}>",
            "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self._asterisk)

    def _on_sip(self, data: bytes, _: tuple[str, int]) -> None:
        text = data.decode(errors="replace")
        call = self._calls.get(_header(text, "Call-ID"))
        if text.startswith("BYE "):
            self._accept_bye(text)
            if call:
                call.end("by them")
        elif call and _header(text, "CSeq").endswith("INVITE"):
            self._answered(call, text)

    def _answered(self, call: _Call, text: str) -> None:
        status = int(text.split(" ", 2)[1])
        if status < 200:
            return
        tag = re.search(r";tag=[^\s;]+", _header(text, "To"))
        self._send(call, "ACK", to_tag=tag[0] if tag else "")
        media = re.search(r"m=audio (\d+)", text)
        if status >= 300 or media is None:
            call.end(f"refused with {status}")
        elif call.media is None:
            call.media = (self._asterisk[0], int(media[1]))
            self._by_media[call.media[1]] = call

    def _accept_bye(self, text: str) -> None:
        kept = [f"{name}: {_header(text, name)}" for name in ("Via", "From", "To", "Call-ID", "CSeq")]
        answer = "\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0", "", ""])
        self._sip.sendto(answer.encode(), self._asterisk)

    # RTP (RFC 3550) and keys (RFC 4733)

    def _on_rtp(self, data: bytes, source: tuple[str, int]) -> None:
        call = self._by_media.get(source[1])
        if call is None or len(data) < 13 or data[1] & 0x7F or call.stage >= len(self._script.markers):
            return
        if data[12] == self._script.markers[call.stage]:
            now = monotonic()  # the time of uvloop goes in steps of 1 ms
            if call.released:
                self._outcome.key_to_prompt.append(now - call.released)
            if call.stage < len(self._script.keys):
                call.press_at = now + KEY_AFTER
            call.stage += 1

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            for call in list(self._calls.values()):
                if call.media:
                    self._next_packet(call, monotonic())
            due += PACKET
            await asyncio.sleep(due - loop.time())

    def _next_packet(self, call: _Call, now: float) -> None:
        if now >= call.press_at:
            call.press_at, call.pressing, call.event_at = float("inf"), 1, call.timestamp
        if call.pressing:
            self._next_key_packet(call)
        else:
            self._packet(call, 0, self._silence, call.timestamp)
        call.timestamp = call.timestamp + SAMPLES & 0xFFFFFFFF

    def _next_key_packet(self, call: _Call) -> None:
        """The last packet of a key goes three times (RFC 4733, 2.5.1.4)."""
        key = int(self._script.keys[call.stage - 1])
        last = call.pressing > KEY_PACKETS
        body = struct.pack("!BBH", key, 10 | last << 7, call.pressing * SAMPLES)
        for _ in range(3 if last else 1):
            self._packet(call, EVENT_TYPE | (call.pressing == 1) << 7, body, call.event_at)
        call.pressing = 0 if last else call.pressing + 1
        if last:
            call.released = monotonic()

    def _packet(self, call: _Call, kind: int, payload: bytes, timestamp: int) -> None:
        call.sequence = call.sequence + 1 & 0xFFFF
        header = struct.pack("!BBHII", 0x80, kind, call.sequence, timestamp, call.source)
        self._rtp.sendto(header + payload, call.media)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, received: Callable[[bytes, tuple[str, int]], None]) -> None:
        self.datagram_received = received  # type: ignore[method-assign,assignment]


async def _socket(
    address: str, received: Callable[[bytes, tuple[str, int]], None]
) -> asyncio.DatagramTransport:
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
    plain.bind((address, 0))
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(received), sock=plain)
    return transport


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}:[ \t]*(.*?)\r?$", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
