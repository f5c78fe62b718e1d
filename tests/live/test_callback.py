"""A callback on the real Asterisk: asked for by keys, dialled when an agent is reserved, joined by a key."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from ivr.demo.calls import Call
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import (
    AgentStateChanged,
    CallbackConfirmed,
    CallbackDialled,
    CallbackRequested,
    CallEnded,
    PromptPlayed,
    QueueEntered,
    TalkEnded,
)
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.routing import agent, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = "7040"


@pytest_asyncio.fixture(loop_scope="module")
async def home(here: Stage, clean: None) -> AsyncIterator[Phone]:
    """The caller's own telephone, where they want to be called."""
    async with Phone(here.address, account=here.account("1006")) as phone:
        await phone.register()
        yield phone


async def asks(here: Stage, line: Phone) -> str:
    """Ask for a callback at 1006, and hang up; the id of that call."""
    caller = await Person.calls(here.watch, line, NUMBER, number="13800138000")
    await caller.hears("回呼其他号码请按2")
    await caller.presses("2")
    await caller.hears("请输入您希望我们回呼的号码")
    await caller.presses("1006#")
    assert (await caller.sees(CallbackRequested)).outcome == "noted"
    await caller.hangs_up()
    return caller.id


async def joins(here: Stage, phone: Call, back: str) -> None:
    """Press the key that the greeting asks for."""
    await here.watch.prompt(back, "接通坐席请按1")
    await phone.press("1")


async def test_the_caller_is_dialled_once_an_agent_is_free_and_joins_by_a_key(
    here: Stage, line: Phone, home: Phone, desk: Desk
) -> None:
    seen = here.watch.seen
    asked = await asks(here, line)
    assert (await record_of(here, asked)).outcome == "callback_requested"
    back = (await here.watch.until(QueueEntered, queue="support", after=seen)).call
    wang = await desk("1001")
    ringing = await home.rung()
    assert agent(here, "wang").state == "ringing"  # reserved before anybody is dialled
    await ringing.answer()
    assert (await here.watch.until(CallbackDialled, call=back)).outcome == "answered"
    await joins(here, ringing, back)
    talk = await wang.rung()
    await talk.answer()
    await here.watch.until(AgentStateChanged, agent="wang", state="talking", after=seen)
    await talk.hang_up()
    await here.watch.until(TalkEnded, call=back)
    await here.watch.until(CallEnded, call=back)
    record = await record_of(here, back)
    assert (record.outcome, record.agent, record.caller_number) == ("answered", "wang", "1006")


async def test_whoever_presses_no_key_is_not_connected_and_is_tried_again(
    here: Stage, line: Phone, home: Phone, desk: Desk
) -> None:
    seen = here.watch.seen
    await asks(here, line)
    first = (await here.watch.until(QueueEntered, queue="support", after=seen)).call
    wang = await desk("1001")
    ringing = await home.rung()
    await ringing.answer()
    await here.watch.until(PromptPlayed, call=first)
    seen = here.watch.seen
    await ringing.hang_up()  # as a voice mailbox does
    await here.watch.until(CallEnded, call=first)
    assert (await record_of(here, first)).outcome == "callback_missed"

    again = await home.rung()
    await again.answer()
    second = (await here.watch.until(CallbackDialled, after=seen)).call
    await joins(here, again, second)
    assert (await here.watch.until(CallbackConfirmed, call=second)).confirmed
    talk = await wang.rung()
    await talk.answer()
    await here.watch.until(AgentStateChanged, agent="wang", state="talking", after=seen)
    await again.hang_up()
    await here.watch.until(CallEnded, call=second)
    assert second != first


async def test_a_callback_keeps_the_place_before_those_who_came_later(
    here: Stage, line: Phone, home: Phone, desk: Desk
) -> None:
    await asks(here, line)
    later = await waits(here, line)
    lines = [(waiting.call, waiting.position) for waiting in here.engine.acd.waiting()]
    assert [call for call, _ in lines][1] == later.id
    assert lines[0][0].startswith("callback-")
    wang = await desk("1001")
    ringing = await home.rung()
    await ringing.answer()
    await joins(here, ringing, lines[0][0])
    talk = await wang.rung()
    await talk.answer()
    await later.hangs_up()
    await talk.hang_up()
    await ringing.ended()
