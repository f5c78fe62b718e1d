"""A private Asterisk: it starts clean, takes calls, keeps its own records, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import csv
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.asterisk.free_ports import PortBlock, free_ports
from ivr.asterisk.private import AsteriskFailed, PrivateAsterisk
from ivr.demo.calls import Call
from ivr.demo.patience import LIMIT
from ivr.demo.phones import Phone
from ivr.packages import Unpacked

from .conftest import AMI, OBSERVER, TEMPLATES, instance

ORPHAN = """
import asyncio, sys
from pathlib import Path
from ivr.asterisk.free_ports import free_ports
from ivr.asterisk.instance import Instance
from ivr.asterisk.private import PrivateAsterisk
from ivr.demo.patience import LIMIT
from ivr.packages import Unpacked

async def main():
    root, directory, templates = map(Path, sys.argv[1:])
    with free_ports(40) as ports:
        rtp = ports.take(20)
        here = Instance(directory, ports.one(), ports.one(), ports.one(), rtp.start, rtp.stop - 1)
        async with PrivateAsterisk(Unpacked(root), here, templates) as asterisk:
            print(asterisk.pid, flush=True)
            await asyncio.Event().wait()

asyncio.run(main())
"""


async def until(true: Callable[[], bool]) -> None:
    """Wait for what is expected; TimeoutError when it does not come."""
    async with asyncio.timeout(LIMIT):
        while not true():  # noqa: ASYNC110 - processes and files do not call back
            await asyncio.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def records(asterisk: PrivateAsterisk, number: str) -> list[list[str]]:
    """Asterisk's own call records (CDR) of the calls of this caller."""
    if not asterisk.call_records.exists():
        return []
    with asterisk.call_records.open(newline="") as file:
        return [row for row in csv.reader(file) if row[7] == number]


@asynccontextmanager
async def engine(asterisk: PrivateAsterisk, *commands: str) -> AsyncIterator[list[str]]:
    """An engine that sends these commands to each call and goes away; yields all that Asterisk said."""
    said: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said.extend((await reader.readuntil(b"\n\n")).decode().splitlines())
        for command in commands:
            writer.write(f"{command}\n".encode())
            said.append((await reader.readline()).decode().strip())
        writer.close()

    here = asterisk.instance
    server = await asyncio.start_server(talk, here.agi_host, here.agi_port)
    async with server:
        yield said


async def heard(call: Call, seconds: float) -> None:
    """Wait until the caller has heard that much."""
    enough = len(call.sound.heard) + int(seconds * 8000)
    await until(lambda: len(call.sound.heard) >= enough)


def test_it_is_a_version_that_we_know(asterisk: PrivateAsterisk) -> None:
    assert int(asterisk.version.split(".")[0]) >= 20


async def test_it_starts_without_a_complaint(program: Unpacked, ports: PortBlock, tmp_path: Path) -> None:
    async with PrivateAsterisk(program, instance(tmp_path, ports, ports.take(20)), TEMPLATES) as quiet:
        log = quiet.log.read_text()
    assert "WARNING" not in log
    assert "ERROR" not in log


async def test_every_number_goes_to_the_engine(asterisk: PrivateAsterisk, caller: Phone) -> None:
    async with engine(asterisk, "SET VARIABLE CALLWRIGHT_DONE 1") as said:
        for dialled in ("95188", "*41", "+8613800138000"):
            call = await caller.call(dialled)
            await call.ended()
            assert "agi_request: agi://127.0.0.1:" in "\n".join(said)
            assert f"agi_extension: {dialled}" in said
            assert "agi_network_script: call" in said


async def test_a_call_that_the_engine_finished_is_over(asterisk: PrivateAsterisk, caller: Phone) -> None:
    async with engine(asterisk, "ANSWER", "SET VARIABLE CALLWRIGHT_DONE 1"):
        call = await caller.call("95188", number="01000000001")
        assert await call.ended() == "by them"
    await until(lambda: bool(records(asterisk, "01000000001")))
    assert {row[5][:10] for row in records(asterisk, "01000000001")} == {"PJSIP/line"}


@pytest.mark.parametrize("state", ["away", "dead in the middle of a call"])
async def test_without_the_engine_a_caller_hears_music_and_then_the_agents_phones_ring(
    asterisk: PrivateAsterisk,
    caller: Phone,
    agent_phone: Callable[[str], Awaitable[Phone]],
    state: str,
) -> None:
    agent = await agent_phone("1003")

    async def call_in() -> None:
        call = await caller.call("95188", number="01000000002")
        await call.answered()
        await heard(call, 0.5)
        talk = await agent.rung()
        await talk.answer()
        await heard(call, 0.5)
        await call.hang_up()
        assert await talk.ended() == "by them"

    if state == "away":
        await call_in()
    else:
        async with engine(asterisk, "ANSWER"):
            await call_in()
    await until(lambda: any(row[10] == "Queue" for row in records(asterisk, "01000000002")))


