"""The states of the agents' phones, with an Asterisk that is played by the test: events, gaps and lists."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ivr.asterisk.ami import Ami
from ivr.asterisk.phones import AsteriskPhones
from ivr.demo.patience import LIMIT
from ivr.settings import Ami as Account

from .fakes import Action, AmiConnection, AmiServer, ami_server
from .test_secure_entry import PACE


class Office:
    """One phone, 1001, as Asterisk has it (`listed`), and what the engine was told."""

    def __init__(self, server: AmiServer) -> None:
        self.server = server
        self.listed = "NOT_INUSE"
        self.told: list[str] = []
        self.repaired: list[tuple[str, str]] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self._news = asyncio.Condition()
        server.special["DeviceStateList"] = self._list

    def event(self, state: str) -> None:
        device = f"Event: DeviceStateChange\r\nDevice: PJSIP/1001\r\nState: {state}\r\n\r\n"
        self.server.connections[-1].say(device.encode())

    def on_change(self, phone: str, state: str) -> None:
        assert phone == "1001"
        self.told.append(state)

    def on_repair(self, phone: str, was: str, found: str) -> None:
        self.repaired.append((was, found))

    async def has_told(self, *states: str) -> None:
        async with asyncio.timeout(LIMIT):
            while self.told != list(states):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def _list(self, connection: AmiConnection, action: Action) -> None:
        number, state = action["ActionID"], self.listed
        if self.meanwhile:
            await self.meanwhile()
        connection.respond(action, "Response: Success\r\nEventList: start\r\nMessage: will follow")
        for device in ("PJSIP/1001", "PJSIP/line"):
            lines = (
                "Event: DeviceStateChange",
                f"ActionID: {number}",
                f"Device: {device}",
                f"State: {state}",
            )
            connection.say("\r\n".join((*lines, "", "")).encode())
        end = f"Event: DeviceStateListComplete\r\nActionID: {number}\r\nEventList: Complete\r\n\r\n"
        connection.say(end.encode())


@asynccontextmanager
async def office() -> AsyncIterator[tuple[Office, Ami, AsteriskPhones]]:
    async with ami_server() as server:
        made, phones = Office(server), AsteriskPhones(["1001"])
        account = Account(host="127.0.0.1", port=server.port, user="callwright", secret="right")
        async with Ami(account, PACE) as ami:
            await phones.watch(ami, made.on_change, made.on_repair)
            yield made, ami, phones


async def test_the_first_list_is_news_and_no_repair() -> None:
    async with office() as (made, _, phones):
        assert (made.told, made.repaired) == (["idle"], [])
        assert phones.state("1001") == "idle"


async def test_a_phone_that_is_rung_in_a_call_is_engaged_until_it_is_idle() -> None:
    async with office() as (made, _, _):
        for state in ("INUSE", "RINGINUSE", "INUSE", "ONHOLD", "NOT_INUSE", "INUSE"):
            made.event(state)
        await made.has_told("idle", "busy", "engaged", "idle", "busy")


async def test_what_was_missed_while_the_connection_was_gone_is_repaired_at_once() -> None:
    async with office() as (made, _, _):
        made.listed = "INUSE"
        made.server.connections[-1].drop()
        await made.has_told("idle", "busy")
        assert made.repaired == [("idle", "busy")]


async def test_an_asterisk_that_is_just_starting_is_asked_until_it_has_a_list() -> None:
    async with office() as (made, _, _):
        made.listed, lists = "INUSE", made.server.special["DeviceStateList"]

        async def not_yet(connection: AmiConnection, action: Action) -> None:
            connection.respond(action, "Response: Error\r\nMessage: Invalid/unknown command")
            made.server.special["DeviceStateList"] = lists

        made.server.special["DeviceStateList"] = not_yet
        made.server.connections[-1].drop()
        await made.has_told("idle", "busy")
        assert made.repaired == [("idle", "busy")]


async def test_a_state_that_no_event_told_is_found_by_comparing() -> None:
    async with office() as (made, ami, phones):
        made.listed = "UNAVAILABLE"
        await phones.compare(ami, moment=0.01)
        assert (made.told, made.repaired) == (["idle", "unreachable"], [("idle", "unreachable")])


async def test_nothing_is_repaired_while_all_is_as_told() -> None:
    async with office() as (made, ami, phones):
        await phones.compare(ami, moment=0.01)
        assert (made.told, made.repaired) == (["idle"], [])


async def test_a_difference_that_is_gone_a_moment_later_was_none() -> None:
    async with office() as (made, ami, phones):
        made.listed = "INUSE"
        comparing = asyncio.create_task(phones.compare(ami, moment=0.2))
        await made.server.until(lambda: made.server.names().count("DeviceStateList") == 2)
        made.event("INUSE")  # it was on its way
        await comparing
        assert (made.told, made.repaired) == (["idle", "busy"], [])


async def test_a_list_that_was_overtaken_by_an_event_does_not_bring_the_old_state_back() -> None:
    async with office() as (made, ami, phones):

        async def overtakes() -> None:
            made.event("INUSE")

        made.meanwhile = overtakes
        await phones.compare(ami, moment=0.01)
        assert (made.told, made.repaired) == (["idle", "busy"], [])
        assert phones.state("1001") == "busy"


async def test_an_asterisk_that_refuses_the_list_changes_nothing() -> None:
    async with office() as (made, ami, phones):

        async def refuse(connection: AmiConnection, action: Action) -> None:
            connection.respond(action, "Response: Error\r\nMessage: Permission denied")

        made.server.special["DeviceStateList"] = refuse
        await phones.compare(ami, moment=0.01)
        assert (made.told, made.repaired) == (["idle"], [])
