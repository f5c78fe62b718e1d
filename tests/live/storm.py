"""Many real calls while engines are killed and the database is away: nothing may be lost of them."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from ivr.demo.calls import Call
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from tests.live.routing import BUYER, TO_WANG
from tests.live.talking import FIRST_LINE, LI
from tests.live.test_routing_engine_lost import engine_process

AT_ONCE = 8
CALL_LIMIT = 60.0
OUTAGE = 1.5
"""Seconds for which another program holds the database."""


@dataclass
class Storm:
    """`kills` and `outages` are how many there were."""

    here: Stage
    folder: Path
    random: Random = field(default_factory=lambda: Random(1))
    kills: int = 0
    outages: int = 0

    async def rage(self, line: Phone, agents: list[Phone], calls: int) -> None:
        """Place so many calls, and more until an engine was killed. No engine may run before; none runs
        afterwards."""
        beside = [asyncio.create_task(self._agent(agent)) for agent in agents]
        engines = asyncio.create_task(self._engines())
        try:
            await asyncio.sleep(3.0)
            lines = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as together:
                for number in count():
                    if number >= calls and self.kills:
                        break
                    await lines.acquire()
                    task = together.create_task(self._caller(line, number))
                    task.add_done_callback(lambda _: lines.release())
        finally:
            for task in [*beside, engines]:
                task.cancel()
            await asyncio.wait([*beside, engines])
        if not engines.cancelled():
            engines.result()

    async def _engines(self) -> None:
        """One after the other, each killed, every second while the database is away."""
        while True:
            async with engine_process(self.here.settings, self.folder) as process:
                await asyncio.sleep(self.random.uniform(4.0, 12.0))
                if self.kills % 2:
                    await self._database_away(process)
                await _killed(process)
            self.kills += 1
            await asyncio.sleep(self.random.uniform(0.0, 2.0))

    async def _database_away(self, process: asyncio.subprocess.Process) -> None:
        with sqlite3.connect(self.here.database.removeprefix("sqlite:///"), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            self.outages += 1
            await asyncio.sleep(OUTAGE)
            if self.outages % 2:  # killed before it could write down what happened meanwhile
                await _killed(process)
            other.execute("ROLLBACK")
        if process.returncode is None:
            await asyncio.sleep(self.random.uniform(0.0, 3.0))

    async def _caller(self, line: Phone, number: int) -> None:
        """Hangs up at some time, or is hung up on."""
        dialled = self.random.choice(["7101", "7101", "7102", BUYER, FIRST_LINE, TO_WANG])
        call = await line.call(dialled, number=f"139{number:08}")
        with suppress(Exception):
            async with asyncio.timeout(CALL_LIMIT):
                await call.answered()
                await asyncio.sleep(self.random.uniform(0.1, 4.0))
                if dialled.startswith("71"):
                    await call.press(self.random.choice("12#"))
                if self.random.random() < 0.5:
                    await call.ended()
        await call.hang_up()

    async def _agent(self, phone: Phone) -> None:
        """Takes calls, sends one in five on to a colleague, hangs up after a while."""
        while True:
            try:
                call: Call = await phone.rung(limit=600.0)
                with suppress(Exception):
                    await call.answer()  # type: ignore[attr-defined]
                    await asyncio.sleep(self.random.uniform(0.2, 2.0))
                    if self.random.random() < 0.2:
                        await call.press("*1")
                        await asyncio.sleep(0.4)
                        await call.press("1" + LI + "#")
                    await asyncio.sleep(self.random.uniform(0.2, 1.5))
                await call.hang_up()
            except TimeoutError:
                continue


async def _killed(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()
