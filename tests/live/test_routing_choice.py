"""Who is rung for whom, on real phones: skills, priority, those who do not answer, those who cannot."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import AgentOffered, AgentStateChanged, OfferEnded, Transferred
from tests.live.conftest import Desk
from tests.live.routing import BUYER, URGENT_BUYER, VIP, agent, happened, offered, talks, until, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_skill_that_only_one_of_three_agents_has(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li, zhang = await desk("1001"), await desk("1002"), await desk("1003")
    caller = await waits(here, line, VIP)
    talk = await talks(zhang, caller)
    assert offered(here, caller) == ["zhang"]
    assert [len(phone.calls) for phone in (wang, li)] == [1, 1]  # the feature code alone
    await talk.hang_up()
    await caller.is_over()


async def test_of_two_callers_the_one_with_the_higher_priority_goes_first(
    here: Stage, line: Phone, desk: Desk
) -> None:
    early = await waits(here, line, BUYER)
    urgent = await waits(here, line, URGENT_BUYER)
    wang = await desk("1001")
    first = await talks(wang, urgent)
    assert offered(here, early) == []
    await first.hang_up()
    second = await talks(wang, early)
    await second.hang_up()
    await early.is_over()


async def test_of_two_callers_alike_the_one_who_came_first_goes_first(
    here: Stage, line: Phone, desk: Desk
) -> None:
    first, second = await waits(here, line), await waits(here, line)
    wang = await desk("1001")
    await (await talks(wang, first)).hang_up()
    await (await talks(wang, second)).hang_up()
    await second.is_over()


async def test_the_agent_who_was_free_for_longest_is_rung(here: Stage, line: Phone, desk: Desk) -> None:
    li, wang = await desk("1002"), await desk("1001")
    caller = await waits(here, line)
    talk = await talks(li, caller)
    assert offered(here, caller) == ["li"]
    assert len(wang.calls) == 1
    await talk.hang_up()
    await caller.is_over()


async def test_a_phone_that_nobody_answers_leads_to_the_next_agent(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk("1002")
    caller = await waits(here, line)
    unanswered = await wang.rung()
    talk = await talks(li, caller)
    assert await unanswered.ended() == "cancelled"
    assert offered(here, caller) == ["wang", "li"]
    assert (await caller.sees(OfferEnded, agent="wang")).outcome == "rang_out"
    await talk.hang_up()
    await caller.is_over()


async def test_a_caller_whose_agent_did_not_answer_keeps_the_place(
    here: Stage, line: Phone, desk: Desk
) -> None:
    li = await desk("1002")
    here.engine.acd.pause("1002", "lunch")
    await desk("1001")
    first, second, third = [await waits(here, line) for _ in range(3)]
    await first.sees(OfferEnded, agent="wang", outcome="rang_out")
    await second.sees(AgentOffered, agent="wang")  # the first is spared the phone that was not answered
    here.engine.acd.resume("1002")
    talk = await talks(li, first)
    assert offered(here, third) == []
    await talk.hang_up()


async def test_a_busy_phone_leads_to_the_next_agent(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk("1002")
    wang.manner = Manner(refuse=486)
    caller = await waits(here, line)
    talk = await talks(li, caller)
    assert (await caller.sees(OfferEnded, agent="wang")).outcome == "busy"
    await talk.hang_up()
    await caller.is_over()


async def test_a_phone_that_went_away_leads_to_the_next_agent(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk("1002")
    await wang.unregister()
    await until(lambda: agent(here, "wang").phone_state == "unreachable", "the phone is known to be away")
    caller = await waits(here, line)
    talk = await talks(li, caller)
    assert offered(here, caller) == ["li"]
    await talk.hang_up()
    await caller.is_over()


async def test_an_agent_in_wrap_up_is_not_rung_before_it_is_over(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    first = await waits(here, line)
    second = await waits(here, line)
    seen = here.watch.seen
    await (await talks(wang, first)).hang_up()
    await (await talks(wang, second)).hang_up()
    await second.is_over()
    changes = happened(here, AgentStateChanged, after=seen)
    states = [(change.state, change.reason) for change in changes if change.agent == "wang"]
    assert states[:4] == [
        ("talking", "answered"),
        ("wrap_up", "talk_ended"),
        ("available", "wrap_up_over"),
        ("ringing", "offered"),
    ]
    wrapped_up = changes[2].at - changes[1].at
    assert wrapped_up >= here.settings.queues.queues["support"].wrap_up - 0.05


@pytest.mark.parametrize("direction", ["calls", "is called"])
async def test_the_busy_phone_of_an_agent_in_a_private_call_is_not_rung(
    here: Stage, line: Phone, desk: Desk, direction: str
) -> None:
    wang, colleague = await desk("1001"), await desk("1005")
    calling, called = (wang, colleague) if direction == "calls" else (colleague, wang)
    number = "1005" if direction == "calls" else "1001"
    private = await Person.calls(here.watch, calling, number)
    await (await called.rung()).answer()
    in_a_call = ("engaged",) if direction == "calls" else ("busy", "engaged")
    await until(lambda: agent(here, "wang").phone_state in in_a_call, "wang's phone is known to be in a call")
    li = await desk("1002")
    caller = await waits(here, line)
    talk = await talks(li, caller)
    assert offered(here, caller) == ["li"]  # though wang has been free for longer
    await private.hangs_up()
    await until(lambda: agent(here, "wang").phone_state == "idle", "wang's phone is known to be idle")
    other = await waits(here, line)
    assert (await private.sees(Transferred)).outcome == "answered"
    second = await talks(wang, other)
    assert offered(here, other) == ["wang"]
    await talk.hang_up()
    await second.hang_up()
    await other.is_over()
