"""The FastAGI server with an Asterisk that is played by the test, well-behaved or not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvloop
from structlog.testing import capture_logs

from ivr.asterisk.dialogue import CommandRefused, Dialogue
from ivr.asterisk.fastagi import FastAgiServer, Limits
from ivr.demo.patience import LIMIT
from ivr.ports import CallerHungUp
from ivr.wire.agi import Reply
from ivr.wire.errors import LocalProtocolError

from .fakes import HEADER, AgiPeer

Handler = Callable[[Dialogue], Awaitable[None]]


class Calls:
    """A handler that hands its dialogues to the test."""

    def __init__(self) -> None:
        self._dialogues: asyncio.Queue[Dialogue] = asyncio.Queue()
        self._over = asyncio.Event()

    async def __call__(self, dialogue: Dialogue) -> None:
        self._dialogues.put_nowait(dialogue)
        await self._over.wait()

    async def next(self) -> Dialogue:
        return await asyncio.wait_for(self._dialogues.get(), LIMIT)

    def end(self) -> None:
        self._over.set()


@asynccontextmanager
async def listening(limits: Limits | None = None) -> AsyncIterator[tuple[FastAgiServer, Calls]]:
    calls = Calls()
    async with FastAgiServer(calls, "127.0.0.1", 0, limits) as server:
        yield server, calls


@asynccontextmanager
async def call() -> AsyncIterator[tuple[AgiPeer, Dialogue]]:
    """A call that has begun."""
    async with listening() as (server, calls), AgiPeer(server.port) as peer:
        peer.say(HEADER)
        yield peer, await calls.next()


async def exchange(peer: AgiPeer, dialogue: Dialogue, reply: bytes) -> Reply:
    sent = asyncio.create_task(dialogue.send("WAIT FOR DIGIT", 1000))
    await peer.hears(b"WAIT FOR DIGIT 1000")
    peer.say(reply)
    return await asyncio.wait_for(sent, LIMIT)


async def test_a_command_gets_its_reply() -> None:
    async with call() as (peer, dialogue):
        assert dialogue.header["agi_uniqueid"] == "1795308707.0"
        assert await exchange(peer, dialogue, b"200 result=49\n") == Reply(200, "49")
        assert await exchange(peer, dialogue, b"200 result=0\n") == Reply(200, "0")


async def test_header_and_replies_may_come_in_pieces() -> None:
    async with listening() as (server, calls), AgiPeer(server.port) as peer:
        peer.say(HEADER[:30])
        await asyncio.sleep(0)
        peer.say(HEADER[30:])
        dialogue = await calls.next()
        sent = asyncio.create_task(dialogue.send("ANSWER"))
        await peer.hears(b"ANSWER")
        peer.say(b"200 resu")
        await asyncio.sleep(0)
        peer.say(b"lt=0\n")
        assert await asyncio.wait_for(sent, LIMIT) == Reply(200, "0")


@pytest.mark.parametrize(
    "ending",
    [
        b"200 result=-1\nHANGUP\n",
        b"HANGUP\n",
        b"511 Command Not Permitted on a dead channel or intercept routine\n",
        b"200 result=-1 endpos=400\nHANGUP\nHANGUP\n",
    ],
)
async def test_a_hang_up_during_a_command_is_one_exception(ending: bytes) -> None:
    async with call() as (peer, dialogue):
        with pytest.raises(CallerHungUp):
            await exchange(peer, dialogue, ending)
        with pytest.raises(CallerHungUp):
            await dialogue.send("NOOP")


async def test_a_connection_closed_during_a_command_is_a_hang_up() -> None:
    async with call() as (peer, dialogue):
        sent = asyncio.create_task(dialogue.send("ANSWER"))
        await peer.hears(b"ANSWER")
        peer.close()
        with pytest.raises(CallerHungUp):
            await asyncio.wait_for(sent, LIMIT)


async def test_minus_one_and_then_closed_is_a_hang_up() -> None:
    async with call() as (peer, dialogue):
        sent = asyncio.create_task(dialogue.send("ANSWER"))
        await peer.hears(b"ANSWER")
        peer.say(b"200 result=-1\n")
        await peer.hears(b"NOOP")
        peer.close()
        with pytest.raises(CallerHungUp):
            await asyncio.wait_for(sent, LIMIT)


async def test_a_hang_up_between_two_commands_is_told_at_the_next() -> None:
    async with call() as (peer, dialogue):
        assert await exchange(peer, dialogue, b"200 result=0\nHANGUP\n") == Reply(200, "0")
        with pytest.raises(CallerHungUp):
            await dialogue.send("ANSWER")


async def test_minus_one_with_a_caller_who_is_there_is_a_failure_of_the_command() -> None:
    async with call() as (peer, dialogue):
        sent = asyncio.create_task(dialogue.send("STREAM FILE", "gone", ""))
        await peer.hears(b'STREAM FILE "gone" ""')
        peer.say(b"200 result=-1 endpos=0\n")
        await peer.hears(b"NOOP")
        peer.say(b"200 result=0\n")
        assert (await asyncio.wait_for(sent, LIMIT)).result == "-1"
        assert await exchange(peer, dialogue, b"200 result=50\n") == Reply(200, "50")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (b"510 Invalid or unknown command\n", "510"),
        (b"520-Invalid command syntax.\nUsage: X\n520 End of proper usage.\n", "Usage: X"),
        (b"200 result=-2\n", "load its module"),
    ],
)
async def test_a_refused_command_says_why_and_the_next_goes_on(reply: bytes, told: str) -> None:
    async with call() as (peer, dialogue):
        with pytest.raises(CommandRefused, match=told):
            await exchange(peer, dialogue, reply)
        assert await exchange(peer, dialogue, b"200 result=0\n") == Reply(200, "0")


async def test_a_second_command_at_a_time_is_not_sent() -> None:
    async with call() as (peer, dialogue):
        first = asyncio.create_task(dialogue.send("WAIT FOR DIGIT", -1))
        await peer.hears(b"WAIT FOR DIGIT -1")
        with pytest.raises(LocalProtocolError):
            await dialogue.send("NOOP")
        peer.say(b"200 result=49\n")
        assert await asyncio.wait_for(first, LIMIT) == Reply(200, "49")


async def test_after_a_cancelled_command_no_reply_is_taken_for_anothers() -> None:
    async with call() as (peer, dialogue):
        sent = asyncio.create_task(dialogue.send("WAIT FOR DIGIT", -1))
        await peer.hears(b"WAIT FOR DIGIT -1")
        sent.cancel()
        await asyncio.wait([sent])
        with pytest.raises(LocalProtocolError):
            await dialogue.send("NOOP")
        peer.say(b"200 result=49\n")
        peer.say(b"HANGUP\n")


async def test_the_last_command_is_sent_before_the_connection_is_closed() -> None:
    async with call() as (peer, dialogue):
        dialogue.send_last("SET VARIABLE", "CALLWRIGHT_DONE", "1")
        await peer.hears(b'SET VARIABLE "CALLWRIGHT_DONE" "1"')
        await peer.closed()
        with pytest.raises(CallerHungUp):
            dialogue.send_last("NOOP")


async def test_when_the_handler_is_done_the_connection_is_closed() -> None:
    async with listening() as (server, calls), AgiPeer(server.port) as peer:
        peer.say(HEADER)
        await calls.next()
        calls.end()
        await peer.closed()
        assert server.calls == 0


async def test_a_handler_that_fails_closes_its_call_only_and_is_logged() -> None:
    async def fails(dialogue: Dialogue) -> None:
        raise ZeroDivisionError("broken step")

    with capture_logs() as logs:
        async with FastAgiServer(fails, "127.0.0.1", 0) as server:
            for _ in range(2):
                async with AgiPeer(server.port) as peer:
                    peer.say(HEADER)
                    await peer.closed()
    assert [entry["event"] for entry in logs] == ["call_failed"] * 2
    assert logs[0]["channel"] == "PJSIP/line-00000001"


async def test_a_hang_up_that_no_flow_caught_is_no_fault() -> None:
    async def hung_up(dialogue: Dialogue) -> None:
        raise CallerHungUp

    with capture_logs() as logs:
        async with FastAgiServer(hung_up, "127.0.0.1", 0) as server, AgiPeer(server.port) as peer:
            peer.say(HEADER)
            await peer.closed()
    assert logs == []


async def test_stopping_the_server_ends_its_calls() -> None:
    async with listening() as (server, calls), AgiPeer(server.port) as peer:
        peer.say(HEADER)
        await calls.next()
        await server.close()
        await peer.closed()


@pytest.mark.parametrize(
    ("noise", "fault"),
    [
        pytest.param(b"", "no AGI header", id="nothing"),
        pytest.param(HEADER[:-10], "no AGI header", id="half a header"),
        pytest.param(b"agi_" + b"x" * 10_000_000, "no end of the AGI header", id="10 MB without a line end"),
        pytest.param(bytes(range(256)) * 100, "must begin with agi_", id="binary noise"),
        pytest.param(HEADER + b"x" * 10_000_000, "a line of more than", id="10 MB after the header"),
        pytest.param(HEADER + b"200 result=0\n", "a reply without a command", id="a reply to nothing"),
    ],
)
async def test_a_stranger_is_dropped_and_logged_once_while_calls_go_on(noise: bytes, fault: str) -> None:
    with capture_logs() as logs:
        async with listening(Limits(header=0.2)) as (server, calls), AgiPeer(server.port) as good:
            good.say(HEADER)
            dialogue = await calls.next()
            for _ in range(5):
                async with AgiPeer(server.port) as stranger:
                    stranger.say(noise)
                    await stranger.closed()
            assert await exchange(good, dialogue, b"200 result=0\n") == Reply(200, "0")
    assert [fault in entry["fault"] for entry in logs] == [True]
    assert logs[0]["peer"] == "127.0.0.1"


async def test_a_connection_that_closes_before_the_header_is_logged_once() -> None:
    with capture_logs() as logs:
        async with listening() as (server, _):
            for _ in range(3):
                async with AgiPeer(server.port) as stranger:
                    stranger.say(b"agi_network: yes\n")
                async with AgiPeer(server.port) as probe:
                    probe.say(b"x")
                    await probe.closed()
    assert [entry["fault"] for entry in logs] == [
        "closed before the end of the AGI header",
        "no AGI header: it must begin with agi_",
    ]


async def test_more_strangers_than_allowed_are_not_let_in() -> None:
    async with (
        listening(Limits(strangers=2)) as (server, calls),
        AgiPeer(server.port) as first,
        AgiPeer(server.port),
        AgiPeer(server.port) as third,
    ):
        await third.closed()
        first.say(HEADER)  # no stranger any more: there is room for another
        await calls.next()
        async with AgiPeer(server.port) as fourth:
            fourth.say(HEADER)
            await calls.next()


async def test_a_fault_that_comes_again_later_is_logged_with_the_number_in_between() -> None:
    with capture_logs() as logs:
        async with listening(Limits(log_every=0.2)) as (server, _):
            async with asyncio.timeout(LIMIT):
                while len(logs) < 2:
                    async with AgiPeer(server.port) as stranger:
                        stranger.say(b"noise")
                        await stranger.closed()
    assert logs[0]["unlogged"] == 0
    assert logs[1]["unlogged"] > 0


def test_it_runs_on_uvloop() -> None:
    async def story() -> None:
        async with call() as (peer, dialogue):
            assert await exchange(peer, dialogue, b"200 result=49\n") == Reply(200, "49")
            with pytest.raises(CallerHungUp):
                await exchange(peer, dialogue, b"200 result=-1\nHANGUP\n")

    uvloop.run(story())


# Traps of panoramisk's FastAGI server (ASTERISK.md section 4): it falls into each, ours does not.

BLOCKING = """
import asyncio, sys
from tests.asterisk.test_fastagi_server import start_bare, start_ours

