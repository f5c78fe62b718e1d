"""An agent asks a colleague while the caller waits: back, over to the colleague, or all three together."""

from __future__ import annotations

import asyncio

import pytest

from ivr.demo.calls import ReceivedCall
from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import (
    ConferenceBegan,
    ConferenceEnded,
    ConsultBegan,
    ConsultEnded,
    HoldEnded,
    SurveyBegan,
    TalkEnded,
    Transferred,
)
from tests.live.conftest import Desk
from tests.live.routing import agent, becomes, until
from tests.live.talking import LI, Agent, facts, sound, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def consults(
    here: Stage, line: Phone, desk: Desk, key: str = "2"
) -> tuple[Person, Agent, ReceivedCall]:
    """wang talks with a caller, and asks li."""
    wang, li = await desk("1001"), await desk(LI)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys(key + LI + "#")
    colleague = await li.rung()
    seen = here.watch.seen
    await colleague.answer()
    await sound(colleague)
    await becomes(here, "li", "talking", after=seen)
    return caller, talk, colleague


async def test_who_consults_comes_back_when_the_colleague_hangs_up(
    here: Stage, line: Phone, desk: Desk
) -> None:
    caller, talk, colleague = await consults(here, line, desk)
    await colleague.hang_up()
    await caller.sees(HoldEnded)
    await asyncio.sleep(0.3)
    assert agent(here, "wang").state == "talking"
    await talk.call.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert agent(here, "li").state == "available"
    assert (await caller.sees(ConsultEnded)).outcome == "returned"
    assert len(facts(here, caller, TalkEnded)) == 1


async def test_a_key_leads_back_to_the_caller(here: Stage, line: Phone, desk: Desk) -> None:
    caller, talk, colleague = await consults(here, line, desk)
    await talk.keys("2")
    assert await colleague.ended() == "by them"
    await caller.sees(HoldEnded)
    await caller.hangs_up()
    assert await talk.call.ended() == "by them"
    assert facts(here, caller, SurveyBegan) == []


@pytest.mark.parametrize("how", ["hangs up", "key"])
async def test_who_hangs_up_hands_the_caller_over(here: Stage, line: Phone, desk: Desk, how: str) -> None:
    seen = here.watch.seen
    caller, talk, colleague = await consults(here, line, desk)
    if how == "key":
        await talk.keys("1")
    else:
        await talk.call.hang_up()
    await becomes(here, "wang", "wrap_up", after=seen)
    await caller.sees(HoldEnded)
    await sound(colleague)
    await asyncio.sleep(0.5)
    assert colleague.state == "talking"
    await colleague.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    sent = await caller.sees(Transferred)
    assert (sent.kind, sent.outcome, sent.to) == ("attended", "answered", LI)
    await becomes(here, "li", "wrap_up", after=seen)
    assert (await caller.sees(ConsultEnded)).outcome == "transferred"


async def test_a_colleague_who_does_not_answer_leads_back(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk(LI)
    li.manner = Manner(refuse=486)
    caller, talk = await with_agent(here, line, wang)
    await talk.keys("2" + LI + "#")
    assert (await caller.sees(ConsultEnded)).outcome == "busy"
    await caller.sees(HoldEnded)
    await talk.call.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()


async def test_a_caller_who_hangs_up_leaves_the_two_agents_talking(
    here: Stage, line: Phone, desk: Desk
) -> None:
    seen = here.watch.seen
    caller, talk, colleague = await consults(here, line, desk)
    await caller.hangs_up()
    await becomes(here, "wang", "wrap_up", after=seen)
    await asyncio.sleep(0.2)
    assert (talk.call.state, colleague.state) == ("talking", "talking")
    await colleague.hang_up()
    assert await talk.call.ended() == "by them"
    assert (await caller.sees(ConsultEnded)).outcome == "caller_left"


@pytest.mark.parametrize(
    ("leaves", "how"), [("colleague", "at once"), ("agent", "after consulting"), ("caller", "at once")]
)
async def test_three_talk_together_and_one_leaves(
    here: Stage, line: Phone, desk: Desk, leaves: str, how: str
) -> None:
    caller, talk, colleague = await consults(here, line, desk, "3" if how == "at once" else "2")
    if how != "at once":
        await talk.keys("3")
    await caller.sees(ConferenceBegan)
    await caller.sees(HoldEnded)
    await asyncio.sleep(0.5)
    if leaves == "caller":
        await caller.hangs_up()
        await talk.call.ended()
        await colleague.ended()
    elif leaves == "colleague":
        await colleague.hang_up()
        await caller.sees(ConferenceEnded)
        assert talk.call.state == "talking"
        await talk.call.hang_up()
        await caller.hears("解决")
        await caller.hangs_up()
    else:
        await talk.call.hang_up()
        await caller.sees(TalkEnded)
        await asyncio.sleep(0.5)
        assert colleague.state == "talking"
        await colleague.hang_up()
        await caller.hears("解决")
        await caller.hangs_up()
    left = [
        event for event in here.watch.events if isinstance(event, ConferenceEnded) and event.call == caller.id
    ]
    assert [event.by for event in left] == [leaves]
    assert (await caller.sees(ConsultBegan)).to == LI
    await until(lambda: agent(here, "li").state in ("available", "wrap_up"), "li is free")
