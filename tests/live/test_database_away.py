"""The call log's database is away: callers and agents notice nothing, and the log has it all afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import CallEvent, LogCaughtUp, LogFellBehind
from ivr.journal.codec import kind_of
from ivr.journal.reader import JournalReader
from tests.live.books import Books, record_of
from tests.live.conftest import Desk
from tests.live.routing import BUYER, talks, waits
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name
from tests.live.test_routing_engine_lost import engine_process, hear_each_other

pytestmark = pytest.mark.asyncio(loop_scope="module")

STORY = ("call_began", "queue_entered", "agent_offered", "offer_ended", "call_ended")


@contextmanager
def database_away(here: Stage) -> Iterator[None]:
    """Somebody else has the database."""
    other = sqlite3.connect(here.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


async def journey_of(here: Stage, call: str) -> list[CallEvent]:
    """What the log has of a call."""
    async with JournalReader(here.database) as journal:
        return await journal.events_of(call)


async def test_calls_go_on_without_the_database_and_are_in_the_log_in_order_once_it_is_back(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    with database_away(here):
        callers = []
        for _ in range(2):
            caller = await waits(here, line)
            talk = await talks(wang, caller)
            await talk.hang_up()
            await caller.is_over()
            callers.append(caller)
        await here.watch.until(LogFellBehind)
        assert [await journey_of(here, caller.id) for caller in callers] == [[], []]
    await here.watch.until(LogCaughtUp)
    for caller in callers:
        happened = [e for e in here.watch.events if isinstance(e, CallEvent) and e.call == caller.id]
        assert await journey_of(here, caller.id) == happened
        assert (await record_of(here, caller.id)).outcome == "answered"


async def test_an_engine_killed_without_its_database_has_the_calls_in_the_log_at_the_next_start(
    here: Stage, line: Phone, desk: Desk, books: Books, tmp_path: Path
) -> None:
    wang = await desk("1001")
    async with away(here):
        async with engine_process(here.settings, tmp_path) as process:
            with database_away(here):
                call = await line.call(BUYER, number="13800138000")
                talk = await wang.rung()
                await talk.answer()
                await call.answered()
                await hear_each_other(talk, call)
                process.kill()
                await process.wait()
        await talk.hang_up()
        assert await call.ended() == "by them"
    async with JournalReader(here.database) as journal:
        last = await journal.call("last")
    assert last is not None
    books.broken.add(last.id)
    assert (last.caller_number, last.queue, last.agent) == ("13800138000", "support", "wang")
    assert (last.ended_by, last.cause) == ("agent", "normal")  # by Asterisk's own record
    kinds = [kind_of(event) for event in await journey_of(here, last.id)]
    assert kinds[0] == "call_began"
    assert [kind for kind in kinds if kind in STORY] == list(STORY)
