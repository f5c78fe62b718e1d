"""Wrap-up made longer and ended, and calls classified, by feature code from the agent's phone."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import DispositionSet, WrapUpExtended
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.routing import BUYER, agent, becomes, talks, waits
from tests.live.talking import FIRST_LINE

STRICT = "7053"
"""A queue whose agents are paused after two unanswered offers."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def after_a_call(here: Stage, line: Phone, wang: Phone, dialled: str = BUYER) -> Person:
    """Wang is in wrap-up, which lasts a second, or three in the first line."""
    caller = await waits(here, line, dialled)
    talk = await talks(wang, caller)
    seen = here.watch.seen
    await talk.hang_up()
    await becomes(here, "wang", "wrap_up", after=seen)
    return caller


async def test_a_wrap_up_is_longer_by_key_and_over_by_key(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    seen = here.watch.seen
    caller = await after_a_call(here, line, wang, FIRST_LINE)
    longer = await Person.calls(here.watch, wang, "*46")
    await longer.has_heard("话后整理时间已延长")
    await longer.is_over()
    assert (await here.watch.until(WrapUpExtended, agent="wang", after=seen)).seconds == 60
    assert agent(here, "wang").state == "wrap_up"
    over = await Person.calls(here.watch, wang, "*47")
    await over.has_heard("您已上线")
    await over.is_over()
    assert (await becomes(here, "wang", "available", after=seen)).reason == "resumed"
    await caller.hangs_up()


async def test_who_classifies_the_call_is_not_rung_meanwhile_though_the_wrap_up_is_over(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    seen = here.watch.seen
    caller = await after_a_call(here, line, wang)
    classifies = await Person.calls(here.watch, wang, "*48")
    await classifies.hears("已解决请按1")
    waiting = await waits(here, line)
    await becomes(here, "wang", "available", after=seen)  # the second of wrap-up is over
    await classifies.presses("2")
    await classifies.has_heard("已登记")
    assert agent(here, "wang").state == "available"
    await classifies.is_over()
    talk = await talks(wang, waiting)
    await talk.hang_up()
    assert (await here.watch.until(DispositionSet, call=caller.id)).code == "follow_up"
    assert (await record_of(here, caller.id)).disposition == "follow_up"
    await waiting.is_over()


async def test_who_does_not_answer_twice_is_paused_and_back_by_key(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    seen = here.watch.seen
    caller = await waits(here, line, STRICT)
    for _ in range(2):
        await wang.rung()
    assert (await becomes(here, "wang", "paused", after=seen)).reason == "no_answer"
    back = await Person.calls(here.watch, wang, "*44")
    await back.has_heard("您已上线")
    await back.is_over()
    talk = await talks(wang, caller)
    await talk.hang_up()
    await caller.is_over()
