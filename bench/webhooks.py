"""From an event of a call to its webhook at a receiver: the log, the process that sends, HTTP."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from ivr.events import CallBegan
from ivr.journal.database import migrate
from ivr.journal.writer import JournalWriter
from ivr.settings.webhooks import Webhook
from ivr.webhooks.outbox import register
from ivr.webhooks.worker import MODULE, Plan

SECONDS = 15.0
RATES = (2, 20, 100)  # events a second, each of a call of its own
PROMISE = 1000.0  # ms
LIMIT = 60.0
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Receiver:
    """Accepts everything; when each call was told of, by its id."""

    heard: dict[str, float] = field(default_factory=dict)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.heard.setdefault(told["data"]["call"], time.perf_counter())
        self.more.set()
        return web.Response(status=204)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(LIMIT):
            while len(self.heard) < count:
                self.more.clear()
                await self.more.wait()


async def measure() -> Result:
    """One rate after the other, each on a fresh call log."""
    rows: dict[str, Figures] = {}
    for rate in RATES:
        with tempfile.TemporaryDirectory() as folder:
            rows[f"{rate} events/s"] = await _run(rate, Path(folder))
    worst = max(row["p99 ms"] for row in rows.values())
    goal = Goal("ms from the event to the accepted webhook, p99, worst", PROMISE, worst)
    return Result("webhooks", "From an event to its webhook", rows, goal, machine(""))


async def _run(rate: int, folder: Path) -> Figures:
    url = f"sqlite:///{folder}/log.db"
    migrate(url)
    register(url, ["crm"])
    log, receiver, sent = JournalWriter(url), Receiver(), dict[str, float]()
    async with _receiving(receiver) as address, _sending(url, folder, address):
        log.append(_event("first"))  # until the process has started
        await receiver.until(1)
        began = time.perf_counter()
        for number in range(round(rate * SECONDS)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            sent[f"c-{number}"] = time.perf_counter()
            log.append(_event(f"c-{number}"))
        await receiver.until(len(sent) + 1)
    await log.close()
    took = sorted(1000 * (receiver.heard[call] - at) for call, at in sent.items())
    return {
        "events": len(took),
        "p50 ms": round(statistics.median(took), 1),
        "p99 ms": round(took[int(0.99 * len(took))], 1),
        "longest ms": round(took[-1], 1),
    }


def _event(call: str) -> CallBegan:
    return CallBegan(
        call=call,
        at=time.time(),
        channel=f"PJSIP/trunk-{call}",
        caller_number="13800000001",
        caller_name="",
        dialled_number="95188",
        dialplan="main",
        version="1",
    )


@asynccontextmanager
async def _receiving(receiver: Receiver) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _sending(url: str, folder: Path, address: str) -> AsyncIterator[None]:
    """The process that the engine has for it."""
    plan = Plan.of(url, folder, "CN", {"crm": Webhook(url=address, secret=SECRET)})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", MODULE, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
    )
    assert process.stdin
    process.stdin.write(plan.written())
    try:
        yield
    finally:
        process.stdin.close()
        await process.wait()
