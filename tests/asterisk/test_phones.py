"""The telephones of the tests and of the demo, against the real Asterisk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from ivr.asterisk.free_ports import PortBlock
from ivr.asterisk.instance import PhoneAccount
from ivr.asterisk.private import PrivateAsterisk
from ivr.demo.calls import CallOver
from ivr.demo.patience import LIMIT
from ivr.demo.phones import Manner, NotRegistered, Phone
from ivr.demo.rtp import mu_law
from ivr.demo.sipp import Place, SippAgent, SippFailed
from ivr.packages import Unpacked

from .conftest import CONFIG, account

AgentPhone = Callable[[str], Awaitable[Phone]]


async def test_keys_arrive_as_they_were_pressed(caller: Phone) -> None:
    call = await caller.call("echo")
    await call.answered()
    await call.press("1234567890*#")
    assert await heard_keys(call.sound.keys_heard, 12) == "1234567890*#"


async def test_the_same_key_twice_is_two_keys(caller: Phone) -> None:
    call = await caller.call("echo")
    await call.answered()
    await call.press("5551")
    assert await heard_keys(call.sound.keys_heard, 4) == "5551"


async def test_a_caller_s_number_and_name_are_shown(caller: Phone, asterisk: PrivateAsterisk) -> None:
    call = await caller.call("echo", number="13800138000", name='张伟 "Wei", Zhang')
    await call.answered()
    channels = await asterisk.console("core show channels concise")
    assert "!13800138000!" in channels


async def test_a_wrong_password_is_refused(address: tuple[str, int]) -> None:
    async with Phone(address, account=PhoneAccount("1001", "wrong")) as phone:
        with pytest.raises(NotRegistered, match="1001"):
            await phone.register()


async def test_a_phone_that_is_put_away_is_not_registered_any_more(
    address: tuple[str, int], asterisk: PrivateAsterisk
) -> None:
    async with Phone(address, account=account("1002")) as phone:
        await phone.register()
        assert "1002/sip:" in await asterisk.console("pjsip show contacts")
    assert "1002/sip:" not in await asterisk.console("pjsip show contacts")


async def test_an_agent_answers_and_hangs_up(caller: Phone, agent_phone: AgentPhone) -> None:
    agent = await agent_phone("1001")
    call = await caller.call("agent", number="13800138000")
    talk = await agent.rung()
    assert "13800138000" in talk.number
    await talk.answer()
    await talk.hang_up()
    assert await call.ended() == "by them"


async def test_a_caller_who_gives_up_stops_the_ringing(caller: Phone, agent_phone: AgentPhone) -> None:
    agent = await agent_phone("1001")
    call = await caller.call("agent")
    talk = await agent.rung()
    await call.hang_up()
    assert await talk.ended() == "cancelled"
    with pytest.raises(CallOver, match="cancelled"):
        await talk.answer()


async def test_a_busy_phone_refuses(caller: Phone, agent_phone: AgentPhone) -> None:
    agent = await agent_phone("1001")
    agent.manner = Manner(refuse=486)
    call = await caller.call("agent")
    assert await call.ended() == "by them"
    assert [talk.why for talk in agent.calls] == ["refused with 486"]


async def test_a_phone_can_answer_and_hang_up_by_itself(caller: Phone, agent_phone: AgentPhone) -> None:
    agent = await agent_phone("1001")
    agent.manner = Manner(after=0, talk=0.2)
    call = await caller.call("agent")
    assert await call.ended() == "by them"
    assert [talk.why for talk in agent.calls] == ["by us"]


async def test_an_agent_s_phone_calls_with_its_password(agent_phone: AgentPhone) -> None:
    agent = await agent_phone("1001")
    call = await agent.call("*41")  # no engine listens: the fallback answers
    await call.answered()


async def test_a_number_that_does_not_exist_says_so(caller: Phone) -> None:
    call = await caller.call("nowhere")
    with pytest.raises(CallOver, match="404"):
        await call.answered()
    with pytest.raises(CallOver, match="404"):
        await call.press("1")


class TestSipp:
    """The sample agents."""

    @pytest_asyncio.fixture
    async def place(
        self, program: Unpacked, ports: PortBlock, address: tuple[str, int], tmp_path: Path
    ) -> AsyncIterator[Place]:
        yield Place(program, CONFIG / "sipp", tmp_path, ports.one(), ports.one(), address)

    async def test_it_registers_rings_answers_and_talks(self, place: Place, caller: Phone) -> None:
        async with SippAgent(place, account("1001"), ring=0.1):
            call = await caller.call("agent")
            await call.answered()
            await heard_tone(call.sound.heard)
            await call.hang_up()

    async def test_it_can_hang_up(self, place: Place, caller: Phone) -> None:
        async with SippAgent(place, account("1001"), ring=0.1, talk=0.3):
            call = await caller.call("agent")
            assert await call.ended() == "by them"

    async def test_it_takes_the_next_call_after_one_that_was_given_up(
        self, place: Place, caller: Phone, asterisk: PrivateAsterisk
    ) -> None:
        async with SippAgent(place, account("1001"), ring=0.4):
            first = await caller.call("agent")
            async with asyncio.timeout(LIMIT):
                while "Ringing" not in await asterisk.console("core show channels"):
                    pass
            await first.hang_up()
            second = await caller.call("agent")
            await second.answered()
            await heard_tone(second.sound.heard)

    async def test_a_wrong_password_is_an_error(self, place: Place) -> None:
        with pytest.raises(SippFailed, match="1001 could not register"):
            await SippAgent(place, PhoneAccount("1001", "wrong")).start()


@pytest.mark.parametrize(("sample", "code"), [(0, 0xFF), (32767, 0x80), (-32768, 0x00), (1000, 0xCE)])
def test_mu_law_is_that_of_g711(sample: int, code: int) -> None:
    assert mu_law(sample) == code


async def heard_keys(keys: list[str], count: int) -> str:
    async with asyncio.timeout(LIMIT):
        while len(keys) < count:  # noqa: ASYNC110 - the last echo is still on its way
            await asyncio.sleep(0.02)
    return "".join(keys)


async def heard_tone(heard: bytearray) -> None:
    """Half a second of something that is not silence."""
    async with asyncio.timeout(LIMIT):
        while sum(code not in (0xFF, 0x7F) for code in heard) < 4000:  # noqa: ASYNC110 - sound just comes
            await asyncio.sleep(0.05)
