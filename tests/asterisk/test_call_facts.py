"""What is made of a call's header, its phones, its causes and its recording's name: plain values, hostile
texts."""

from __future__ import annotations

import asyncio
import struct
import time
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.asterisk.ami import Ami
from ivr.asterisk.call_info import call_info
from ivr.asterisk.causes import cause, q850
from ivr.asterisk.phones import AsteriskPhones, UnknownPhone
from ivr.asterisk.private import PrivateAsterisk
from ivr.asterisk.stereo import StereoFile, recording_path
from ivr.demo.patience import LIMIT
from ivr.demo.phones import Phone
from ivr.ports import CallInfo
from ivr.settings import Ami as Account
from ivr.settings import Outbound

from .conftest import AMI, account

HEADER = {
    "agi_channel": "PJSIP/1001-0000000a",
    "agi_uniqueid": "1795308707.0",
    "agi_callerid": "13800138000",
    "agi_calleridname": "张三",
    "agi_extension": "95188",
    "agi_dnid": "100",
}


def test_the_call_of_a_header() -> None:
    assert call_info(HEADER) == CallInfo(
        id="1795308707.0",
        channel="PJSIP/1001-0000000a",
        number="13800138000",
        name="张三",
        dialled="95188",
        endpoint="1001",
    )


def test_what_asterisk_does_not_know_is_empty() -> None:
    call = call_info(HEADER | {"agi_callerid": "unknown", "agi_calleridname": "unknown", "agi_extension": ""})
    assert (call.number, call.name, call.dialled) == ("", "", "100")
    assert call_info({}) == CallInfo("", "", "", "", "")


def test_a_call_came_when_the_dialplan_says_so_unless_no_caller_would_have_waited_since() -> None:
    now = time.time()
    assert call_info(HEADER | {"agi_arg_1": f"{now - 1.5:.3f}"}).came == pytest.approx(now - 1.5, abs=0.001)
    for text in (f"{now - 4000:.3f}", f"{now + 60:.3f}", "", "nan", "1e9", "-1", "1\n"):
        assert call_info(HEADER | {"agi_arg_1": text}).came is None


@pytest.mark.parametrize(
    ("channel", "endpoint"),
    [
        ("PJSIP/line-00000001", "line"),
        ("PJSIP/a-b-0000000f", "a-b"),
        ("Local/s@x-00000001;2", "s@x"),
        ("odd", ""),
    ],
)
def test_the_account_is_known_from_the_channel(channel: str, endpoint: str) -> None:
    assert call_info(HEADER | {"agi_channel": channel}).endpoint == endpoint


@given(st.text(max_size=5000))
def test_texts_from_the_line_are_printable_and_short(text: str) -> None:
    call = call_info(HEADER | {"agi_calleridname": text, "agi_callerid": text, "agi_extension": text})
    for each in (call.name, call.number, call.dialled):
        assert each.isprintable()
        assert len(each) <= 128


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("16", "normal"),
        ("0", "normal"),
        ("17", "busy"),
        ("99", "cause_99"),
        ("", "unknown"),
        ("²", "unknown"),
    ],
)
def test_a_cause_has_a_word(number: str, word: str) -> None:
    assert cause(number) == word


def test_the_number_of_a_cause_is_kept_and_what_is_none_is_not() -> None:
    assert [q850(number) for number in ("0", "17", "99", "", "²", "-1")] == [0, 17, 99, None, None, None]


PHONES = AsteriskPhones(["1001", "1002"], Outbound(trunk="carrier", allow=("0571xxxxxxxx", "10*#x")))


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("1001", "PJSIP/1001"),
        ("057112345678", "PJSIP/057112345678@carrier"),
        ("10*#7", "PJSIP/10*#7@carrier"),
    ],
)
def test_a_known_phone_has_a_dial_string(number: str, dialled: str) -> None:
    assert PHONES.knows(number)
    assert PHONES.dial_string(number) == dialled


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1003",
        "05711234567",
        "0571123456789",
        "0571１2345678",
        "1001&PJSIP/1002",
        "1001,20,gU(x)",
        "1001\n",
        "x",
    ],
)
def test_nothing_else_ever_gets_into_a_dial_string(number: str) -> None:
    assert not PHONES.knows(number)
    with pytest.raises(UnknownPhone, match="may not be dialled"):
        PHONES.dial_string(number)


def test_without_a_trunk_no_outside_number_is_known() -> None:
    assert not AsteriskPhones([], Outbound(allow=("0571xxxxxxxx",))).knows("057112345678")


@pytest.mark.parametrize("pattern", ["", "057.", "*x!", "0571 xxxx"])
def test_a_pattern_that_cannot_be_meant_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"outbound\.allow"):
        AsteriskPhones([], Outbound(trunk="carrier", allow=(pattern,)))


def test_a_name_that_is_no_account_is_refused() -> None:
    with pytest.raises(ValueError, match="SIP account"):
        AsteriskPhones(["1001&1002"])


@pytest.mark.parametrize(
    "name", ["", "x", "../x.wav", "/x.wav", "a//b.wav", "a/.x.wav", "x y.wav", "x,abD.wav", "..wav"]
)
def test_a_recording_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="name of a recording"):
        recording_path(Path("/recordings"), name)


async def test_a_recording_gets_its_header_and_length_when_the_other_side_has_closed_it(
    tmp_path: Path,
) -> None:
    tape = StereoFile(tmp_path, "2026/a.wav")
    await tape.prepare()
    writer = tape.raw.open("ab")
    finished = asyncio.create_task(tape.finish())
    writer.write(struct.pack("<hh", 100, -100) * 8000)
    await asyncio.sleep(0.05)
    assert not finished.done()
    writer.close()
    assert await finished == 1.0
    assert not tape.raw.exists()
    with wave.open(str(tape.path)) as audio:
        assert (audio.getnchannels(), audio.getframerate(), audio.getnframes()) == (2, 8000, 8000)
        assert audio.readframes(1) == struct.pack("<hh", 100, -100)


async def test_a_recording_without_sound_leaves_nothing(tmp_path: Path) -> None:
    tape = StereoFile(tmp_path, "a.wav")
    await tape.prepare()
    assert await tape.finish() == 0.0
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240


async def test_the_states_of_the_agents_phones_are_told(
    asterisk: PrivateAsterisk, address: tuple[str, int]
) -> None:
    manager = Account(host="127.0.0.1", port=asterisk.instance.ami_port, user=AMI.name, secret=AMI.password)
    told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def next_state() -> tuple[str, str]:
        return await asyncio.wait_for(told.get(), LIMIT)

    phones = AsteriskPhones(["1006"])
    async with Ami(manager) as ami:
        await phones.watch(ami, lambda phone, state: told.put_nowait((phone, state)))
        assert await next_state() == ("1006", "unreachable")
        async with Phone(address, account=account("1006")) as agent:
            await agent.register()
            assert await next_state() == ("1006", "idle")
            private = await agent.call("echo")
            await private.answered()
            assert await next_state() == ("1006", "busy")
            await private.hang_up()
            assert await next_state() == ("1006", "idle")
            assert phones.state("1006") == "idle"
        assert await next_state() == ("1006", "unreachable")
