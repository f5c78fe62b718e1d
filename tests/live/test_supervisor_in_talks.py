"""A supervisor in the talks of agents, on the real Asterisk: who hears whom, told by the tones they send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import numpy
import pytest
import pytest_asyncio

from ivr.demo.calls import Call
from ivr.demo.patience import LIMIT
from ivr.demo.person import Person
from ivr.demo.phones import AGENT_TONE, CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import SupervisorJoined, SupervisorLeft, TransferBegan, Transferred
from ivr.ports import NoSuchTalk, NotThere
from tests.live.books import Books, record_of
from tests.live.conftest import Desk
from tests.live.listening import listened, sound
from tests.live.routing import agent, becomes
from tests.live.talking import facts, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUPERVISOR_TONE = 700
CHEN, ZHAO = "1005", "1006"


@pytest_asyncio.fixture(loop_scope="module")
async def chen(here: Stage, clean: None) -> AsyncIterator[Phone]:
    """A supervisor's phone."""
    async with Phone(here.address, account=here.account(CHEN), tone=SUPERVISOR_TONE) as phone:
        await phone.register()
        yield phone


async def hears(who: Person | Call, *wanted: int) -> None:
    """Wait until somebody hears these tones, and no other of the three phones'. Raises AssertionError."""
    heard: set[int] = set()
    with suppress(TimeoutError):
        async with asyncio.timeout(LIMIT):
            while heard != set(wanted):
                heard = await tones(who)
    assert heard == set(wanted)


async def tones(who: Person | Call) -> set[int]:
    """The tones that somebody hears now, of those that the three phones send."""
    heard = await listened(who, seconds=0.5)
    spectrum = numpy.abs(numpy.fft.rfft(heard * numpy.hanning(len(heard))))
    at = numpy.fft.rfftfreq(len(heard), 1 / 8000)
    levels = {tone: spectrum[numpy.abs(at - tone) < 20].max() for tone in TONES}
    return {tone for tone, level in levels.items() if level > max(levels.values()) / 10}


TONES = (CALLER_TONE, SUPERVISOR_TONE, AGENT_TONE)


async def supervises(here: Stage, phone: Phone, code: str) -> Person:
    """The supervisor has dialled this and hears what there is to hear."""
    person = await Person.calls(here.watch, phone, code)
    await sound(person, seconds=0.3)
    return person


def modes(here: Stage, caller: Person) -> list[str]:
    return [event.mode for event in facts(here, caller, SupervisorJoined)]


async def test_a_supervisor_listens_whispers_and_joins_and_is_heard_by_nobody_else(
    here: Stage, line: Phone, desk: Desk, chen: Phone
) -> None:
    caller, talk = await with_agent(here, line, await desk("1001"))
    listener = await supervises(here, chen, "*511001")
    await caller.sees(SupervisorJoined, mode="listen")
    await hears(listener, CALLER_TONE, AGENT_TONE)
    await hears(caller, AGENT_TONE)
    await hears(talk.call, CALLER_TONE)

    await listener.presses("5")
    await caller.sees(SupervisorJoined, mode="whisper")
    await hears(talk.call, CALLER_TONE, SUPERVISOR_TONE)
    await hears(caller, AGENT_TONE)

    await listener.presses("6")
    await caller.sees(SupervisorJoined, mode="join")
    await hears(caller, AGENT_TONE, SUPERVISOR_TONE)
    assert agent(here, "wang").state == "talking"
    assert agent(here, "chen").phone_state != "idle"

    await listener.hangs_up()
    left = [await caller.sees(SupervisorLeft, mode=mode) for mode in ("listen", "whisper", "join")]
    assert {(event.supervisor, event.agent) for event in left} == {("chen", "wang")}
    await hears(caller, AGENT_TONE)
    await caller.hangs_up()


