"""While a caller waits: giving up, hearing the place in the line, and what an offer does to it."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AgentStateChanged, OfferEnded, PositionAnnounced, PromptPlayed, QueueLeft
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.listening import length_of
from tests.live.routing import BUYER, TOLD_BUYER, agent, happened, offered, talks, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLACE = "您现在排在第"
GOODBYE = "再见"


async def test_when_the_caller_gives_up_the_ringing_stops_and_the_agent_is_free(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await waits(here, line)
    ringing = await wang.rung()
    await caller.phone.hang_up()
    assert await ringing.ended() == "cancelled"
    await caller.is_over()
    assert (await caller.sees(OfferEnded)).outcome == "abandoned"
    assert (await record_of_flushed(here, caller)) == ("abandoned", "caller")
    assert agent(here, "wang").state == "available"


async def record_of_flushed(here: Stage, caller: Person) -> tuple[str, str]:
    record = await record_of(here, caller.id)
    return record.outcome, record.ended_by


async def test_the_agent_of_a_caller_who_gave_up_takes_the_next_one_at_once(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    gives_up, stays = await waits(here, line), await waits(here, line)
    ringing = await wang.rung()
    seen = here.watch.seen
    await gives_up.hangs_up()
    await ringing.ended()
    talk = await talks(wang, stays)
    states = [change.state for change in happened(here, AgentStateChanged, after=seen)]
    assert states == ["available", "ringing", "talking"]
    await talk.hang_up()
    await stays.is_over()


async def test_a_caller_who_hangs_up_while_waiting_leaves_the_line(here: Stage, line: Phone) -> None:
    first, second = await waits(here, line, BUYER), await waits(here, line, BUYER)
    assert [waiting.position for waiting in here.engine.acd.waiting()] == [1, 2]
    await first.hangs_up()
    assert (await first.sees(QueueLeft)).outcome == "abandoned"
    assert [(waiting.call, waiting.position) for waiting in here.engine.acd.waiting()] == [(second.id, 1)]
    await second.hangs_up()


async def test_waiting_callers_hear_their_place(here: Stage, line: Phone) -> None:
    first, second = await waits(here, line, TOLD_BUYER), await waits(here, line, TOLD_BUYER)
    assert (await first.sees(PositionAnnounced)).position == 1
    assert (await second.sees(PositionAnnounced)).position == 2
    await first.has_heard("您现在排在第一位")
    await second.has_heard("您现在排在第二位")


async def test_an_offer_cuts_the_place_in_the_line_short_and_nothing_else(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    here.engine.acd.pause("1001", "lunch")
    caller = await waits(here, line, TOLD_BUYER)
    await caller.hears(PLACE)
    here.engine.acd.resume("1001")
    talk = await talks(wang, caller)
    cut = await caller.sees(PromptPlayed)
    assert cut.heard < await length_of(here, cut.text)
    await talk.hang_up()
    await caller.is_over()
    goodbye = await caller.sees(PromptPlayed, text=GOODBYE + "。")
    assert goodbye.heard == pytest.approx(await length_of(here, goodbye.text))


async def test_after_a_talk_the_goodbye_is_heard_whole(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk("1002")
    at_once = await waits(here, line)  # an agent was free: the caller never waited
    await (await talks(wang, at_once)).hang_up()
    await at_once.is_over()
    after_another = await waits(here, line)
    await li.rung()  # and does not answer
    await (await talks(wang, after_another)).hang_up()
    await after_another.is_over()
    assert offered(here, after_another) == ["li", "wang"]
    heard = [event for event in happened(here, PromptPlayed) if GOODBYE in event.text]
    lengths = [event.heard for event in heard if event.call in (at_once.id, after_another.id)]
    assert lengths == pytest.approx([await length_of(here, GOODBYE + "。")] * 2)
