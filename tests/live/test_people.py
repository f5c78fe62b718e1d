"""Callers ring people by extension and by name, and a source tells who calls: on the real Asterisk."""

from __future__ import annotations

import pytest

from ivr.demo.api import DIAMONDS
from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import SourceAsked, Transferred
from ivr.spoken.keypad import keys_of
from tests.live.conftest import Desk
from tests.live.listening import sound

pytestmark = pytest.mark.asyncio(loop_scope="module")

DIAMOND = next(iter(DIAMONDS))


async def call(here: Stage, line: Phone, dialled: str, number: str = "13800138000") -> Person:
    return await Person.calls(here.watch, line, dialled, number=number)


@pytest.mark.parametrize(
    ("dialled", "prompt", "keys"), [("7901", "分机号", "1001"), ("7902", "姓名", keys_of("wangfang") + "#")]
)
async def test_a_caller_talks_with_whom_they_chose(
    here: Stage, line: Phone, desk: Desk, dialled: str, prompt: str, keys: str
) -> None:
    wang = await desk("1001")
    caller = await call(here, line, dialled)
    await caller.hears(prompt)
    await caller.presses(keys)
    talk = await wang.rung()
    await talk.answer()
    await sound(talk)
    await talk.hang_up()
    await caller.is_over()
    assert (await caller.sees(Transferred, to="1001")).outcome == "answered"


async def test_a_busy_phone_has_its_own_way(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    wang.manner = Manner(refuse=486)
    caller = await call(here, line, "7901")
    await caller.hears("分机号")
    await caller.presses("1001")
    await caller.has_heard("占线")
    await caller.is_over()


async def test_a_phone_that_may_not_be_rung_stays_silent(here: Stage, line: Phone, desk: Desk) -> None:
    li = await desk("1002")
    li.manner = Manner(refuse=486)
    caller = await call(here, line, "7901")
    await caller.hears("分机号")
    await caller.presses("1002")
    await caller.has_heard("不能拨打")
    await caller.is_over()
    assert not [event for event in here.watch.events if isinstance(event, Transferred) and event.to == "1002"]


async def test_a_source_is_asked_once_and_known_then(here: Stage, line: Phone) -> None:
    seen = []
    for _ in range(2):
        caller = await call(here, line, "7903", DIAMOND)
        await caller.has_heard("钻石会员")
        await caller.is_over()
        seen.append(await caller.sees(SourceAsked))
    assert [(each.outcome, each.cached) for each in seen] == [("found", False), ("found", True)]
