"""Whom a caller wants, on real phones: relaxed, excluded and preferred skills, one agent, priority."""

from __future__ import annotations

import asyncio

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AgentOffered, NeedsRelaxed, OfferEnded, QueueEntered
from tests.live.conftest import Desk
from tests.live.routing import BUYER, offered, talks, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")

RELAXED, EXCLUDING, PREFERRING, LAST, BEST, A_LITTLE_URGENT, WHEN_NOBODY, OPERATORS = (
    f"704{number}" for number in range(1, 9)
)
"""Numbers of tests/live/dialplans/choosing.yaml, by whom they ask for."""
KNOWN = "13800138044"


async def test_a_requirement_that_is_relaxed_brings_the_second_agent_also_while_a_phone_rings(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, liu = await desk("1001"), await desk("1004")
    caller = await waits(here, line, RELAXED)
    unanswered = await wang.rung()
    relaxed = await caller.sees(NeedsRelaxed)
    assert (relaxed.stage, relaxed.needs) == (1, "seller >= 2")
    talk = await talks(liu, caller)
    assert await unanswered.ended() == "cancelled"
    assert offered(here, caller) == ["wang", "liu"]
    await talk.hang_up()
    await caller.is_over()


async def test_a_requirement_is_dropped_when_nobody_idle_meets_it(
    here: Stage, line: Phone, desk: Desk
) -> None:
    li = await desk("1002")
    caller = await waits(here, line, WHEN_NOBODY)
    talk = await talks(li, caller)
    assert (await caller.sees(NeedsRelaxed)).needs == "anybody"
    await talk.hang_up()
    await caller.is_over()


async def test_who_has_an_excluded_skill_is_not_rung(here: Stage, line: Phone, desk: Desk) -> None:
    zhang, li = await desk("1003"), await desk("1002")
    caller = await waits(here, line, EXCLUDING)
    assert (await caller.sees(QueueEntered)).needs == "buyer and not vip and not en"
    talk = await talks(li, caller)
    assert offered(here, caller) == ["li"]  # though zhang has been free for longer
    assert len(zhang.calls) == 1
    await talk.hang_up()
    await caller.is_over()


async def test_who_has_a_preferred_skill_is_rung_before_who_was_free_for_longer(
    here: Stage, line: Phone, desk: Desk
) -> None:
    _, zhang = await desk("1002"), await desk("1003")
    caller = await waits(here, line, PREFERRING)
    talk = await talks(zhang, caller)
    assert offered(here, caller) == ["zhang"]
    await talk.hang_up()
    await caller.is_over()


async def test_the_agent_talked_to_last_is_rung_again_and_when_busy_waited_for_with_patience(
    here: Stage, line: Phone, desk: Desk
) -> None:
    li = await desk("1002")
    before = await Person.calls(here.watch, line, BUYER, number=KNOWN)
    await (await talks(li, before)).hang_up()
    await before.is_over()
    await here.engine.flush()
    wang = await desk("1001")
    again = await Person.calls(here.watch, line, LAST, number=KNOWN)
    entered = await again.sees(QueueEntered)
    assert (entered.agent, entered.patience) == ("li", 3.0)
    talk = await talks(li, again)
    assert offered(here, again) == ["li"]
    third = await Person.calls(here.watch, line, LAST, number=KNOWN)
    other = await talks(wang, third)
    assert offered(here, third) == ["wang"]
    await other.hang_up()
    await talk.hang_up()
    await third.is_over()


async def test_the_strategy_best_skill_rings_the_best_and_not_who_was_free_for_longest(
    here: Stage, line: Phone, desk: Desk
) -> None:
    _, zhang = await desk("1002"), await desk("1003")
    caller = await waits(here, line, BEST)
    talk = await talks(zhang, caller)
    assert offered(here, caller) == ["zhang"]
    await talk.hang_up()
    await caller.is_over()


async def test_who_serves_a_queue_goes_by_skills_even_for_who_is_asked_for_by_name(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, chen = await desk("1001"), await desk("1005")
    caller = await waits(here, line, OPERATORS)
    talk = await talks(chen, caller)
    assert offered(here, caller) == ["chen"]
    assert len(wang.calls) == 1
    await talk.hang_up()
    await caller.is_over()


async def test_who_has_waited_for_longer_than_priority_is_worth_goes_first(
    here: Stage, line: Phone, desk: Desk
) -> None:
    early = await waits(here, line, BUYER)
    await asyncio.sleep(here.settings.queues.priority.worth + 0.5)
    urgent = await waits(here, line, A_LITTLE_URGENT)
    wang = await desk("1001")
    await (await talks(wang, early)).hang_up()
    await (await talks(wang, urgent)).hang_up()
    await urgent.is_over()
    assert (await early.sees(OfferEnded, agent="wang")).outcome == "answered"
    assert (await early.sees(AgentOffered)).at < (await urgent.sees(AgentOffered)).at
