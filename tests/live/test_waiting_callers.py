"""Callers who wait on the real Asterisk: what they hear and press, and where they go without an agent."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import (
    CallbackRequested,
    MenuAnswered,
    PlaceRestored,
    PositionAnnounced,
    QueueEntered,
    QueueLeft,
    WaitAnnounced,
)
from ivr.settings.hours import Hours
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.listening import sound
from tests.live.routing import BUYER, agent, happened, talks, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOVING, SMALL, HOURS, STAFFED, OVER, KEPT = "7310", "7311", "7312", "7313", "7314", "7315"


@pytest_asyncio.fixture(loop_scope="module")
async def home(here: Stage, clean: None) -> AsyncIterator[Phone]:
    """A telephone whose own number can be called back."""
    async with Phone(here.address, account=here.account("1006")) as phone:
        await phone.register()
        yield phone


async def left(caller: Person) -> str:
    return (await caller.sees(QueueLeft)).outcome


def line_of(here: Stage) -> list[str]:
    """Who waits, first in line first."""
    return [waiting.call for waiting in here.engine.acd.waiting()]


async def test_a_place_that_becomes_better_and_the_expected_wait_are_heard(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    talking = await waits(here, line, MOVING)
    talk = await talks(wang, talking)
    first, second = await waits(here, line, MOVING), await waits(here, line, MOVING)
    await second.hears("您现在排在第二位，请稍候。预计等待时间")
    said = await second.sees(WaitAnnounced)
    assert said.low < said.high
    await first.hangs_up()
    await second.hears("您现在排在第一位，请稍候。")
    places = [event.position for event in happened(here, PositionAnnounced) if event.call == second.id]
    assert places == [2, 1]  # what is no better is not said again
    await second.hangs_up()
    await talk.hang_up()
    await talking.is_over()


async def test_a_key_in_the_music_is_a_callback_that_goes_before_who_came_later(
    here: Stage, line: Phone, home: Phone, desk: Desk
) -> None:
    caller = await Person.calls(here.watch, home, MOVING)
    await caller.has_heard("您现在排在第一位")
    await sound(caller, seconds=0.3)
    await caller.presses("1")
    assert (await caller.sees(CallbackRequested)).outcome == "noted"
    assert await left(caller) == "left_by_key"
    await caller.is_over()
    assert (await record_of(here, caller.id)).outcome == "callback_requested"
    later = await waits(here, line, MOVING)
    first, second = line_of(here)
    assert (first.startswith("callback-"), second) == (True, later.id)
    wang = await desk("1001")
    back = await home.rung()
    assert agent(here, "wang").state == "ringing"
    await later.hangs_up()
    await back.answer()
    await here.watch.prompt(first, "接通坐席请按1")
    await back.press("1")
    talk = await wang.rung()
    await talk.answer()
    await talk.hang_up()
    await back.ended()


async def test_a_key_in_an_announcement_leads_to_the_mailbox(here: Stage, line: Phone) -> None:
    caller = await waits(here, line, MOVING)
    await caller.hears("您现在排在第一位")
    await caller.presses("2")
    assert await left(caller) == "left_by_key"
    assert (await caller.sees(MenuAnswered)).target == "message"
    await caller.hears("请在提示音后留言")
    await caller.hangs_up()


async def test_a_full_queue_takes_nobody_more(here: Stage, line: Phone) -> None:
    first = await waits(here, line, SMALL)
    second = await waits(here, line, SMALL)
    assert await left(second) == "full"
    await second.hears("满了")
    await second.is_over()
    await first.hangs_up()


async def test_who_waits_at_closing_time_is_told(
    here: Stage, line: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = await waits(here, line, HOURS)
    await sound(caller, seconds=0.3)
    monkeypatch.setattr(Hours, "is_open", lambda hours, now: False)
    assert await left(caller) == "closed"
    await caller.hears("下班了")
    await caller.is_over()


async def test_when_the_last_able_agent_logs_out_nobody_waits_on(
    here: Stage, line: Phone, desk: Desk
) -> None:
    nobody = await waits(here, line, STAFFED)
    assert await left(nobody) == "empty"
    await nobody.is_over()
    wang = await desk("1001")
    talking = await waits(here, line, BUYER)
    talk = await talks(wang, talking)
    caller = await waits(here, line, STAFFED)
    await sound(caller, seconds=0.3)
    here.engine.acd.log_out("1001")  # takes effect after the talk
    await talk.hang_up()
    await talking.is_over()
    assert await left(caller) == "empty"
    await caller.hears("没人了")
    await caller.is_over()


async def test_who_overflows_is_before_those_who_came_later(here: Stage, line: Phone, desk: Desk) -> None:
    early = await waits(here, line, OVER)
    late = await waits(here, line, BUYER)
    moved = await early.sees(QueueEntered, queue="support")
    assert (await early.sees(QueueLeft)).outcome == "overflow"
    assert line_of(here) == [early.id, late.id]
    talk = await talks(await desk("1001"), early)
    await talk.hang_up()
    await early.is_over()
    await late.hangs_up()
    assert moved.priority == 0


async def test_who_was_cut_off_has_the_place_again(here: Stage, line: Phone) -> None:
    caller = await waits(here, line, KEPT)
    await caller.sees(PositionAnnounced)
    await caller.hangs_up()
    other = await Person.calls(here.watch, line, KEPT, number="13900139000")
    await other.sees(QueueEntered)
    again = await waits(here, line, KEPT)
    assert (await again.sees(PlaceRestored)).waited >= 1.0
    assert line_of(here) == [again.id, other.id]
    await again.has_heard("您之前的排队位置已保留")
    await other.hangs_up()
    await again.hangs_up()
