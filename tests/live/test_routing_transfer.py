"""A flow rings a phone directly: answered, busy, not answered, away."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import Transferred
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.listening import sound
from tests.live.routing import TO_WANG

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOBODY = "没人"


async def is_transferred(here: Stage, line: Phone) -> Person:
    return await Person.calls(here.watch, line, TO_WANG, number="13800138000")


@pytest.mark.parametrize("hangs_up", ["phone", "caller"])
async def test_a_transfer_that_is_answered(here: Stage, line: Phone, desk: Desk, hangs_up: str) -> None:
    wang = await desk("1001")
    caller = await is_transferred(here, line)
    talk = await wang.rung()
    await talk.answer()
    await sound(talk)  # of the caller: they are connected
    await (talk if hangs_up == "phone" else caller.phone).hang_up()
    await caller.is_over()
    assert (await caller.sees(Transferred)).outcome == "answered"
    record = await record_of(here, caller.id)
    assert (record.outcome, record.queue, record.agent) == ("transferred", "", "")


async def test_a_transfer_to_a_busy_phone_goes_on_in_the_flow(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    wang.manner = Manner(refuse=486)
    caller = await is_transferred(here, line)
    await caller.has_heard(NOBODY)
    await caller.is_over()
    assert (await caller.sees(Transferred)).outcome == "busy"


async def test_a_transfer_that_nobody_answers_goes_on_in_the_flow(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await is_transferred(here, line)
    ringing = await wang.rung()
    await caller.has_heard(NOBODY)
    assert await ringing.ended() == "cancelled"
    await caller.is_over()
    assert (await caller.sees(Transferred)).outcome == "rang_out"


async def test_a_transfer_to_a_phone_that_is_away_goes_on_in_the_flow(here: Stage, line: Phone) -> None:
    caller = await is_transferred(here, line)
    await caller.has_heard(NOBODY)
    await caller.is_over()
    assert (await caller.sees(Transferred)).outcome == "unreachable"


async def test_a_caller_who_hangs_up_while_the_phone_rings_stops_it(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await is_transferred(here, line)
    ringing = await wang.rung()
    await caller.phone.hang_up()
    assert await ringing.ended() == "cancelled"
    assert (await caller.is_over()).by == "caller"
