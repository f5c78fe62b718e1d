"""What a phone of ours needs beyond aiosipua: a free port, caller names, an ACK for each refusal, and one
call for an INVITE that comes twice."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiosipua import SipRequest, SipResponse, SipUAC, SipUAS, stringify_uri
from aiosipua.transport import SipTransport


@dataclass
class Transport(SipTransport):
    """SIP over UDP on a free port of the address given. `name` is shown as the caller's on calls we make.

    aiosipua's own does not tell the port it got, and trips over Python 3.11's kind of transport.
    """

    name: str = ""
    _socket: asyncio.DatagramTransport | None = field(default=None, init=False, repr=False)

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._socket, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self), local_addr=self.local_addr
        )
        host, port, *_ = self._socket.get_extra_info("sockname")
        self.local_addr = (host, port)

    def send(self, message: SipRequest | SipResponse, addr: tuple[str, int]) -> None:
        if self.name and isinstance(message, SipRequest) and message.method == "INVITE":
            sender = message.get_header("from") or ""
            if sender.startswith("<"):
                message.headers.set_single("From", f"{quoted(self.name)} {sender}")
        if self._socket is not None:
            self._socket.sendto(bytes(message), addr)

    async def stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._dispatch(data, addr)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._transport.received(data, addr)


class Uac(SipUAC):
    """The calling side. aiosipua 0.7 sends no ACK for a refused INVITE; RFC 3261, 17.1.1.3, wants one."""

    def handle_response(self, response: SipResponse, addr: tuple[str, int]) -> None:
        cseq = response.cseq
        if cseq is not None and cseq.method == "INVITE" and response.status_code >= 300:
            self.transport.send(_acknowledge(response, cseq.seq), addr)
        super().handle_response(response, addr)


class Uas(SipUAS):
    """The called side. aiosipua 0.7 makes a second call of an INVITE that Asterisk sends again, as it does
    when the phone is half a second late, and then waits in vain for the ACK of the first; RFC 3261,
    17.2.1."""

    def _handle_invite(self, request: SipRequest, addr: tuple[str, int]) -> None:
        existing = self.get_call(request.call_id or "")
        if existing is None or _branch(existing.invite) != _branch(request):
            super()._handle_invite(request, addr)


def _branch(request: SipRequest) -> str | None:
    return request.via[0].branch if request.via else None


def _acknowledge(response: SipResponse, number: int) -> SipRequest:
    callee = response.to_addr
    assert callee is not None, "a response always has a To header"
    ack = SipRequest(method="ACK", uri=stringify_uri(callee.uri))
    ack.headers.append("Via", response.headers.get("via")[0])
    for header in ("From", "To", "Call-ID"):
        ack.headers.set_single(header, response.get_header(header) or "")
    ack.headers.set_single("CSeq", f"{number} ACK")
    ack.headers.set_single("Max-Forwards", "70")
    return ack


def quoted(name: str) -> str:
    """A display name as SIP writes it (RFC 3261, 25.1: a quoted string)."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
