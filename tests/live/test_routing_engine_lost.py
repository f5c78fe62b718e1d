"""The engine goes away while people talk and agents sit at their desks: nobody on the phone notices."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import yaml

from ivr.demo.calls import Call
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.journal.reader import JournalReader
from ivr.packages import leashed
from ivr.settings import Settings
from tests.live.books import Books, record_of
from tests.live.conftest import Desk
from tests.live.routing import BUYER, agent, becomes, offered, talks, until, waits
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIG = Path(__file__).parent / "config"
START_LIMIT = 60.0


async def hear_each_other(*calls: Call) -> None:
    """Each phone gets half a second more of sound. Raises AssertionError."""
    before = [len(call.sound.heard) for call in calls]
    await until(
        lambda: all(
            len(call.sound.heard) > had + 4000 and call.state == "talking"
            for call, had in zip(calls, before, strict=True)
        ),
        "both hear each other",
    )


async def test_a_talk_goes_on_without_the_engine_and_its_agent_is_not_rung_by_the_next(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    wang = await desk("1001")
    caller = await waits(here, line)
    talk = await talks(wang, caller)
    books.broken.add(caller.id)
    async with away(here):
        await hear_each_other(talk, caller.phone)
    next_caller = await waits(here, line)
    await hear_each_other(talk, caller.phone)
    assert (agent(here, "wang").state, agent(here, "wang").phone_state) == ("available", "busy")
    assert offered(here, next_caller) == []
    await talk.hang_up()
    assert await caller.phone.ended() == "by them"  # and was not sent to the fallback queue
    await (await talks(wang, next_caller)).hang_up()
    await next_caller.is_over()


async def test_agents_are_what_they_were_after_a_restart(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li, _ = await desk("1001"), await desk("1002"), await desk("1003")
    pause = await Person.calls(here.watch, li, "*43")
    await pause.hears("用餐请按2")
    await pause.presses("2")
    await pause.is_over()
    here.engine.acd.log_out("1003")
    caller = await waits(here, line)
    seen = here.watch.seen
    await (await talks(wang, caller)).hang_up()
    await becomes(here, "wang", "wrap_up", after=seen)
    await caller.is_over()

    async with away(here):
        pass

    states = {name: (agent(here, name).state, agent(here, name).reason) for name in ("li", "zhang")}
    assert states == {"li": ("paused", "lunch"), "zhang": ("logged_out", "")}
    await until(lambda: agent(here, "wang").state == "available", "the wrap-up is over")
    later = await waits(here, line)
    await (await talks(wang, later)).hang_up()
    assert offered(here, later) == ["wang"]
    await later.is_over()


async def test_a_talk_outlives_the_kill_of_the_engines_process(
    here: Stage, line: Phone, desk: Desk, books: Books, tmp_path: Path
) -> None:
    wang = await desk("1001")
    async with away(here):
        async with engine_process(here.settings, tmp_path) as process:
            call = await line.call(BUYER, number="13800138000")
            talk = await wang.rung()
            await talk.answer()
            await call.answered()
            await hear_each_other(talk, call)
            process.kill()
            assert await process.wait() == -signal.SIGKILL
        await hear_each_other(talk, call)
        await talk.hang_up()
        assert await call.ended() == "by them"
        async with JournalReader(here.database) as journal:
            last = await journal.call("last")
        assert last is not None
        assert (last.caller_number, last.queue, last.ended) == ("13800138000", "support", None)
        books.broken.add(last.id)
    record = await record_of(here, last.id)
    assert (record.ended_by, record.cause, record.agent, record.recovered) == (
        "agent",
        "normal",
        "wang",
        True,
    )
    assert record.talked > 1.0


@asynccontextmanager
async def engine_process(settings: Settings, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`ivr run` with these settings in a process of its own, once it takes calls."""
    written = settings.engine.model_dump(mode="json", exclude={"fallback"}, exclude_defaults=True) | {
        "asterisk": "existing",
        "asterisk_log": str(settings.path(settings.engine.state) / "asterisk" / "log"),
    }
    (folder / "ivr.yaml").write_text(yaml.safe_dump(written, allow_unicode=True))
    for name in ("agents.yaml", "queues.yaml"):
        shutil.copy(CONFIG / name, folder)
    command = [sys.executable, "-c", "from ivr.cli import main; main()", "run", "--config", str(folder)]
    process = await asyncio.create_subprocess_exec(
        *leashed(command), stdout=asyncio.subprocess.PIPE, env={**os.environ, "CALLWRIGHT_LANG": "en"}
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_LIMIT):
            while "takes calls" not in (await process.stdout.readline()).decode():
                assert not process.stdout.at_eof(), "the engine ended at once"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
