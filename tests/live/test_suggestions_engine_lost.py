"""The engine is killed while a caller speaks: what they said becomes a case when the next one starts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ivr.demo.patience import LIMIT
from ivr.demo.phones import CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.hotline.case import Case
from ivr.hotline.cases import CaseStore
from ivr.hotline.wanted import Wanted
from tests.live.books import Books, record_of
from tests.live.listening import samples, silence, sound, strongest_tone
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name
from tests.live.test_routing_engine_lost import engine_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = "13800138077"


async def found(here: Stage) -> Case:
    """The case of that number, once it is there. Raises TimeoutError."""
    async with asyncio.timeout(LIMIT):
        while not (cases := await here.engine.cases.find(Wanted(caller_numbers=(NUMBER,)))):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    (case,) = cases
    return case


async def drafted(here: Stage) -> None:
    """Wait until a caller is about to speak. Raises TimeoutError."""
    store = CaseStore(here.database)
    try:
        async with asyncio.timeout(LIMIT):
            while not await store.drafts(before=1e12):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    finally:
        await store.close()


async def test_what_was_said_by_then_is_kept(here: Stage, line: Phone, books: Books, tmp_path: Path) -> None:
    async with away(here):
        async with engine_process(here.settings, tmp_path) as process:
            call = await line.call("7403", number=NUMBER)
            await call.answered()
            await sound(call)
            await call.press("##")  # past both prompts
            await drafted(here)
            await sound(call)  # the beep
            await silence(call, lasting=3.0)  # the caller speaks
            process.kill()
            await process.wait()
        await call.hang_up()
    case = await found(here)
    books.broken.add(case.call)
    assert (case.line, case.category, case.status) == ("product", "other", "new")
    assert case.seconds > 2.5
    audio = samples(here.settings.engine.recordings / case.file)
    assert abs(strongest_tone(audio[:, 0]) - CALLER_TONE) < 5
    assert await here.engine.cases.drafts(before=1e12) == []
    await here.engine.flush()
    record = await record_of(here, case.call)
    assert (record.reference, record.recordings) == (case.reference, (case.file,))
