"""From `append` to the disk, and the CPU of the call log's threads: well, and with the database away."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from ivr import events
from ivr.events import CallEvent, Event
from ivr.journal.batch import Writing, prepare
from ivr.journal.database import migrate, writing_engine
from ivr.journal.feeding import WINDOW
from ivr.journal.live import LiveCalls
from ivr.journal.writer import JournalWriter

SECONDS = 10.0
RATES = (20, 100)  # calls a second
STEP = 0.4
PROMISE = 50.0  # ms
SAMPLED = 20


class Log(Protocol):
    def append(self, event: Event) -> None: ...
    async def on_disk(self, limit: float = 5.0) -> bool: ...
    async def close(self) -> None: ...


class OneThread:
    """What was before there was a spool: one thread, which commits what came within a window."""

    def __init__(self, url: str) -> None:
        self._engine = writing_engine(url)
        self._line: SimpleQueue[Event | asyncio.Future[bool] | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._run, name="journal", daemon=True).start()

    def append(self, event: Event) -> None:
        self._line.put(event)

    async def on_disk(self, limit: float = 5.0) -> bool:
        self._line.put(done := self._loop.create_future())
        return await asyncio.wait_for(done, limit)

    async def close(self) -> None:
        await self.on_disk()
        self._line.put(None)

    def _run(self) -> None:
        writing, live = Writing(self._engine.dialect), LiveCalls()
        with self._engine.connect() as connection:
            while (first := self._line.get()) is not None:
                time.sleep(WINDOW)
                taken = [first, *(self._line.get() for _ in range(self._line.qsize()))]
                batch = prepare([item for item in taken if isinstance(item, Event)], live)
                writing.write(connection, batch)
                for item in taken:
                    if isinstance(item, asyncio.Future):
                        self._loop.call_soon_threadsafe(item.set_result, True)


async def measure() -> Result:
    """One after the other, each on a fresh database."""
    rows: dict[str, Figures] = {}
    for rate in RATES:
        for name in ("one thread, no spool", "database well", "database away"):
            with tempfile.TemporaryDirectory() as folder:
                rows[f"{name}, {rate} calls/s"] = await _run(name, rate, Path(folder))
    worst = max(float(row["ms p99"]) for name, row in rows.items() if not name.startswith("one thread"))
    goal = Goal("from append to disk at p99, in ms", PROMISE, worst)
    return Result("call_log", "The call log, 8 events a call", rows, goal, machine(""))


async def _run(name: str, rate: int, folder: Path) -> Figures:
    async with _log(name, folder) as log:
        took: list[float] = []
        await _calls(log, rate, 1.0, [])
        before = _cpu()
        appended = await _calls(log, rate, SECONDS, took)
        used = _cpu() - before
    took.sort()
    return {
        "events": appended,
        "µs of CPU an event": round(1e6 * used / appended, 1),
        "ms p50": round(1000 * statistics.median(took), 1),
        "ms p99": round(1000 * took[int(len(took) * 0.99)], 1),
        "ms longest": round(1000 * took[-1], 1),
    }


@asynccontextmanager
async def _log(name: str, folder: Path) -> AsyncIterator[Log]:
    url = f"sqlite:///{folder}/log.db"
    migrate(url)
    log: Log = OneThread(url) if name.startswith("one") else JournalWriter(url, spool=folder / "spool")
    with closing(sqlite3.connect(folder / "log.db", isolation_level=None)) as other:
        if name == "database away":
            other.execute("BEGIN IMMEDIATE")
        yield log
        if other.in_transaction:
            other.execute("ROLLBACK")
    await log.close()


async def _calls(log: Log, rate: int, seconds: float, took: list[float]) -> int:
    """Calls that begin at random for so long, eight events each; how many events, and how long some took."""
    chance = random.Random(1)
    calls: list[asyncio.Task[None]] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        calls.append(asyncio.create_task(_call(log, f"{until}.{len(calls)}", chance, took)))
        await asyncio.sleep(chance.expovariate(rate))
    await asyncio.gather(*calls)
    return 8 * len(calls)


async def _call(log: Log, call: str, chance: random.Random, took: list[float]) -> None:
    for event in _journey(call):
        log.append(event)
        if chance.randrange(SAMPLED) == 0:
            began = time.perf_counter()
            await log.on_disk()
            took.append(time.perf_counter() - began)
        await asyncio.sleep(chance.uniform(0, STEP))


def _journey(call: str) -> Sequence[CallEvent]:
    at = time.time()
    played = events.PromptPlayed(at=at, call=call, text="请选择", language="zh", heard=1.0)
    chosen = events.MenuAnswered(at=at, call=call, flow="main", key="1", outcome="match", target="buyer")
    began = events.CallBegan(
        at=at,
        call=call,
        channel="PJSIP/line-00000001",
        caller_number="13800138000",
        caller_name="",
        dialled_number="95188",
        dialplan="main",
        version="1a2b3c",
    )
    ended = events.CallEnded(at=at, call=call, by="caller", cause="normal", duration=10.0)
    return [began, events.CallAnswered(at=at, call=call), played, chosen, played, chosen, played, ended]


def _cpu() -> float:
    """CPU seconds of the call log's threads so far."""
    clocks = (
        time.pthread_getcpuclockid(thread.ident)
        for thread in threading.enumerate()
        if thread.name.startswith("journal") and thread.ident
    )
    return sum(map(time.clock_gettime, clocks))
