"""The process beside the engine: it counts, goes on after it was killed, and ends with the engine."""

from __future__ import annotations

import asyncio
import time

from ivr.archive.alarms import Alarm
from ivr.archive.keeper import Beside, kept_running
from ivr.intervals import worker
from ivr.intervals.worker import Plan
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from tests.intervals.centre import HOUR
from tests.intervals.test_rounds import DEFINITION, of, seen, talk, tell
from tests.journal.paths import BEGAN


async def test_it_counts_what_the_log_has(url: str) -> None:
    assert DEFINITION
    journal = JournalWriter(url)
    ago = time.time() - BEGAN - 2 * HOUR
    await tell(journal, *talk(after=ago), *of("13200000000", talk(after=ago, call="1.2")))
    alarms: list[Alarm] = []
    plan = Plan(url, DEFINITION.told(), first=0.0)
    async with (
        JournalReader(url) as reader,
        kept_running(Beside(worker.MODULE, plan.written(), worker.STOPPED), alarms.append),
    ):
        async with asyncio.timeout(120):
            while sum((await seen(reader)).values()) != 2:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    await journal.close()
    assert alarms == []
