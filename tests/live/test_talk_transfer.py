"""An agent sends the caller on: to a colleague, to a queue, to the second line; nobody is dropped."""

from __future__ import annotations

import asyncio

import pytest

from ivr.asterisk.ami import Ami
from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import (
    AgentOffered,
    CallBegan,
    CallEnded,
    QueueEntered,
    QueueLeft,
    RecordingStored,
    SurveyAnswered,
    SurveyBegan,
    TalkEnded,
    TransferBegan,
    Transferred,
)
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.routing import agent, becomes, talks, until, waits
from tests.live.talking import FIRST_LINE, LI, SECOND_LINE, facts, sound, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_caller_is_sent_to_a_colleague_and_asked_when_that_one_hangs_up(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    seen = here.watch.seen
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("1" + LI + "#")
    second = await li.rung()
    await becomes(here, "wang", "wrap_up", after=seen)
    assert await talk.call.ended() == "by them"
    await second.answer()
    await sound(second)  # of the caller
    await becomes(here, "li", "talking", after=seen)
    await second.hang_up()
    await becomes(here, "li", "wrap_up", after=seen)
    await caller.hears("解决")
    await caller.presses("1")
    await caller.is_over()
    began, sent = await caller.sees(TransferBegan), await caller.sees(Transferred)
    assert (began.kind, began.agent, began.to) == ("blind", "wang", LI)
    assert (sent.kind, sent.agent, sent.to, sent.outcome) == ("blind", "wang", LI, "answered")
    assert [(ended.agent, ended.by) for ended in facts(here, caller, TalkEnded)] == [("wang", "transfer")]
    assert [answered.answer for answered in facts(here, caller, SurveyAnswered)] == ["yes"]
    assert len(facts(here, caller, RecordingStored)) == 2
    record = await record_of(here, caller.id)
    assert (record.outcome, record.agent) == ("answered", "li")
    assert [(part.agent, part.how, part.by) for part in record.handles] == [
        ("wang", "queue", "transfer"),
        ("li", "blind", "agent"),
    ]


async def test_a_caller_who_hangs_up_is_asked_nothing(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller, _ = await with_agent(here, line, wang)
    assert (await caller.hangs_up()).by == "caller"
    assert facts(here, caller, SurveyBegan) == []


async def test_a_caller_is_sent_to_the_second_line_and_keeps_the_place(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    here.engine.acd.pause(LI, "lunch")
    caller, talk = await with_agent(here, line, wang)
    await sound(talk.call, seconds=0.5)
    await talk.keys("4")
    await caller.sees(QueueEntered, queue="second_line")
    here.engine.acd.pause("1001", "lunch")
    waiting = next(now for now in here.engine.acd.waiting() if now.call == caller.id)
    assert (
        waiting.waited > facts(here, caller, QueueLeft)[0].waited + 0.5
    )  # since they entered the first line
    here.engine.acd.resume(LI)
    second = await talks(li, caller)
    await second.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert (await caller.sees(TransferBegan)).kind == "escalation"
    assert [(ended.agent, ended.queue) for ended in facts(here, caller, TalkEnded)] == [
        ("wang", "first_line"),
        ("li", "second_line"),
    ]


async def test_a_queue_is_reached_by_its_extension(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk(LI)
    here.engine.acd.pause(LI, "lunch")
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("1" + SECOND_LINE + "#")
    await caller.sees(QueueEntered, queue="second_line")
    here.engine.acd.pause("1001", "lunch")
    here.engine.acd.resume(LI)
    second = await talks(li, caller)
    await caller.hangs_up()
    assert await second.ended() == "by them"


@pytest.mark.parametrize(("refuse", "outcome"), [(486, "busy"), (480, "rang_out")])
async def test_a_caller_whom_nobody_takes_comes_back_to_the_agent(
    here: Stage, line: Phone, desk: Desk, refuse: int, outcome: str
) -> None:
    wang, li = await desk("1001"), await desk(LI)
    here.engine.acd.pause(LI, "lunch")
    li.manner = Manner(refuse=refuse)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("1" + LI + "#")
    await talk.call.ended()
    back = await wang.rung()
    await back.answer()
    await sound(back)
    assert [offered.agent for offered in facts(here, caller, AgentOffered)] == ["wang", "wang"]
    assert (await caller.sees(Transferred)).outcome == outcome
    await caller.hangs_up()


async def test_a_wrong_number_leads_back_to_the_caller(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("1999#")
    await asyncio.sleep(2.5)
    assert talk.call.state == "talking"
    assert agent(here, "wang").state == "talking"
    await talk.call.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert facts(here, caller, TransferBegan) == []


async def test_a_program_sends_a_caller_on(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk(LI)
    here.engine.acd.pause(LI, "lunch")
    caller, talk = await with_agent(here, line, wang)
    await here.engine.talks.transfer(caller.id, LI)
    second = await li.rung()
    await second.answer()
    assert await talk.call.ended() == "by them"
    await caller.hangs_up()
    assert isinstance(await caller.sees(CallEnded), CallEnded)


async def test_the_keys_of_a_talk_are_the_agents_alone(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller = await waits(here, line, FIRST_LINE)
    ringing = await wang.rung()
    await has_no_keys(here, caller)  # a phone that is picked up within milliseconds can be ahead of it
    await ringing.answer()
    await sound(ringing)  # of the caller
    await caller.presses("*1")
    heard = ringing.sound.keys_heard
    await until(lambda: heard == ["*", "1"], "the caller's keys go through to the agent")
    await caller.hangs_up()


async def has_no_keys(here: Stage, caller: Person, limit: float = 10.0) -> None:
    """Wait until the keys of a talk, which the phone has by now, were taken from the caller's channel."""
    channel = (await caller.sees(CallBegan)).channel
    async with Ami(here.settings.engine.ami) as ami, asyncio.timeout(limit):
        keys = "callwright"
        while keys:
            keys = (await ami.action("Getvar", Channel=channel, Variable="DYNAMIC_FEATURES")).fields["Value"]
            await asyncio.sleep(0.01)