async def test_the_engine_s_account_may_run_no_console_command_and_is_sent_no_needless_event(
    asterisk: PrivateAsterisk, caller: Phone
) -> None:
    async with manager(asterisk, AMI.name, AMI.password) as ask:
        assert "Permission denied" in await ask("Action: Command\r\nCommand: core show channels")
        call = await caller.call("echo")
        await call.answered()
        await call.hang_up()
        events = await ask("Action: Ping", until="Event: Hangup")
    assert "Event: New" not in events


async def test_the_observer_sees_call_records_and_may_change_nothing(
    asterisk: PrivateAsterisk, caller: Phone
) -> None:
    async with manager(asterisk, OBSERVER.name, OBSERVER.password) as ask:
        for action in (
            "Originate\r\nChannel: Local/echo@callwright\r\nExten: echo",
            "Hangup\r\nChannel: /.*/",
        ):
            assert "Permission denied" in await ask(f"Action: {action}")
        call = await caller.call("echo", number="01000000003")
        await call.answered()
        await call.hang_up()
        assert "Source: 01000000003" in await ask("Action: Ping", until="Event: Cdr")


async def test_when_it_stops_nothing_is_left(program: Unpacked, ports: PortBlock, tmp_path: Path) -> None:
    here = instance(tmp_path, ports, ports.take(20))
    asterisk = PrivateAsterisk(program, here, TEMPLATES)
    await asterisk.start()
    pid = asterisk.pid
    assert pid is not None
    await asterisk.stop()

    assert asterisk.pid is None
    assert not is_running(pid)
    with pytest.raises(OSError, match=r"refused|Connect call failed"):
        await asyncio.open_connection(here.address, here.ami_port)


async def test_who_waits_is_told_how_one_died_and_not_of_one_that_was_stopped(
    program: Unpacked, ports: PortBlock, tmp_path: Path
) -> None:
    async with PrivateAsterisk(program, instance(tmp_path, ports, ports.take(20)), TEMPLATES) as asterisk:
        died = asyncio.create_task(asterisk.died())
        await asterisk.stop()
        await asterisk.start()
        assert asterisk.pid is not None
        assert not died.done()
        os.kill(asterisk.pid, signal.SIGKILL)
        assert await died == "killed by SIGKILL"
        await asterisk.start()
        assert "0 active calls" in await asterisk.console("core show channels count")


async def test_it_dies_with_the_process_that_started_it(program: Unpacked, tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ORPHAN, str(program.root), str(tmp_path), str(TEMPLATES)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    parent.kill()
    await parent.communicate()
    await until(lambda: not is_running(pid))


async def test_one_that_cannot_start_shows_the_end_of_its_log(
    program: Unpacked, ports: PortBlock, tmp_path: Path
) -> None:
    here = replace(
        instance(tmp_path, ports, ports.take(20)), more={"modules.conf": "require = no_such_module.so\n"}
    )
    with pytest.raises(AsteriskFailed, match="no_such_module"):
        await PrivateAsterisk(program, here, TEMPLATES).start()


async def test_a_very_long_folder_name_is_no_trouble(program: Unpacked, tmp_path: Path) -> None:
    with free_ports(60) as ports:
        here = instance(tmp_path / ("deep" * 30), ports, ports.take(20))
        async with PrivateAsterisk(program, here, TEMPLATES) as asterisk:
            assert "0 active calls" in await asterisk.console("core show channels count")


async def test_several_consoles_at_once_are_answered(asterisk: PrivateAsterisk) -> None:
    answers = await asyncio.gather(*(asterisk.console("core show uptime") for _ in range(4)))
    assert all("System uptime" in answer for answer in answers)


@asynccontextmanager
async def manager(
    asterisk: PrivateAsterisk, name: str, secret: str
) -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """A manager connection: ask(action, until="Response:") gives all that came up to and with that."""
    here = asterisk.instance
    reader, writer = await asyncio.open_connection(here.address, here.ami_port)

    async def ask(action: str, until: str = "Response:") -> str:
        writer.write(f"{action}\r\n\r\n".encode())
        seen = ""
        async with asyncio.timeout(LIMIT):
            while until not in seen:
                seen += (await reader.readuntil(b"\r\n\r\n")).decode()
        return seen

    assert "Success" in await ask(f"Action: Login\r\nUsername: {name}\r\nSecret: {secret}")
    yield ask
    writer.close()
    await writer.wait_closed()
