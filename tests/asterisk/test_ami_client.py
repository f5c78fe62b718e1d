"""The AMI client with a manager interface that is played by the test; its traps; and on the real Asterisk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import panoramisk
import pytest
import uvloop
from structlog.testing import capture_logs

from ivr.asterisk.ami import Ami, AmiError, AmiLoginRefused, AmiUnavailable, Pace
from ivr.asterisk.private import PrivateAsterisk
from ivr.demo.patience import LIMIT
from ivr.settings import Ami as Account
from ivr.wire.errors import LocalProtocolError

from .conftest import AMI
from .fakes import Action, AmiConnection, AmiServer, ami_server

QUICK = Pace(answer=1.0, ping=0.1, retry_first=0.01, retry_last=0.05)
CALM = Pace(answer=LIMIT, ping=60, retry_first=0.01, retry_last=0.05)


def account(server: AmiServer, secret: str = "right") -> Account:
    return Account(host="127.0.0.1", port=server.port, user="callwright", secret=secret)


@asynccontextmanager
async def connected(pace: Pace = CALM) -> AsyncIterator[tuple[AmiServer, Ami]]:
    async with ami_server() as server, Ami(account(server), pace) as ami:
        yield server, ami


async def test_it_logs_in_and_knows_asterisks_version() -> None:
    async with connected() as (server, ami):
        assert ami.connected
        assert ami.version == "22.10.1"
        assert server.names() == ["Login", "CoreSettings"]


async def test_an_action_gets_its_response_with_fields_and_output() -> None:
    async def command(connection: AmiConnection, action: Action) -> None:
        connection.respond(
            action, "Response: Success\r\nMessage: Command output follows\r\nOutput: a\r\nOutput: b"
        )

    async with connected() as (server, ami):
        server.special["Command"] = command
        response = await ami.action("Command", Command="core show version")
        assert server.actions[-1]["Command"] == "core show version"
        assert (response.message, response.output) == ("Command output follows", ("a", "b"))


async def test_responses_may_come_in_another_order() -> None:
    waiting: list[Action] = []

    async def late(connection: AmiConnection, action: Action) -> None:
        waiting.append(action)
        if len(waiting) == 2:
            for each in reversed(waiting):
                connection.respond(each, f"Response: Success\r\nMessage: {each['Name']}")

    async with connected() as (server, ami):
        server.special["Get"] = late
        first, second = await asyncio.gather(ami.action("Get", Name="1"), ami.action("Get", Name="2"))
        assert (first.message, second.message) == ("1", "2")


async def test_a_refused_action_says_why() -> None:
    async def refuse(connection: AmiConnection, action: Action) -> None:
        connection.respond(action, "Response: Error\r\nMessage: Channel not found")

    async with connected() as (server, ami):
        server.special["PlayDTMF"] = refuse
        with pytest.raises(AmiError, match="PlayDTMF: Channel not found"):
            await ami.action("PlayDTMF", Channel="PJSIP/gone")


async def test_a_list_is_all_its_events_and_other_events_in_between_are_not_of_it() -> None:
    async def states(connection: AmiConnection, action: Action) -> None:
        number = action["ActionID"]
        connection.respond(action, "Response: Success\r\nEventList: start\r\nMessage: will follow")
        connection.say(
            f"Event: DeviceStateChange\r\nActionID: {number}\r\nDevice: PJSIP/1001\r\n\r\n".encode()
        )
        connection.say(b"Event: DeviceStateChange\r\nDevice: PJSIP/1002\r\n\r\n")
        connection.say(
            f"Event: DeviceStateListComplete\r\nActionID: {number}\r\nEventList: Complete\r\n\r\n".encode()
        )

    async with connected() as (server, ami):
        server.special["DeviceStateList"] = states
        other: list[str] = []
        ami.on("DeviceStateChange", lambda event: other.append(event["Device"]))
        events = await ami.listing("DeviceStateList")
        assert [event["Device"] for event in events] == ["PJSIP/1001"]
        assert other == ["PJSIP/1002"]


async def test_a_refused_list_is_an_error() -> None:
    async def refuse(connection: AmiConnection, action: Action) -> None:
        connection.respond(action, "Response: Error\r\nMessage: Permission denied")

    async with connected() as (server, ami):
        server.special["DeviceStateList"] = refuse
        with pytest.raises(AmiError, match="Permission denied"):
            await ami.listing("DeviceStateList")


async def say_and_wait(server: AmiServer, ami: Ami, *events: bytes) -> None:
    """Send events, and come back when the client has read them."""
    server.connections[-1].say(b"".join(event + b"\r\n\r\n" for event in events))
    await ami.action("Ping")


async def test_an_event_goes_to_who_asked_for_it_until_they_are_done() -> None:
    async with connected() as (server, ami):
        heard: list[str] = []
        end = ami.on("Hangup", lambda event: heard.append(event["Uniqueid"]))
        await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 1", b"Event: Newchannel\r\nUniqueid: 2")
        end()
        end()
        await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 3")
        assert heard == ["1"]


async def test_an_event_of_one_channel_goes_to_who_waits_for_that_channel() -> None:
    async with connected() as (server, ami):
        heard: list[str] = []
        end = ami.on("Hangup", lambda event: heard.append(event["Cause"]), channel="7.1")
        await say_and_wait(
            server,
            ami,
            b"Event: Hangup\r\nUniqueid: 7.2\r\nCause: 17",
            b"Event: Hangup\r\nUniqueid: 7.1\r\nCause: 16",
        )
        end()
        await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 7.1\r\nCause: 19")
        assert heard == ["16"]


async def test_two_who_wait_for_the_same_channel_are_both_told() -> None:
    async with connected() as (server, ami):
        heard: list[str] = []
        end = ami.on("Hangup", lambda event: heard.append("first"), channel="7.1")
        ami.on("Hangup", lambda event: heard.append("second"), channel="7.1")
        await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 7.1\r\nCause: 16")
        end()
        await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 7.1\r\nCause: 16")
        assert heard == ["first", "second", "second"]


async def test_a_handler_that_fails_does_not_keep_the_event_from_others() -> None:
    heard: list[str] = []

    def fails(event: object) -> None:
        raise ZeroDivisionError

    with capture_logs() as logs:
        async with connected() as (server, ami):
            ami.on("Hangup", fails)
            ami.on("Hangup", lambda event: heard.append(event["Uniqueid"]))
            await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 1")
    assert heard == ["1"]
    assert [entry["event"] for entry in logs] == ["event_handler_failed"]


async def test_no_answer_in_time_is_said() -> None:
    async def nothing(connection: AmiConnection, action: Action) -> None:
        pass

    async with connected(replace(CALM, answer=1.5)) as (server, ami):
        server.special["Originate"] = nothing
        with pytest.raises(AmiUnavailable, match=r"Originate in 1\.5 s"):
            await ami.action("Originate")


async def test_a_wrong_password_says_where_to_put_it_right() -> None:
    async with ami_server() as server:
        with (
            capture_logs(),
            pytest.raises(AmiLoginRefused, match=r"Authentication failed.*config/ivr.yaml.*manager.conf"),
        ):
            async with Ami(account(server, "wrong"), CALM):
                pass


async def test_nobody_there_says_where_it_looked() -> None:
    async with ami_server() as server:
        nobody = account(server)
    with pytest.raises(AmiUnavailable, match=rf"127.0.0.1:{nobody.port}.*config/ivr.yaml"):
        await Ami(nobody, QUICK).start(limit=0.2)


async def test_a_peer_that_is_no_manager_interface_is_named_so() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    wrong = Account(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
    with pytest.raises(AmiUnavailable, match="no Asterisk manager interface: it greets with b'SSH"):
        await Ami(wrong, QUICK).start(limit=2.0)
    server.close()
    await server.wait_closed()


async def test_it_comes_back_after_the_connection_is_lost_and_tells_so() -> None:
    with capture_logs() as logs:
        async with connected() as (server, ami):
            again = asyncio.Event()
            ami.on_connect(again.set)
            server.connections[0].drop()
            await asyncio.wait_for(again.wait(), LIMIT)
            assert (await ami.action("Ping")).success
            heard: list[str] = []
            ami.on("Hangup", lambda event: heard.append(event["Uniqueid"]))
            await say_and_wait(server, ami, b"Event: Hangup\r\nUniqueid: 1")
            assert heard == ["1"]
    assert [entry["event"] for entry in logs] == ["connection_lost"]


async def test_what_an_earlier_attempt_failed_of_is_not_told_of_the_next_loss() -> None:
    with capture_logs() as logs:
        async with connected(QUICK) as (server, ami):
            server.secret = "changed"
            server.connections[0].drop()
            await server.until(lambda: server.names().count("Login") >= 2)
            server.secret = "right"
            await asyncio.wait_for(ami.wait_connected(), LIMIT)
            lost = ami.lost_at
            server.connections[-1].drop()
            async with asyncio.timeout(LIMIT):
                while ami.lost_at == lost:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
    losses = [entry["fault"] for entry in logs if entry["event"] == "connection_lost"]
    assert len(losses) == 2
    assert "refused" not in losses[1]


async def test_a_login_that_is_not_answered_is_tried_again() -> None:
    async with ami_server() as server:
        logins = 0

        async def second_only(connection: AmiConnection, action: Action) -> None:
            nonlocal logins
            logins += 1
            if logins > 1:
                connection.respond(action)

        server.special["Login"] = second_only
        async with Ami(account(server), QUICK) as ami:
            assert ami.connected


async def test_a_password_put_right_later_is_noticed_without_a_restart() -> None:
    with capture_logs():
        async with connected(QUICK) as (server, ami):
            server.secret = "changed"
            server.connections[0].drop()
            await server.until(lambda: server.names().count("Login") >= 2)
            server.secret = "right"
            await asyncio.wait_for(ami.wait_connected(), LIMIT)


async def test_closed_it_stays_closed() -> None:
    async with ami_server() as server:
        ami = Ami(account(server), QUICK)
        await ami.start()
        ami.close()
        with pytest.raises(AmiUnavailable):
            await ami.action("Ping")
        await asyncio.sleep(0.1)
        assert len(server.connections) == 1


def test_it_runs_on_uvloop() -> None:
    async def story() -> None:
        async with connected() as (_, ami):
            assert (await ami.action("Ping")).success

    uvloop.run(story())


# The traps of panoramisk's own client (ASTERISK.md section 4), each seen on it and closed in ours.


class Bare:
    """panoramisk as it comes."""

    trapped = True

    def __init__(self, server: AmiServer) -> None:
        self.manager = panoramisk.Manager(
            host="127.0.0.1",
            port=server.port,
            username="callwright",
            secret="right",
            ping_delay=1,
            ping_interval=1,
            reconnect_timeout=0,
        )
        self.server = server

    async def start(self) -> None:
        self.manager.connect()
        await self.server.until(lambda: "Login" in self.server.names())
        async with asyncio.timeout(LIMIT):
            while not self.manager.authenticated:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def on(self, name: str, handler: Callable[[Any], None]) -> None:
        self.manager.register_event(name, lambda manager, event: handler(dict(event.items())))

    async def action(self, name: str, **fields: str) -> object:
        return await self.manager.send_action({"Action": name, **fields})

    def close(self) -> None:
        self.manager.connect = lambda *_: None  # or it would connect again after the test
        self.manager.close()


class Ours:
    """Our client."""

    trapped = False

    def __init__(self, server: AmiServer) -> None:
        self.ami = Ami(account(server), QUICK)

    async def start(self) -> None:
        await self.ami.start()

    def on(self, name: str, handler: Callable[[Any], None]) -> None:
        self.ami.on(name, handler)

    async def action(self, name: str, **fields: str) -> object:
        return await self.ami.action(name, **fields)

    def close(self) -> None:
        self.ami.close()


@pytest.fixture(params=[Bare, Ours], ids=["bare panoramisk", "ours"])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[tuple[AmiServer, Bare | Ours]]:
    with capture_logs():
        async with ami_server() as server:
            made: Bare | Ours = request.param(server)
            await made.start()
            yield server, made
            made.close()


Client = tuple[AmiServer, Bare | Ours]


async def test_trap_a_character_cut_by_two_segments_is_lost(client: Client) -> None:
    server, made = client
    names: asyncio.Queue[str] = asyncio.Queue()
    made.on("Newchannel", lambda event: names.put_nowait(event["CallerIDName"]))
    event = "Event: Newchannel\r\nCallerIDName: 张三\r\n\r\n".encode()
    cut = event.index("张".encode()) + 1
    server.connections[-1].say(event.replace("张三".encode(), b"first") + event[:cut])
    assert await asyncio.wait_for(names.get(), LIMIT) == "first"  # so the half behind it has been read, too
    server.connections[-1].say(event[cut:])
    name = await asyncio.wait_for(names.get(), LIMIT)
    assert (name != "张三") is made.trapped


async def test_trap_a_line_end_in_a_value_is_a_further_action(client: Client) -> None:
    server, made = client
    name = "Wang\r\n\r\nAction: Originate\r\nActionID: 1\r\nChannel: PJSIP/1001"
    with suppress(LocalProtocolError):
        await made.action("Setvar", Variable="NAME", Value=name)
    await made.action("Ping")
    assert ("Originate" in server.names()) is made.trapped


async def test_trap_an_agi_action_never_gets_its_response(client: Client) -> None:
    async def added(connection: AmiConnection, action: Action) -> None:
        connection.respond(action, "Response: Success\r\nMessage: Added AGI command to queue")

    server, made = client
    server.special["AGI"] = added
    answer = asyncio.ensure_future(made.action("AGI", Channel="PJSIP/line-1", Command="NOOP"))
    done, _ = await asyncio.wait([answer], timeout=0.5 if made.trapped else LIMIT)
    answer.cancel()
    assert (not done) is made.trapped


async def test_trap_a_connection_that_went_silent_is_kept(client: Client) -> None:
    server, made = client
    server.connections[0].silent = True
    with suppress(TimeoutError):
        await server.until(lambda: len(server.connections) > 1, limit=2.5 if made.trapped else LIMIT)
    assert (len(server.connections) == 1) is made.trapped


async def test_trap_an_action_of_the_lost_connection_is_sent_again_later(client: Client) -> None:
    async def nothing(connection: AmiConnection, action: Action) -> None:
        connection.drop()

    server, made = client
    server.special["Originate"] = nothing
    dial = asyncio.ensure_future(made.action("Originate", Channel="PJSIP/1001"))
    await server.until(lambda: "Originate" in server.names())
    await server.until(lambda: server.names().count("Login") == 2)
    with suppress(TimeoutError):
        await server.until(lambda: server.names().count("Originate") > 1, limit=0.5)
    assert (server.names().count("Originate") > 1) is made.trapped
    dial.cancel()
    with suppress(AmiUnavailable, asyncio.CancelledError):
        await dial


async def test_trap_an_action_while_there_is_no_connection_is_sent_when_there_is_one(client: Client) -> None:
    server, made = client
    server.connections[0].drop()
    if isinstance(made, Ours):
        async with asyncio.timeout(LIMIT):
            while made.ami.connected:  # noqa: ASYNC110
                await asyncio.sleep(0)
    dial = asyncio.ensure_future(made.action("Originate", Channel="PJSIP/1001"))
    await server.until(lambda: server.names().count("Login") == 2)
    with suppress(TimeoutError):
        await server.until(lambda: "Originate" in server.names(), limit=0.5)
    assert ("Originate" in server.names()) is made.trapped
    dial.cancel()
    with suppress(AmiUnavailable, asyncio.CancelledError):
        await dial


# On the real Asterisk


def real(asterisk: PrivateAsterisk, secret: str = AMI.password) -> Account:
    return Account(host="127.0.0.1", port=asterisk.instance.ami_port, user=AMI.name, secret=secret)


async def test_the_real_asterisk_takes_us(asterisk: PrivateAsterisk) -> None:
    async with Ami(real(asterisk)) as ami:
        assert asterisk.version.startswith(ami.version)
        devices = {event["Device"] for event in await ami.listing("DeviceStateList")}
        assert "PJSIP/1001" in devices


async def test_the_real_asterisk_refuses_a_wrong_password(asterisk: PrivateAsterisk) -> None:
    with capture_logs(), pytest.raises(AmiLoginRefused, match=r"manager\.conf"):
        async with Ami(real(asterisk, "wrong")):
            pass


async def test_the_real_asterisk_is_found_again_after_it_closed_the_connection(
    asterisk: PrivateAsterisk,
) -> None:
    with capture_logs():
        async with Ami(real(asterisk), QUICK) as ami:
            again = asyncio.Event()
            ami.on_connect(again.set)
            with suppress(AmiUnavailable):
                await ami.action("Logoff")
            await asyncio.wait_for(again.wait(), LIMIT)
            assert (await ami.action("Ping")).success
