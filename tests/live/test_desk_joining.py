"""Between the answer and the talk: the agent is told who waits, the caller hears music, a key may be due."""

from __future__ import annotations

import asyncio

import numpy
import pytest

from ivr.demo.calls import ReceivedCall
from ivr.demo.person import Person
from ivr.demo.phones import AGENT_TONE, CALLER_TONE, Phone
from ivr.demo.rtp import RATE
from ivr.demo.stage import Stage
from ivr.events import AgentOffered, AgentPickedUp, OfferEnded, QueueLeft
from tests.live.books import Books, record_of
from tests.live.conftest import Desk
from tests.live.listening import before_tone, heard_since, heard_so_far, hears_tone
from tests.live.routing import agent, offered, waits
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name

pytestmark = pytest.mark.asyncio(loop_scope="module")

INTRODUCED, CONFIRMED = "7051", "7052"
TOLD = 4.0
"""Seconds; what an agent is told who presses no key lasts longer."""


async def waits_for_return(here: Stage, line: Phone) -> Person:
    caller = await Person.calls(here.watch, line, INTRODUCED, number="13800138000")
    await caller.hears("退货")
    await caller.presses("1")
    return caller


async def picks_up(phone: Phone, caller: Person) -> ReceivedCall:
    call = await phone.rung()
    await call.answer()
    await caller.sees(AgentPickedUp)
    return call


async def test_the_agent_alone_hears_who_waits_while_the_caller_hears_music(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await waits_for_return(here, line)
    call = await wang.rung()
    before = heard_so_far(caller)
    await call.answer()
    await caller.sees(AgentPickedUp)
    assert agent(here, "wang").state == "ringing"
    await caller.sees(OfferEnded, outcome="answered")
    await asyncio.gather(hears_tone(caller, AGENT_TONE), hears_tone(call, CALLER_TONE))
    told, music = (
        before_tone(heard_since(call, 0), CALLER_TONE),
        before_tone(heard_since(caller, before), AGENT_TONE),
    )
    assert len(told) > TOLD * RATE
    assert len(music) > RATE / 2
    assert numpy.abs(told).max() > 0.05
    assert numpy.abs(music).max() > 0.001
    await call.hang_up()
    await caller.is_over()


async def test_any_key_of_the_agent_cuts_it_short(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller = await waits_for_return(here, line)
    talk = await picks_up(wang, caller)
    await talk.press("5")
    assert (await caller.sees(OfferEnded)).outcome == "answered"
    await hears_tone(talk, CALLER_TONE)
    assert len(before_tone(heard_since(talk, 0), CALLER_TONE)) < TOLD * RATE
    await talk.hang_up()
    await caller.is_over()


async def test_the_key_takes_the_call(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller = await waits(here, line, CONFIRMED)
    talk = await picks_up(wang, caller)
    await talk.press("1")
    assert (await caller.sees(OfferEnded)).outcome == "answered"
    await talk.hang_up()
    await caller.is_over()
    assert (await record_of(here, caller.id)).agent == "wang"


async def test_who_presses_another_key_is_not_joined_and_the_next_agent_is_rung(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk("1002")
    caller = await waits(here, line, CONFIRMED)
    mailbox = await picks_up(wang, caller)
    await mailbox.press("3")
    assert (await caller.sees(OfferEnded, agent="wang")).outcome == "unconfirmed"
    assert await mailbox.ended() == "by them"
    talk = await li.rung()
    await talk.answer()
    await talk.press("1")
    await caller.sees(OfferEnded, outcome="answered")
    assert offered(here, caller) == ["wang", "li"]
    assert agent(here, "wang").state == "available"
    await talk.hang_up()
    await caller.is_over()


async def test_a_mailbox_that_answers_the_phone_never_gets_the_caller(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await waits(here, line, CONFIRMED)
    mailbox = await picks_up(wang, caller)
    assert (await caller.sees(OfferEnded)).outcome == "unconfirmed"
    assert await mailbox.ended() == "by them"
    await caller.hangs_up()
    assert (await record_of(here, caller.id)).agent == ""


async def test_an_agent_who_hangs_up_while_being_told_leaves_the_caller_in_the_line(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang, li = await desk("1001"), await desk("1002")
    caller = await waits_for_return(here, line)
    talk = await picks_up(wang, caller)
    await talk.hang_up()
    assert (await caller.sees(OfferEnded, agent="wang")).outcome == "unconfirmed"
    await caller.sees(AgentOffered, agent="li")
    talk = await li.rung()
    await talk.answer()
    await talk.press("1")
    await caller.sees(OfferEnded, agent="li", outcome="answered")
    await talk.hang_up()
    await caller.is_over()


async def test_a_caller_who_hangs_up_while_the_agent_is_told_frees_the_agent_at_once(
    here: Stage, line: Phone, desk: Desk
) -> None:
    wang = await desk("1001")
    caller = await waits_for_return(here, line)
    talk = await picks_up(wang, caller)
    await caller.phone.hang_up()
    assert await talk.ended() == "by them"
    await caller.is_over()
    assert (await caller.sees(OfferEnded)).outcome == "abandoned"
    assert (await caller.sees(QueueLeft)).outcome == "abandoned"
    record = await record_of(here, caller.id)
    assert (record.outcome, record.agent, record.talked) == ("abandoned", "", 0)
    assert agent(here, "wang").state == "available"


async def test_if_the_engine_dies_an_agent_who_is_being_told_is_joined(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    wang = await desk("1001")
    caller = await waits_for_return(here, line)
    books.broken.add(caller.id)
    talk = await picks_up(wang, caller)
    async with away(here):
        await hears_tone(talk, CALLER_TONE)
        await talk.hang_up()
        assert await caller.phone.ended() == "by them"


async def test_if_the_engine_dies_nobody_is_joined_who_has_not_pressed_the_key(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    wang = await desk("1001")
    caller = await waits(here, line, CONFIRMED)
    books.broken.add(caller.id)
    mailbox = await picks_up(wang, caller)
    async with away(here):
        assert await mailbox.ended() == "by them"
        again = await wang.rung()  # by the fallback, after its music
        assert caller.phone.state == "talking"
        await again.answer()
        await again.hang_up()
        await caller.phone.ended()
