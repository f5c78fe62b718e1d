"""Calls that come through Local channels to an agent: one call and one talk, as long as Asterisk says."""

from __future__ import annotations

import asyncio

import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from tests.live.books import Books
from tests.live.conftest import Desk
from tests.live.routing import BUYER, TO_WANG
from tests.live.test_verify import until_over

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 2.0
THROUGH, NUMBER = "7198", "13800138051"


@pytest.mark.parametrize("dialled", [BUYER, TO_WANG], ids=["recorded", "not recorded"])
@pytest.mark.parametrize("options", ["/n", ""], ids=["to be kept", "to be taken out"])
async def test_the_talk_of_a_call_that_comes_through_a_local_channel_is_as_long_as_asterisks(
    here: Stage, line: Phone, desk: Desk, books: Books, options: str, dialled: str
) -> None:
    wang = await desk("1001")
    dial = f"{THROUGH},1,Dial,Local/{dialled}@callwright{options}"
    await here.asterisk.console(f"dialplan add extension {dial} into callwright replace")
    call = await line.call(THROUGH, number=NUMBER)
    talk = await wang.rung()
    await talk.answer()
    await call.answered()
    await asyncio.sleep(SECONDS)
    await talk.hang_up()
    await call.ended()
    record = await until_over(here, NUMBER)
    assert record.talked > SECONDS / 2
    await books.verify()
    books.leave_out(cdr.call for cdr in books.observer.cdrs() if cdr.caller_number == NUMBER)
    books.leave_out({record.id})
