"""Calls that nobody takes: no such number, no agent at work, and an agent who does not pick up."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import OfferEnded, QueueLeft
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.listening import sound

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_number_that_no_dialplan_answers_is_not_in_service(here: Stage, line: Phone) -> None:
    caller = await Person.calls(here.watch, line, "9999", number="13800138000")
    await caller.has_heard("您拨打的号码暂未开通。")
    await caller.is_over()
    record = await record_of(here, caller.id)
    assert (record.outcome, record.dialplan, record.ended_by) == ("not_in_service", "", "engine")


async def test_with_no_agent_at_work_the_caller_hears_music_until_their_patience_is_over(
    here: Stage, line: Phone
) -> None:
    caller = await Person.calls(here.watch, line, "7005", number="13800138000")
    await sound(caller, seconds=1.5)
    left = await caller.sees(QueueLeft)
    assert left.outcome == "timed_out"
    assert left.waited >= 2.0
    await caller.has_heard("没人")
    await caller.is_over()
    assert (await record_of(here, caller.id)).agent == ""


async def test_an_agent_who_does_not_pick_up_costs_the_caller_no_more_than_the_ringing(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await Person.calls(here.watch, line, "7005", number="13800138000")
    ringing = await wang.rung()
    ended = await caller.sees(OfferEnded)
    assert (ended.agent, ended.outcome) == ("wang", "rang_out")
    assert await ringing.ended() == "cancelled"
    assert (await caller.sees(QueueLeft)).outcome == "timed_out"
    await caller.has_heard("没人")
    await caller.is_over()
    record = await record_of(here, caller.id)
    assert (record.outcome, record.agent, record.talked) == ("unserved", "", 0.0)
