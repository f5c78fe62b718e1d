"""Calls that the engine places, with a manager interface that is played by the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ivr.asterisk.ami import Ami, Pace
from ivr.asterisk.outgoing import AsteriskOutgoing
from ivr.asterisk.phones import AsteriskPhones
from ivr.demo.patience import LIMIT
from ivr.settings import Ami as Account
from ivr.settings import Outbound

from .fakes import Action, AmiConnection, AmiServer, ami_server

CALM = Pace(answer=LIMIT, ping=60, retry_first=0.01, retry_last=0.05)


@asynccontextmanager
async def calling(reason: str = "4") -> AsyncIterator[tuple[AmiServer, AsteriskOutgoing]]:
    """An Asterisk whose calls all end with this reason."""

    async def originate(connection: AmiConnection, action: Action) -> None:
        connection.respond(action, "Response: Success\r\nMessage: Originate successfully queued")
        told = f"Event: OriginateResponse\r\nActionID: {action['ActionID']}\r\nReason: {reason}\r\n\r\n"
        connection.say(told.encode())

    async with ami_server() as server:
        server.special["Originate"] = originate
        account = Account(host="127.0.0.1", port=server.port, user="callwright", secret="right")
        async with Ami(account, CALM) as ami:
            phones = AsteriskPhones(["1001"], Outbound(trunk="carrier", allow=("021xxxxxxxx",)))
            yield server, AsteriskOutgoing(ami, phones)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("4", "answered"), ("3", "rang_out"), ("5", "busy"), ("8", "unreachable"), ("0", "unreachable")],
)
async def test_how_a_call_went_is_told_by_asterisks_reason(reason: str, outcome: str) -> None:
    async with calling(reason) as (_, outgoing):
        assert await outgoing.dial("callback-1-1", "02155512345", "95188", 20.0) == outcome


async def test_the_call_has_the_id_and_shows_the_number_that_it_was_given() -> None:
    async with calling() as (server, outgoing):
        await outgoing.dial("callback-1-1", "02155512345", "95188", 20.0)
        action = server.actions[-1]
        assert action["Channel"] == "PJSIP/02155512345@carrier"
        assert action["ChannelId"] == "callback-1-1"
        assert (action["Context"], action["Exten"], action["CallerID"]) == ("callwright", "95188", "<95188>")
        assert (action["Timeout"], action["Async"]) == ("20000", "true")


@pytest.mark.parametrize("number", ["13800138000", "02155512345&PJSIP/x", "1001\r\nAction: Logoff", ""])
async def test_what_the_allow_list_does_not_admit_is_never_dialled(number: str) -> None:
    async with calling() as (server, outgoing):
        assert await outgoing.dial("callback-1-1", number, "95188", 20.0) == "unreachable"
        assert "Originate" not in server.names()


async def test_a_line_end_in_the_number_shown_reaches_no_action() -> None:
    async with calling() as (server, outgoing):
        assert await outgoing.dial("callback-1-1", "1001", "95188\r\nAction: Logoff", 20.0) == "unreachable"
        assert "Originate" not in server.names()


async def test_a_call_that_asterisk_refuses_is_unreachable() -> None:
    async with calling() as (server, outgoing):

        async def refuse(connection: AmiConnection, action: Action) -> None:
            connection.respond(action, "Response: Error\r\nMessage: Permission denied")

        server.special["Originate"] = refuse
        assert await outgoing.dial("callback-1-1", "1001", "95188", 20.0) == "unreachable"


async def test_a_call_of_which_nothing_is_heard_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.asterisk.outgoing._SPARE", 0.05)
    async with calling() as (server, outgoing):

        async def silent(connection: AmiConnection, action: Action) -> None:
            connection.respond(action)

        server.special["Originate"] = silent
        assert await outgoing.dial("callback-1-1", "1001", "95188", 0.0) == "unreachable"
