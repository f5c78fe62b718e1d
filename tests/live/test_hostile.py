"""Hostile input on the running system: names from the line, garbage on the FastAGI port, a wrong password."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ivr.app import Engine
from ivr.asterisk.ami import AmiLoginRefused
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import CallBegan, OfferEnded
from ivr.settings import Settings
from tests.live.books import Books, record_of
from tests.live.conftest import Desk
from tests.live.listening import sound

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = {
    "quotes": 'O\'Neil "the" `boss` \\',
    "commas": "Wang, 王; |&,^~:/..%2F../../etc",
    "expressions": "${SHELL(id)} {{ env.CRM }} $[1+1] %s",
    "a tab": "a\tb",
    "emoji": "☎️ 王芳 👩‍💻🎉",
    "right to left": "\u202eevil\u2066",
    "4 kB": "x" * 4096,
    "4 kB of Chinese": "王" * 1365,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
async def test_a_hostile_caller_name_reaches_an_agent_and_breaks_nothing(
    here: Stage, line: Phone, desk: Desk, name: str
) -> None:
    wang = await desk("1001")
    caller = await Person.calls(here.watch, line, "7001", number="13800138000", name=name)
    talk = await wang.rung()
    await talk.answer()
    await caller.sees(OfferEnded, outcome="answered")
    await sound(caller, seconds=0.3)
    await talk.hang_up()
    await caller.is_over()
    record = await record_of(here, caller.id)
    assert_clean(record.caller_name)
    assert record.agent == "wang"
    folder = here.settings.engine.recordings
    assert [(folder / file).resolve().is_relative_to(folder.resolve()) for file in record.recordings] == [
        True
    ]


def assert_clean(text: str) -> None:
    assert len(text) <= 128
    assert text.isprintable()


PLACE = "PLACEHOLDER"


class Rewriting:
    """A socket that puts bytes into what a phone sends that no telephone would."""

    def __init__(self, socket: Any, raw: bytes) -> None:
        self._socket = socket
        self._raw = raw

    def sendto(self, data: bytes, address: tuple[str, int]) -> None:
        self._socket.sendto(data.replace(PLACE.encode(), self._raw), address)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def puts_in(phone: Phone, raw: bytes) -> None:
    """From now on PLACE is these bytes in all that the phone sends."""
    phone._transport._socket = Rewriting(phone._transport._socket, raw)  # type: ignore[assignment]


@pytest.mark.parametrize(
    "raw", [b"a\rb", b"a\0b", b"a\xffb"], ids=["a carriage return", "a zero", "no UTF-8"]
)
async def test_bytes_that_are_no_text_in_a_name_are_cleaned(here: Stage, line: Phone, raw: bytes) -> None:
    puts_in(line, raw)
    caller = await Person.calls(here.watch, line, "7105", number="13800138000", name=PLACE)
    assert_clean((await record_of(here, caller.id)).caller_name)
    await caller.hears("数量")
    await caller.presses("3#")
    await caller.has_heard("三")
    await caller.is_over()


@pytest.mark.parametrize(
    "raw",
    [
        b"a\r\n Action: Originate",
        b"a\nagi_channel: PJSIP/1001-00000001",
        b"a\r\n\r\nINVITE sip:1001 SIP/2.0\r\n",
    ],
    ids=["folded", "a line feed", "the end of the message"],
)
async def test_line_ends_in_a_name_are_not_even_let_in_by_asterisk(
    here: Stage, line: Phone, raw: bytes
) -> None:
    seen = here.watch.seen
    async with Phone(here.address) as hostile:
        puts_in(hostile, raw)
        await hostile.call("7105", number="13800138001", name=PLACE)
        caller = await Person.calls(here.watch, line, "7105", number="13800138000")
        await caller.hears("数量")
        await caller.presses("3#")
        await caller.is_over()
    began = [event for event in here.watch.events[seen:] if isinstance(event, CallBegan)]
    assert [event.caller_number for event in began] == ["13800138000"]


@pytest.mark.parametrize(
    "number",
    [
        "138%0d%0aAction%3a%20Logoff",
        "138%0aagi_channel%3a%20PJSIP%2f1001-1",
        "138%0a%0a",
        "%22138%27",
        "..%2f..%2fetc",
        "1" * 300,
    ],
    ids=["AMI", "AGI", "the end of the header", "quotes", "a path", "300 digits"],
)
async def test_a_hostile_caller_number_goes_through_the_menu(here: Stage, line: Phone, number: str) -> None:
    seen = here.watch.seen
    call = await line.call("7105", number=number)
    began = await here.watch.until(CallBegan, after=seen)
    assert_clean(began.caller_number)
    assert began.channel.startswith("PJSIP/line-")
    caller = Person(here.watch, call, began.call)
    await caller.hears("数量")
    await caller.presses("3#")
    await caller.has_heard("三")
    await caller.is_over()


@pytest.mark.parametrize("dialled", ["7105%0aagi_channel%3a%20x", "7105%22%2c1"])
async def test_a_dialled_number_with_more_than_digits_is_refused(
    here: Stage, line: Phone, books: Books, dialled: str
) -> None:
    number = f"1380013900{len(dialled)}"
    call = await line.call(dialled, number=number)
    assert (await call.ended()).startswith("484")
    books.strangers.add(await books.observer.call_of(number))


GARBAGE = {
    "nothing": b"",
    "half a header": b"agi_network: yes\nagi_request: agi://127.0.0.1/call\n",
    "10 MB without a newline": b"x" * 10_000_000,
    "noise": os.urandom(100_000),
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
async def test_garbage_on_the_fastagi_port_disturbs_no_call(
    here: Stage, line: Phone, garbage: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    caller = await Person.calls(here.watch, line, "7101", number="13800138000")
    await caller.hears("请选择")
    strangers = [
        await asyncio.open_connection("127.0.0.1", here.settings.engine.fastagi.port) for _ in range(5)
    ]
    for _, writer in strangers:
        with suppress(ConnectionError):
            writer.write(garbage)
            await asyncio.wait_for(writer.drain(), 10)
    await caller.presses("1")
    await caller.hears("第二层")
    other = await Person.calls(here.watch, line, "7101", number="13800138001")
    await other.hears("请选择")
    await other.presses("2")
    await other.has_heard("二。")
    await other.is_over()
    await caller.presses("1")
    await caller.is_over()
    for _, writer in strangers:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
    assert capfd.readouterr().out.count("not_an_agi_call") <= 1, "the same fault is logged once in a while"


async def test_a_wrong_ami_password_is_told_with_the_place_to_put_it_right(
    here: Stage, line: Phone, tmp_path: Path
) -> None:
    with pytest.raises(AmiLoginRefused, match=r"config/ivr\.yaml") as refused:
        async with Engine(with_a_wrong_password(here.settings, tmp_path)):
            pass
    assert "ami.secret" in str(refused.value)
    caller = await Person.calls(here.watch, line, "7101", number="13800138000")
    await caller.hears("请选择")
    await caller.hangs_up()


def with_a_wrong_password(settings: Settings, directory: Path) -> Settings:
    engine = settings.engine.model_copy(
        update={
            "ami": settings.engine.ami.model_copy(update={"secret": "not-the-secret"}),
            "database": f"sqlite:///{directory / 'other.db'}",
            "state": str(directory / "state"),
        }
    )
    return settings.model_copy(update={"engine": engine})