async def test_another_program_has_the_supervisors_phone_rung(
    here: Stage, line: Phone, desk: Desk, chen: Phone
) -> None:
    caller, _ = await with_agent(here, line, await desk("1001"))
    with pytest.raises(NotThere):
        await here.engine.talks.supervise("1.1", "join", CHEN)
    with pytest.raises(NoSuchTalk):
        await here.engine.talks.supervise(caller.id, "join", ZHAO)
    await here.engine.talks.supervise(agent(here, "wang").call, "join", CHEN)
    rung = await chen.rung()
    await rung.answer()
    await caller.sees(SupervisorJoined, mode="join")
    await hears(rung, CALLER_TONE, AGENT_TONE)
    await hears(caller, AGENT_TONE, SUPERVISOR_TONE)
    await rung.hang_up()
    await caller.hangs_up()


async def test_listening_ends_with_the_talk(here: Stage, line: Phone, desk: Desk, chen: Phone) -> None:
    caller, talk = await with_agent(here, line, await desk("1001"))
    listener = await supervises(here, chen, "*511001")
    await talk.call.hang_up()
    await listener.is_over()
    await caller.sees(SupervisorLeft)
    await caller.hangs_up()


async def test_a_supervisor_takes_the_caller_over_and_the_agent_is_in_wrap_up(
    here: Stage, line: Phone, desk: Desk, chen: Phone, books: Books
) -> None:
    seen = here.watch.seen
    caller, talk = await with_agent(here, line, await desk("1001"))
    taking = await Person.calls(here.watch, chen, "*541001")
    # Both were calls of their own before they met in one room: Asterisk's CDRs end the second there.
    books.broken |= {caller.id, taking.id}
    assert await talk.call.ended() == "by them"
    await becomes(here, "wang", "wrap_up", after=seen)
    await hears(caller, SUPERVISOR_TONE)
    await hears(taking, CALLER_TONE)
    assert (await caller.sees(TransferBegan)).kind == "take_over"
    await taking.hangs_up()
    assert (await caller.sees(Transferred)).to == CHEN
    await caller.hangs_up()
    assert modes(here, caller) == ["take_over"]
    assert (await record_of(here, caller.id)).ended_by == "caller"


async def test_who_may_only_listen_can_do_nothing_else(here: Stage, line: Phone, desk: Desk) -> None:
    caller, talk = await with_agent(here, line, await desk("1001"))
    async with Phone(here.address, account=here.account(ZHAO), tone=SUPERVISOR_TONE) as zhao:
        await zhao.register()
        refused = await Person.calls(here.watch, zhao, "*521001")
        await refused.hears("没有这项权限")
        await refused.hangs_up()
        listener = await supervises(here, zhao, "*511001")
        await listener.presses("6")
        await sound(listener, seconds=0.5)
        await hears(caller, AGENT_TONE)
        await hears(listener, CALLER_TONE, AGENT_TONE)
        await listener.hangs_up()
    assert modes(here, caller) == ["listen"]
    await caller.hangs_up()
    del talk


async def test_nobody_listens_while_the_recording_is_paused(
    here: Stage, line: Phone, desk: Desk, chen: Phone
) -> None:
    caller, _ = await with_agent(here, line, await desk("1001"))
    listener = await supervises(here, chen, "*511001")
    await here.engine.talks.pause_recording(caller.id, True)
    await listener.hears("现在不能监听")
    await listener.is_over()
    again = await Person.calls(here.watch, chen, "*511001")
    await again.hears("现在不能监听")
    await again.is_over()
    assert modes(here, caller) == ["listen"]
    await caller.hangs_up()


async def test_nobody_listens_to_a_talk_in_a_secure_block(
    here: Stage, line: Phone, desk: Desk, chen: Phone
) -> None:
    wang = await desk("1001")
    caller = await Person.calls(here.watch, line, "7705", number="13800138000")
    talk = await wang.rung()
    await talk.answer()
    await sound(talk)
    listener = await Person.calls(here.watch, chen, "*511001")
    await listener.hears("现在不能监听")
    await listener.is_over()
    assert modes(here, caller) == []
    await caller.hangs_up()


async def test_an_agent_who_is_in_no_talk_cannot_be_listened_to(here: Stage, chen: Phone) -> None:
    listener = await Person.calls(here.watch, chen, "*511001")
    await listener.hears("现在没有通话")
    await listener.is_over()
