"""Agents log in, out, pause and resume by feature code from their own phone."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.routing import agent, becomes, offered, talks, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def feature(here: Stage, phone: Phone, code: str) -> Person:
    return await Person.calls(here.watch, phone, code)


def state(here: Stage, name: str) -> tuple[str, str]:
    now = agent(here, name)
    return now.state, now.reason


async def test_a_day_at_the_desk(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    assert state(here, "wang")[0] == "available"

    seen = here.watch.seen
    pause = await feature(here, wang, "*43")
    await pause.hears("用餐请按2")
    await pause.presses("2")
    await pause.has_heard("您已暂停接听")
    await pause.is_over()
    assert (await becomes(here, "wang", "paused", after=seen)).reason == "lunch"

    caller = await waits(here, line)
    assert offered(here, caller) == []

    back = await feature(here, wang, "*44")
    await back.has_heard("您已上线")
    talk = await talks(wang, caller)
    await talk.hang_up()
    await caller.is_over()

    leaves = await feature(here, wang, "*42")
    await leaves.has_heard("您已签出")
    await leaves.is_over()
    assert state(here, "wang")[0] == "logged_out"
    late = await waits(here, line)
    assert offered(here, late) == []


async def test_who_logs_in_hears_so_and_the_call_is_in_the_log(here: Stage, desk: Desk) -> None:
    wang = await desk("1001")
    again = await feature(here, wang, "*42")
    await again.is_over()
    login = await feature(here, wang, "*41")
    await login.has_heard("您已上线")
    await login.is_over()
    record = await record_of(here, login.id)
    assert (record.caller_number, record.dialled_number, record.ended_by) == ("1001", "*41", "flow")


async def test_who_logs_in_while_callers_wait_is_rung_after_hearing_so(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    await (await feature(here, wang, "*42")).is_over()
    caller = await waits(here, line)
    login = await feature(here, wang, "*41")
    await login.has_heard("您已上线")
    assert offered(here, caller) == []
    await login.is_over()
    talk = await talks(wang, caller)
    await talk.hang_up()
    await caller.is_over()


async def test_a_pause_asked_for_in_a_talk_comes_after_it(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller = await waits(here, line)
    talk = await talks(wang, caller)
    pause = await feature(here, wang, "*43")
    await pause.hears("休息请按1")
    await pause.presses("3")
    await pause.is_over()
    assert (talk.state, state(here, "wang")[0]) == ("talking", "talking")
    seen = here.watch.seen
    await talk.hang_up()
    assert (await becomes(here, "wang", "paused", after=seen)).reason == "training"
    await caller.is_over()


async def test_logging_out_in_a_talk_leaves_the_talk_alone(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller = await waits(here, line)
    waiting = await waits(here, line)
    talk = await talks(wang, caller)
    leaves = await feature(here, wang, "*42")
    await leaves.has_heard("您已签出")
    await leaves.is_over()
    assert (talk.state, state(here, "wang")[0]) == ("talking", "talking")
    seen = here.watch.seen
    await talk.hang_up()
    await becomes(here, "wang", "logged_out", after=seen)
    await caller.is_over()
    assert offered(here, waiting) == []


async def test_a_phone_of_the_outside_world_cannot_log_anybody_in(here: Stage, line: Phone) -> None:
    stranger = await Person.calls(here.watch, line, "*41", number="13800138000")
    await stranger.has_heard("没有登记为坐席电话")
    await stranger.is_over()


async def test_who_claims_to_be_an_agents_phone_is_asked_for_its_password(here: Stage, line: Phone) -> None:
    seen = here.watch.seen
    claim = await line.call("*41", number="1001")
    assert "401" in await claim.ended()
    assert here.watch.events[seen:] == []
    assert state(here, "wang")[0] == "logged_out"
