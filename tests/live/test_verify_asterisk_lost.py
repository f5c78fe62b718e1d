"""Asterisk is killed or stopped in the middle of calls, with the engine or without it: the log says so."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from ivr.asterisk.keeping import STOPPED
from ivr.asterisk.private import BOOT_LIMIT
from ivr.demo.calls import Call
from ivr.demo.patience import LIMIT
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AlarmCleared, AlarmRaised
from ivr.journal.record import CallRecord
from ivr.verify.compare import LOST
from tests.live.books import records, verdict
from tests.live.conftest import Desk, agents_of, furnished
from tests.live.listening import sound
from tests.live.routing import BUYER, waits
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name
from tests.live.test_routing_engine_lost import engine_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

IN_MENU, IN_TALK, IN_QUEUE = "13800138031", "13800138032", "13800138033"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory, prompts: Path) -> AsyncIterator[Stage]:
    async with furnished(tmp_path_factory.mktemp("lost"), prompts) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def line(here: Stage) -> AsyncIterator[Phone]:
    async with Phone(here.address) as phone:
        yield phone


@pytest_asyncio.fixture(loop_scope="module")
async def desk(here: Stage) -> AsyncIterator[Desk]:
    async with agents_of(here) as agents:
        yield agents


async def calls_of_every_kind(line: Phone, wang: Phone) -> list[Call]:
    """One in a menu, one in a talk, one in the queue, for a second."""
    menu = await line.call("7101", number=IN_MENU)
    talker = await line.call(BUYER, number=IN_TALK)
    talk = await wang.rung()
    await talk.answer()
    waiting = await line.call(BUYER, number=IN_QUEUE)
    for call in (menu, waiting, talk):
        await call.answered()
        await sound(call, seconds=0.3)
    await asyncio.sleep(1.0)
    return [menu, talker, talk, waiting]


async def asterisk_dies(here: Stage, *calls: Call) -> None:
    """Killed; the telephones give up; and up again, which is nobody's work here."""
    assert here.asterisk.pid is not None
    seen = here.watch.seen
    os.kill(here.asterisk.pid, signal.SIGKILL)
    raised = await here.watch.until(AlarmRaised, what=STOPPED, after=seen, limit=LIMIT)
    assert raised.detail == "killed by SIGKILL"
    for call in calls:
        await call.hang_up()
    await here.watch.until(AlarmCleared, what=STOPPED, after=seen, limit=BOOT_LIMIT)


async def newest(here: Stage, *numbers: str) -> dict[str, CallRecord]:
    """The newest call of each of these numbers, once all are over and settled."""
    found: dict[str, CallRecord] = {}
    async with asyncio.timeout(LIMIT):
        while len(found) < len(numbers):
            await asyncio.sleep(0.2)
            all_of_them = await records(here)
            newest = {each.caller_number: each for each in all_of_them if each.caller_number in numbers}
            found = {number: each for number, each in newest.items() if each.cause not in ("", "unknown")}
    return found


async def is_green(here: Stage) -> None:
    """Once the engine has looked up what it was not told. Raises AssertionError."""
    said = await verdict(here)
    assert not said.found, "\n".join(map(str, said.found))
    assert (said.running, said.damaged) == (0, 0)
    assert said.asterisk == said.log


async def takes_calls_again(here: Stage, line: Phone) -> None:
    caller = await Person.calls(here.watch, line, "7101", number="13800138039")
    await caller.hears("请选择")
    await caller.hangs_up()


async def test_calls_that_a_killed_asterisk_took_with_it_end_so_in_the_log(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    calls = await calls_of_every_kind(line, wang)
    killed = time.time()
    await asterisk_dies(here, *calls)
    lost = await newest(here, IN_MENU, IN_TALK, IN_QUEUE)
    for record in lost.values():
        assert (record.ended_by, record.cause, record.recovered) == ("engine", LOST, True)
        assert record.ended is not None
        assert killed - 1.0 < record.ended < time.time()
    assert (lost[IN_TALK].agent, lost[IN_TALK].outcome) == ("wang", "answered")
    assert lost[IN_TALK].talked > 1.0
    await takes_calls_again(here, line)
    caller = await waits(here, line)
    talk = await wang.rung(limit=LIMIT)  # known to the new Asterisk without having registered again
    await talk.answer()
    await sound(talk, seconds=0.3)
    await talk.hang_up()
    await caller.is_over()
    await is_green(here)


async def test_calls_of_an_asterisk_that_is_restarted_are_green(here: Stage, line: Phone, desk: Desk) -> None:
    calls = await calls_of_every_kind(line, await desk("1001"))
    await here.asterisk.stop()
    for call in calls:
        await call.hang_up()
    await here.asterisk.start()
    restarted = await newest(here, IN_MENU, IN_TALK, IN_QUEUE)
    assert restarted[IN_TALK].agent == "wang"
    await takes_calls_again(here, line)
    await is_green(here)


async def test_asterisk_and_the_engine_killed_together_are_recovered_by_the_next_engine(
    here: Stage, line: Phone, desk: Desk, tmp_path: Path
) -> None:
    wang = await desk("1001")
    async with away(here), engine_process(here.settings, tmp_path) as process:
        calls = await calls_of_every_kind(line, wang)
        process.kill()
        await asterisk_dies(here, *calls)
    lost = await newest(here, IN_MENU, IN_TALK, IN_QUEUE)
    for record in lost.values():
        assert (record.ended_by, record.cause, record.recovered) == ("engine", LOST, True)
    assert lost[IN_TALK].agent == "wang"
    await takes_calls_again(here, line)
    await is_green(here)
