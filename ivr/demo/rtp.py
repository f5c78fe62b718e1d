"""One stream of sound to and from Asterisk: G.711 mu-law in packets of 20 ms, keys as in RFC 4733."""

from __future__ import annotations

import asyncio
import math
import random
import struct
from collections import deque

RATE = 8000
SAMPLES = 160
"""Samples, and so bytes, in a packet of 20 ms."""
PACKET = 0.02
EVENTS = "0123456789*#ABCD"
END_OF_EVENT = 0x80
VOLUME = 10
"""Loudness of a key, in -dBm0."""


class RtpStream(asyncio.DatagramProtocol):
    """Sends a tone without pause, so Asterisk never waits for our first packet; keeps all it hears."""

    def __init__(self, tone: int) -> None:
        self.heard = bytearray()
        """The mu-law bytes that came in, 8000 a second, in order of arrival."""
        self.keys_heard: list[str] = []
        self._frame = tone_frame(tone)
        self._transport: asyncio.DatagramTransport | None = None
        self._remote: tuple[str, int] | None = None
        self._event_type = 101
        self._sequence = random.getrandbits(15)
        self._timestamp = random.getrandbits(31)
        self._source = random.getrandbits(32)
        self._due: deque[bytes] = deque()
        self._idle = asyncio.Event()
        self._sender: asyncio.Task[None] | None = None
        self._last_event = -1

    @property
    def port(self) -> int:
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    @property
    def address(self) -> str:
        assert self._transport is not None
        address: str = self._transport.get_extra_info("sockname")[0]
        return address

    async def open(self, address: str) -> None:
        """Take a port on `address`."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(address, 0))

    def start(self, remote: tuple[str, int], event_type: int) -> None:
        """Begin to send to `remote`; keys go as payload type `event_type`."""
        self._remote, self._event_type = remote, event_type
        if self._sender is None:
            self._sender = asyncio.get_running_loop().create_task(self._send())

    async def press(self, key: str, seconds: float) -> None:
        """Send one key, pressed for `seconds`; returns when it has been released."""
        steps = max(2, round(seconds / PACKET))
        event = EVENTS.index(key)
        for step in range(1, steps + 1):
            self._due.append(struct.pack("!BBH", event, VOLUME, step * SAMPLES))
        self._due.append(struct.pack("!BBH", event, VOLUME | END_OF_EVENT, steps * SAMPLES))
        self._idle.clear()
        await self._idle.wait()

    def close(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            self._sender = None
        self._idle.set()
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) < 12:
            return
        kind = data[1] & 0x7F
        if kind == 0:
            self.heard += data[12:]
        elif kind == self._event_type and len(data) >= 16:
            self._hear_event(data)

    def _hear_event(self, data: bytes) -> None:
        timestamp, event = struct.unpack_from("!I", data, 4)[0], data[12]
        if timestamp != self._last_event and event < len(EVENTS):
            self._last_event = timestamp
            self.keys_heard.append(EVENTS[event])

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            if self._due:
                due = await self._send_key(due)
            else:
                self._idle.set()
                self._packet(0, self._frame, self._timestamp)
                self._timestamp += SAMPLES
            due = await self._next(due)

    async def _next(self, due: float) -> float:
        """Wait for the time of the next packet. What was missed while this process stood still is not sent
        after: of keys in a burst Asterisk makes what it likes."""
        now = asyncio.get_running_loop().time()
        due = max(due + PACKET, now)
        await asyncio.sleep(due - now)
        return due

    async def _send_key(self, due: float) -> float:
        """All packets of a key carry the time it began; the last goes three times (RFC 4733, 2.5.1.4)."""
        began, first = self._timestamp, True
        while True:
            event = self._due.popleft()
            ends = bool(event[1] & END_OF_EVENT)
            for _ in range(3 if ends else 1):
                self._packet(self._event_type, event, began, mark=first)
                first = False
            self._timestamp += SAMPLES
            if ends:
                return due
            due = await self._next(due)

    def _packet(self, kind: int, payload: bytes, timestamp: int, *, mark: bool = False) -> None:
        assert self._transport is not None
        self._sequence = (self._sequence + 1) & 0xFFFF
        header = struct.pack(
            "!BBHII", 0x80, kind | mark << 7, self._sequence, timestamp & 0xFFFFFFFF, self._source
        )
        self._transport.sendto(header + payload, self._remote)


def tone_frame(frequency: int) -> bytes:
    """20 ms of a tone whose frequency is a multiple of 50 Hz: repeated, it has no seams."""
    if frequency % 50:
        raise ValueError(f"{frequency} Hz does not fit a whole number of times into 20 ms")
    wave = (math.sin(2 * math.pi * frequency * sample / RATE) for sample in range(SAMPLES))
    return bytes(mu_law(round(8000 * value)) for value in wave)


def mu_law(sample: int) -> int:
    """One 16-bit sample as mu-law (ITU-T G.711)."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = magnitude.bit_length() - 8
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return ~(sign | exponent << 4 | mantissa) & 0xFF
