"""What telephones of ours do that the real Asterisk is too quick to show."""

from __future__ import annotations

from aiosipua import IncomingCall

from ivr.demo.sip import Transport, Uas

ASTERISK = ("127.0.0.1", 9)
INVITE = (
    "INVITE sip:1001@127.0.0.1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:9;branch={branch}\r\n"
    "From: <sip:13800138000@127.0.0.1>;tag=caller\r\n"
    "To: <sip:1001@127.0.0.1>\r\n"
    "Call-ID: {call}\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:asterisk@127.0.0.1:9>\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Length: 0\r\n\r\n"
)


async def rung_by(*invites: str) -> list[str]:
    """The Call-IDs of the calls that a phone makes of these messages."""
    transport = Transport(local_addr=("127.0.0.1", 0))
    uas, calls = Uas(transport), list[IncomingCall]()
    uas.on_invite = calls.append
    await uas.start()
    for invite in invites:
        transport.received(invite.encode(), ASTERISK)
    await uas.stop()
    return [call.call_id for call in calls]


async def test_an_invite_that_is_sent_again_is_one_call() -> None:
    invite = INVITE.format(call="one", branch="z9hG4bK-a")
    assert await rung_by(invite, invite) == ["one"]


async def test_two_invites_are_two_calls() -> None:
    first, second = (INVITE.format(call=name, branch=f"z9hG4bK-{name}") for name in ("one", "two"))
    assert await rung_by(first, second) == ["one", "two"]
