"""Processes beside an engine that is killed end soon and quietly, whatever they were at."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ivr.archive import worker as archive_worker
from ivr.archive.beside import GRACE
from ivr.archive.keeper import GOODBYE
from ivr.intervals import worker as interval_worker
from ivr.reports.asking import usual
from ivr.reports.mailed import worker as mail_worker
from ivr.settings import load
from ivr.settings.webhooks import Webhook
from ivr.webhooks import worker as webhook_worker
from ivr.webhooks.outbox import register
from tests.cli.site import SHIPPED
from tests.stores import fresh

LIMIT = 60.0
ENGINE = """
import asyncio, base64, sys
from ivr.archive import keeper
from ivr.archive.keeper import Beside, kept_running

async def told(stream, line=keeper._line):
    words = await line(stream)
    print("told", flush=True)
    return words

async def main():
    keeper._line = told
    async with kept_running(Beside(sys.argv[1], base64.b64decode(sys.argv[2]), "stopped"), print):
        await asyncio.Event().wait()

asyncio.run(main())
"""
"""As much of an engine as keeps a process; it says when that told something."""

BUSY = """
import os, subprocess, sys, time
from ivr.archive.beside import end_with_the_engine, tell
child = subprocess.Popen(["sleep", "1000"])
end_with_the_engine(lambda: None, grace=0.1)
while True:
    tell([os.getpid(), child.pid])
    time.sleep(0.001)
"""
"""A process that never looks up from its work, and has started another one."""


@asynccontextmanager
async def process(*command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """With pipes for all; killed at the end, with its group."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, *command), stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            os.killpg(running.pid, signal.SIGKILL)
            await running.wait()


def plans(url: str, folder: Path) -> dict[str, bytes]:
    """A plan for each module that works beside an engine."""
    hook = Webhook(url="http://127.0.0.1:1/", secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    settings = load(SHIPPED)
    engine = settings.engine.model_copy(update={"state": folder / "state"})
    settings = settings.model_copy(update={"engine": engine})
    return {
        archive_worker.MODULE: archive_worker.Plan(url, str(folder / "recordings"), "flac", 0.0).written(),
        webhook_worker.MODULE: webhook_worker.Plan.of(url, folder / "state", "CN", {"crm": hook}).written(),
        mail_worker.MODULE: mail_worker.Plan(url, settings).packed(),
        interval_worker.MODULE: interval_worker.Plan(url, usual(settings).told(), first=0.0).written(),
    }


MODULES = (archive_worker.MODULE, webhook_worker.MODULE, mail_worker.MODULE, interval_worker.MODULE)


@pytest.mark.parametrize("module", MODULES)
async def test_each_ends_without_a_word_when_its_engine_is_killed(module: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/log.db"
    fresh(url)
    register(url, ["crm"])
    plan = base64.b64encode(plans(url, tmp_path)[module]).decode()
    async with process("-c", ENGINE, module, plan) as engine, asyncio.timeout(LIMIT):
        assert engine.stdout is not None
        assert engine.stderr is not None
        assert await engine.stdout.readline() == b"told\n"
        engine.kill()
        said = (await engine.stderr.read()).decode()  # until the last process that has it is gone
    assert "Traceback" not in said
    assert "rror" not in said


@pytest.mark.parametrize("module", [*MODULES, "ivr.reports.worker"])
async def test_one_whose_engine_was_gone_before_it_could_say_anything_ends_at_once(module: str) -> None:
    async with process("-P", "-m", module) as running, asyncio.timeout(LIMIT):
        output, said = await running.communicate(b"")
    assert (running.returncode, output, said) == (0, b"", b"")


async def test_one_that_is_busy_ends_all_the_same_with_what_it_started() -> None:
    async with process("-c", BUSY) as running, asyncio.timeout(LIMIT):
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        await running.stdout.readline()
        running._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
        running.stdin.close()
        assert await running.stderr.read() == b""  # its child has it as well
        assert await running.wait() == -signal.SIGKILL


def test_an_engine_that_ends_in_order_waits_for_them_longer_than_they_take() -> None:
    assert GRACE < GOODBYE
