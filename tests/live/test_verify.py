"""`ivr verify` on real calls: hang-ups by both sides, a transfer, a queue, a Local channel, dead engines."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import yaml

from ivr.asterisk.ami import Ami
from ivr.demo.patience import LIMIT
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import CallAnswered, CallBegan, CallEnded
from ivr.journal.record import CallRecord
from ivr.verify.verifying import SETTLED
from recordings.length import length
from tests.live.books import Books, records
from tests.live.conftest import Desk
from tests.live.listening import sound
from tests.live.routing import BUYER, waits
from tests.live.talking import LI, with_agent
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name
from tests.live.test_routing_engine_lost import CONFIG, engine_process

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def config(here: Stage, tmp_path: Path) -> AsyncIterator[Path]:
    """The settings of the stage as files, for a command in a process of its own."""
    written = here.settings.engine.model_dump(mode="json", exclude={"fallback"}, exclude_defaults=True)
    (tmp_path / "ivr.yaml").write_text(yaml.safe_dump(written, allow_unicode=True))
    for name in ("agents.yaml", "queues.yaml"):
        shutil.copy(CONFIG / name, tmp_path)
    yield tmp_path


async def verify(config: Path, *options: str) -> tuple[int, list[dict[str, object]], str]:
    """Run `ivr verify --json`: its exit code, what it printed by lines, and its complaints."""
    command = [sys.executable, "-c", "from ivr.cli import main; main()", "verify", "--config", str(config)]
    process = await asyncio.create_subprocess_exec(
        *command,
        "--json",
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "CALLWRIGHT_LANG": "en"},
    )
    output, errors = await process.communicate()
    return process.returncode or 0, [json.loads(line) for line in output.splitlines()], errors.decode()


async def test_calls_of_every_kind_are_green(here: Stage, line: Phone, desk: Desk, config: Path) -> None:
    wang, li = await desk("1001"), await desk(LI)
    menu = await Person.calls(here.watch, line, "7101", number="13800138001")
    await menu.hears("请选择")
    await menu.hangs_up()
    served = await Person.calls(here.watch, line, "7101", number="13800138002")
    await served.hears("请选择")
    await served.presses("2")
    await served.is_over()
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("1" + LI + "#")
    sent_on = await li.rung()
    await sent_on.answer()
    await sound(sent_on, seconds=1.2)
    await sent_on.hang_up()
    await caller.is_over()
    queued = await waits(here, line)
    talk_of_queue = await wang.rung()
    await talk_of_queue.answer()
    await sound(talk_of_queue, seconds=0.5)
    await queued.hangs_up()

    code, lines, complaints = await verify(config)
    assert (code, complaints.strip()) == (0, ""), lines
    assert lines[-1]["asterisk"] == lines[-1]["log"] == lines[-1]["cdr"]
    assert lines[-1]["differences"] == 0


async def test_a_call_through_a_local_channel_is_one_call(here: Stage, books: Books) -> None:
    seen = here.watch.seen
    async with Ami(here.settings.engine.ami) as ami:
        await ami.action(
            "Originate",
            Channel="Local/7101@callwright/n",
            Application="Milliwatt",
            CallerID="<139>",
            Async="true",
        )
        began = await here.watch.until(CallBegan, after=seen)
        assert began.channel.startswith("Local/")
        await here.watch.until(CallAnswered, call=began.call)
        await ami.action("Hangup", Channel=f"{began.channel[:-1]}1")
        await here.watch.until(CallEnded, call=began.call)
    await books.verify()
    local = {cdr.call for cdr in books.observer.cdrs() if cdr.channel.startswith("Local/")}
    books.leave_out({began.call} | local)


async def test_a_call_that_is_missing_in_the_log_is_told_with_its_id(
    here: Stage, line: Phone, config: Path
) -> None:
    caller = await Person.calls(here.watch, line, "7101", number="13800138077")
    await caller.hangs_up()
    await here.engine.flush()
    await asyncio.sleep(SETTLED)
    with sqlite3.connect(here.database.removeprefix("sqlite:///")) as database:
        kept = database.execute("select * from calls where id = ?", (caller.id,)).fetchone()
        database.execute("delete from calls where id = ?", (caller.id,))
    code, lines, _ = await verify(config)
    with sqlite3.connect(here.database.removeprefix("sqlite:///")) as database:
        database.execute(f"insert into calls values ({','.join('?' * len(kept))})", kept)
    assert code == 1
    assert [(line["call"], line["kind"]) for line in lines[:-1]] == [(caller.id, "not_in_log")]


async def test_a_kill_in_a_menu_and_one_in_a_talk_are_recovered_and_green(
    here: Stage, line: Phone, desk: Desk, books: Books, tmp_path: Path, config: Path
) -> None:
    wang = await desk("1001")
    before = time.time()
    async with away(here):
        async with engine_process(here.settings, tmp_path) as process:
            in_menu = await line.call("7101", number="13800138011")
            await sound(in_menu, seconds=0.5)
            in_talk = await line.call(BUYER, number="13800138012")
            talk = await wang.rung()
            await talk.answer()
            await sound(talk, seconds=0.5)
            process.kill()
            await process.wait()
        await in_menu.hang_up()
        await sound(talk, seconds=1.5)
    assert (await found(here, "13800138011")).ended_by == "caller"
    assert (await found(here, "13800138012")).ended is None  # they talk on
    await talk.hang_up()
    await in_talk.ended()
    await until_over(here, "13800138012")

    menu, talked = await found(here, "13800138011"), await found(here, "13800138012")
    assert (menu.recovered, menu.cause, menu.outcome) == (True, "normal", "hung_up_in_menu")
    assert (talked.recovered, talked.agent, talked.ended_by) == (True, "wang", "agent")
    assert talked.talked > 2.0
    assert [handle.by for handle in talked.handles] == ["agent"]
    (file,) = talked.recordings
    whole = length(here.settings.path(here.settings.engine.recordings) / file)
    assert whole is not None
    assert whole.complete
    assert 1.5 < whole.seconds < talked.talked + 0.5
    books.broken |= {menu.id, talked.id}
    await books.verify()
    code, lines, _ = await verify(config, "--from", f"{round((time.time() - before) / 60) + 1}m")
    assert (code, lines[-1]["recovered"]) == (0, 2)


async def found(here: Stage, number: str) -> CallRecord:
    """The newest call of this number."""
    return next(record for record in reversed(await records(here)) if record.caller_number == number)


async def until_over(here: Stage, number: str) -> CallRecord:
    """The call of this number, once it is in the log and over."""
    async with asyncio.timeout(LIMIT):
        while True:
            if over := [each for each in await records(here) if each.caller_number == number and each.ended]:
                return over[-1]
            await asyncio.sleep(0.1)