async def main():
    port, _ = await {"bare": start_bare, "ours": start_ours}[sys.argv[1]]()
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    print("connected and closed", flush=True)
    await asyncio.sleep(0.2)
    print("still alive", flush=True)

asyncio.run(main())
"""


async def start_bare(handler: Handler | None = None) -> tuple[int, asyncio.Server]:
    from panoramisk import fast_agi

    async def route(request: object) -> None:
        if handler is not None:
            await handler(request)  # type: ignore[arg-type]

    application = fast_agi.Application(loop=asyncio.get_running_loop())
    application.add_route("call", route)
    server = await asyncio.start_server(application.handler, "127.0.0.1", 0)
    return int(server.sockets[0].getsockname()[1]), server


async def start_ours() -> tuple[int, FastAgiServer]:
    server = FastAgiServer(Calls(), "127.0.0.1", 0)
    await server.start()
    return server.port, server


@pytest.mark.parametrize(("server", "survives"), [("bare", False), ("ours", True)])
def test_a_peer_that_closes_before_the_header_does_not_block_the_loop(server: str, survives: bool) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BLOCKING, server], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "connected and closed\n"
        try:
            rest, _ = process.communicate(timeout=LIMIT if survives else 2)
        except subprocess.TimeoutExpired:
            rest = ""
        assert ("still alive" in rest) is survives
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


async def bare_replies(port_of: asyncio.Future[int]) -> list[str]:
    """What panoramisk's server takes for the replies to three commands."""
    results: list[str] = []
    done = asyncio.Event()

    async def handler(request: object) -> None:
        for command in ("STREAM FILE x", "SET VARIABLE a b", "NOOP"):
            reply = await request.send_command(command)  # type: ignore[attr-defined]
            results.append(str(reply.get("error") or reply["result"][0]))
        done.set()

    port, server = await start_bare(handler)
    port_of.set_result(port)
    await asyncio.wait_for(done.wait(), LIMIT)
    server.close()
    await server.wait_closed()
    return results


async def test_bare_panoramisk_takes_the_hang_up_line_for_a_reply_and_shifts_all_later_ones() -> None:
    port_of: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    results = asyncio.create_task(bare_replies(port_of))
    async with AgiPeer(await port_of) as peer:
        peer.say(HEADER)
        await peer.hears(b"STREAM FILE x")
        peer.say(b"200 result=-1 endpos=0\nHANGUP\n")
        await peer.hears(b"SET VARIABLE a b")
        peer.say(b"200 result=1\n")
        await peer.hears(b"NOOP")
        peer.say(b"200 result=0\n")
        assert await results == ["AGIAppError", "AGIResultHangup", "1"]


async def test_bare_panoramisk_cannot_add_a_plain_function_as_a_route() -> None:
    from panoramisk import fast_agi

    with pytest.raises(AttributeError, match="coroutine"):
        fast_agi.Application(loop=asyncio.get_running_loop()).add_route("call", lambda request: None)
