"""The engine is away: callers hear music, then reach the same agents; back again, the next call is ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from ivr.app import Engine
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import CallAnswered
from tests.live.books import Books, record_of
from tests.live.conftest import Desk
from tests.live.listening import sound
from tests.live.talking import LI, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def _last_engine(here: Stage) -> AsyncIterator[None]:
    """The stage stops the engine that it began with; the one that came back is ours to stop."""
    yield
    await here.engine.__aexit__(None, None, None)


@asynccontextmanager
async def away(here: Stage) -> AsyncIterator[None]:
    """Stop the engine, and nothing else, while the context lasts; then another one takes its place."""
    await here.engine.__aexit__(None, None, None)
    try:
        yield
    finally:
        here.engine = Engine(here.settings, listeners=(here.watch,), prompting=here.watch.prompting)
        await here.engine.__aenter__()
        await here.engine.prepare_prompts()


async def test_without_the_engine_music_then_the_agents_phone_and_afterwards_calls_are_ours_again(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    wang = await desk("1001")
    async with away(here):
        stranded = await line.call("7101", number="13800138009")
        await stranded.answered()
        await sound(stranded, seconds=0.5)  # music
        talk = await wang.rung()
        await talk.answer()
        await sound(talk, seconds=0.3)
        await talk.hang_up()
        await stranded.ended()
    stranger = await record_of(here, await books.observer.call_of("13800138009"))
    assert (stranger.recovered, stranger.agent, stranger.outcome) == (True, "wang", "answered")
    books.broken.add(stranger.id)
    caller = await Person.calls(here.watch, line, "7101", number="13800138001")
    await caller.hears("请选择")
    await caller.presses("2")
    await caller.is_over()
    assert (await record_of(here, caller.id)).outcome == "self_service"


async def test_a_caller_whose_engine_goes_away_in_a_menu_is_taken_over(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    wang = await desk("1001")
    caller = await Person.calls(here.watch, line, "7101", number="13800138000")
    await caller.sees(CallAnswered)
    await sound(caller, seconds=0.5)
    books.broken.add(caller.id)
    async with away(here):
        talk = await wang.rung()
        await talk.answer()
        await sound(talk, seconds=0.3)
        await talk.hang_up()
        await caller.phone.ended()
    record = await record_of(here, caller.id)
    assert (record.ended_by, record.agent, record.queue) == ("agent", "wang", "callwright-fallback")
    assert record.recovered


async def test_a_caller_on_hold_is_taken_over_and_the_two_agents_talk_on(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("2" + LI + "#")
    asked = await li.rung()
    await asked.answer()
    await sound(asked)
    zhang = await desk("1003")
    books.broken.add(caller.id)
    async with away(here):
        rescue = await zhang.rung()
        await rescue.answer()
        await sound(rescue, seconds=0.3)
        await sound(asked, seconds=0.3)
        assert (talk.call.state, asked.state) == ("talking", "talking")
        await rescue.hang_up()
        await caller.phone.ended()
        await asked.hang_up()
        await talk.call.hang_up()
