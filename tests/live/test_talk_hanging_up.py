"""Whoever hangs up in a talk, whatever the agent is about to do with it: everybody else is looked after."""

from __future__ import annotations

import asyncio

import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import ConsultEnded, HoldEnded, TalkEnded, TransferBegan, Transferred
from tests.live.conftest import Desk
from tests.live.routing import agent, becomes, until
from tests.live.talking import LI, Agent, facts, sound, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_caller_while_the_agent_hears_the_menu(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    seen = here.watch.seen
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("")
    await caller.hangs_up()
    assert await talk.call.ended() == "by them"
    await becomes(here, "wang", "available", after=seen)


async def test_the_agent_who_hears_the_menu(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("")
    await talk.call.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert [ended.by for ended in facts(here, caller, TalkEnded)] == ["agent"]


async def test_the_caller_while_the_colleague_is_rung(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk(LI)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("2" + LI + "#")
    ringing = await li.rung()
    await caller.hangs_up()
    assert await ringing.ended() == "cancelled"
    assert await talk.call.ended() == "by them"
    assert [ended.outcome for ended in facts(here, caller, ConsultEnded)] == ["caller_left"]


async def test_the_agent_while_the_colleague_is_rung_who_is_rung_again(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("2" + LI + "#")
    ringing = await li.rung()
    await talk.call.hang_up()
    assert await ringing.ended() == "cancelled"
    again = await li.rung()
    await again.answer()
    await sound(again)
    await again.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert [began.kind for began in facts(here, caller, TransferBegan)] == ["blind"]


async def test_an_agent_back_from_a_colleague_sends_the_caller_on_and_the_next_one_does_too(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    seen = here.watch.seen
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("2" + LI + "#")
    asked = await li.rung()
    await asked.answer()
    await sound(asked)
    await asked.hang_up()
    await caller.sees(HoldEnded)
    await sound(talk.call)
    await talk.keys("1" + LI + "#")
    second = await li.rung()
    await second.answer()
    await sound(second)
    assert await talk.call.ended() == "by them"
    await becomes(here, "wang", "available", after=seen)
    back = Agent(second)
    await back.keys("11001#")
    third = await wang.rung()
    await third.answer()
    await sound(third)
    await third.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert [(sent.kind, sent.to) for sent in facts(here, caller, Transferred)] == [
        ("blind", LI),
        ("blind", "1001"),
    ]


async def test_a_colleague_with_whom_the_caller_was_left_consults_and_comes_back(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("2" + LI + "#")
    second = await li.rung()
    await second.answer()
    await sound(second)
    await talk.call.hang_up()
    await caller.sees(HoldEnded)
    await until(lambda: agent(here, "wang").state == "available", "wang is free")
    await Agent(second).keys("21001#")
    asked = await wang.rung()
    await asked.answer()
    await sound(asked)
    await asked.hang_up()
    await asyncio.sleep(0.3)
    await second.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    ended = [(each.agent, each.outcome) for each in facts(here, caller, ConsultEnded)]
    assert ended == [("wang", "transferred"), ("li", "returned")]
