"""Calls of an agent's phone that are none of the queue's, on the real Asterisk: no state breaks by them."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AgentOffered, SelfRepaired, TalkEnded, Transferred
from tests.live.books import Books
from tests.live.conftest import Desk
from tests.live.routing import TO_WANG, agent, becomes, happened, offered, talks, until, waits
from tests.live.talking import FIRST_LINE

pytestmark = pytest.mark.asyncio(loop_scope="module")


def to_9999(books: Books) -> set[str]:
    return {cdr.call for cdr in books.observer.cdrs() if cdr.dialled == "9999"}


def phone(here: Stage, name: str = "wang") -> str:
    return agent(here, name).phone_state


async def test_a_colleagues_call_on_the_second_line_outlasts_the_talk_and_keeps_the_next_caller_away(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    await desk("1002")
    here.engine.acd.log_out("1002")
    first = await waits(here, line)
    talk = await talks(wang, first)
    outside = await Person.calls(here.watch, line, TO_WANG, number="13900139000")
    private = await wang.rung()
    await private.answer()
    await until(lambda: phone(here) == "engaged", "a second call")
    seen = here.watch.seen
    await talk.hang_up()
    await here.watch.until(TalkEnded, after=seen)
    await becomes(here, "wang", "available", after=seen)
    waiting = await waits(here, line)
    await asyncio.sleep(0.3)
    assert (offered(here, waiting), agent(here, "wang").state) == ([], "available")
    await private.hang_up()
    await outside.is_over()
    assert (await outside.sees(Transferred)).outcome == "answered"
    talk = await talks(wang, waiting)
    await talk.hang_up()
    for caller in (first, waiting):
        await caller.is_over()
    assert happened(here, SelfRepaired) == []


@pytest_asyncio.fixture(loop_scope="module")
async def past(here: Stage) -> None:
    """Ways past the engine: 7999 of a Local channel rings wang, and agents reach 9999."""
    for step in (
        "7999,1,Dial(PJSIP/1001,20) into past-the-engine",
        "9999,1,Answer() into callwright-agents",
        "9999,2,Echo() into callwright-agents",
    ):
        await here.asterisk.console(f"dialplan add extension {step} replace")


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("channel", ["PJSIP/1001", "Local/7999@past-the-engine"])
async def test_a_call_past_the_engine_keeps_the_router_away(
    here: Stage, line: Phone, desk: Desk, books: Books, channel: str
) -> None:
    wang = await desk("1001")
    books.strangers.add(f"past {channel}")
    await here.engine._ami.action(
        "Originate",
        Channel=channel,
        ChannelId=f"past {channel}",
        Application="Echo",
        CallerID="<02112345678>",
        Async="true",
    )
    private = await wang.rung()
    await private.answer()
    await until(lambda: phone(here) == "busy", "the call")
    waiting = await waits(here, line)
    assert (offered(here, waiting), agent(here, "wang").state) == ([], "available")
    await private.hang_up()
    await (await talks(wang, waiting)).hang_up()
    await waiting.is_over()


@pytest.mark.usefixtures("past")
async def test_a_call_placed_past_the_engine_in_a_talk_is_found_out_when_the_talk_is_over(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    """Asterisk tells nothing of a phone that goes from two calls to one."""
    wang = await desk("1001")
    caller = await waits(here, line)
    talk = await talks(wang, caller)
    private = await wang.call("9999")
    await private.answered()
    seen = here.watch.seen
    await talk.hang_up()
    await caller.is_over()
    repaired = await here.watch.until(SelfRepaired, agent="wang", after=seen)
    assert (repaired.what, repaired.was, repaired.found) == ("phone", "idle", "engaged")
    await private.hang_up()
    await until(lambda: phone(here) == "idle", "the phone idle again")
    await until(lambda: to_9999(books) != set(), "its CDR")
    books.strangers |= to_9999(books)


async def test_what_happened_to_a_phone_while_the_connection_was_gone_is_found_and_told(
    here: Stage, desk: Desk
) -> None:
    wang = await desk("1001")
    await until(lambda: phone(here) == "idle", "an idle phone")
    seen = here.watch.seen
    here.engine._ami._manager.protocol.close()
    await wang.unregister()
    repaired = await here.watch.until(SelfRepaired, agent="wang", after=seen)
    assert (repaired.what, repaired.was, repaired.found) == ("phone", "idle", "unreachable")
    assert agent(here, "wang").state == "available"


async def test_a_private_call_in_wrap_up_neither_ends_nor_lengthens_it(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk("1002")
    here.engine.acd.log_out("1002")
    caller = await waits(here, line, FIRST_LINE)
    talk = await talks(wang, caller)
    seen = here.watch.seen
    await talk.hang_up()
    await becomes(here, "wang", "wrap_up", after=seen)
    private = await Person.calls(here.watch, wang, "1002")
    other = await li.rung()
    await other.answer()
    over = await becomes(here, "wang", "available", after=seen)
    assert over.reason == "wrap_up_over"
    await until(lambda: phone(here) == "engaged", "the private call")
    await other.hang_up()
    await private.is_over()
    await caller.hangs_up()
    assert happened(here, AgentOffered, after=seen) == []
