"""Calls that come while the engine is too busy to take them: their wait counts, and none is forgotten."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from tests.live.books import Books
from tests.live.listening import sound
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name
from tests.live.test_routing_engine_lost import engine_process
from tests.live.test_verify import until_over

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUSY = 1.6
"""Seconds; more than log and Asterisk may lie apart."""
KEPT = "7199"


async def test_a_call_begins_when_it_came_and_not_when_a_busy_engine_takes_it_up(
    here: Stage, line: Phone, books: Books, tmp_path: Path
) -> None:
    async with away(here), engine_process(here.settings, tmp_path) as process:
        process.send_signal(signal.SIGSTOP)
        before = time.time()
        call = await line.call("7101", number="13800138021")
        await asyncio.sleep(BUSY)
        woken = time.time()
        process.send_signal(signal.SIGCONT)
        await call.answered()
        await sound(call, seconds=0.3)
        await call.hang_up()
        record = await until_over(here, "13800138021")
    assert before - 0.1 < record.began < woken
    assert record.answered is not None
    assert record.answered > woken - 0.1
    books.broken.add(record.id)
    await books.verify()


async def test_a_call_that_asterisk_kept_from_a_running_engine_is_in_the_log_soon_after_its_end(
    here: Stage, line: Phone, books: Books
) -> None:
    for step in (f'{KEPT},1,AGI,"agi://127.0.0.1:1/call"', f'{KEPT},2,Goto,"callwright-fallback,s,1"'):
        await here.asterisk.console(f"dialplan add extension {step} into callwright")
    call = await line.call(KEPT, number="13800138022")
    await call.answered()
    await sound(call, seconds=0.3)
    await call.hang_up()
    record = await until_over(here, "13800138022")
    assert (record.recovered, record.dialled_number, record.ended_by) == (True, KEPT, "caller")
    books.broken.add(record.id)
    await books.verify()
