"""Twenty callers at once, each in a flow of their own: nobody hears or gets what belongs to another."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import DigitsCollected, MenuAnswered
from tests.live.books import records
from tests.live.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

MENU, ORDER, AMOUNT = "请选择", "请输入四位", "数量"


@dataclass(frozen=True)
class Journey:
    """Whom they call, what they press after hearing what, the last thing they hear, and what the log has:
    the keys of the menus, the digits, the last flow and the outcome."""

    dialled: str
    presses: tuple[tuple[str, str], ...]
    hears: str
    flow: str
    keys: str = ""
    digits: str = ""
    outcome: str = "self_service"


def menu(keys: str, hears: str, flow: str) -> Journey:
    return Journey("7101", tuple((MENU, key) for key in keys), hears, flow, keys)


def order(digits: str, spoken: str) -> Journey:
    return Journey("7104", ((ORDER, digits), (spoken, "1")), spoken, "bye", digits=digits)


def amount(digits: str, spoken: str) -> Journey:
    return Journey("7105", ((AMOUNT, f"{digits}#"),), spoken, "bye", digits=digits)


def shop(dialled: str, hears: str, flow: str, outcome: str) -> Journey:
    return Journey(dialled, (), hears, flow, outcome=outcome)


JOURNEYS = (
    menu("2", "二。", "second"),
    menu("#", "再见", "bye"),
    menu("*2", "二。", "second"),
    menu("**#", "再见", "bye"),
    Journey("7101", ((MENU, "1"), ("第二层", "1")), "再见", "bye", "11"),
    Journey("7102", ((MENU, "1"), ("第二层", "2")), "再见", "bye", "12"),
    Journey("7106", ((MENU, "8"), ("One or two", "2")), "Two.", "second", "82"),
    Journey("7106", ((MENU, "8"), ("One or two", "#")), "Bye.", "bye", "8#"),
    order("1001", "一零零一"),
    order("2345", "二三四五"),
    order("9876", "九八七六"),
    order("4444", "四四四四"),
    amount("12", "十二"),
    amount("305", "三百零五"),
    amount("7", "七"),
    shop("7301", "正在配货", "tell", "self_service"),
    shop("7304", "查不了", "unavailable", "self_service"),
    shop("7305", "没有", "unknown", "self_service"),
    Journey("7001", (), "再见", "bye", outcome="answered"),
    Journey("7002", (), "再见", "bye", outcome="answered"),
)


async def travels(
    here: Stage, line: Phone, journey: Journey, number: str, all_there: asyncio.Barrier
) -> None:
    """Presses no key before everybody is there."""
    caller = await Person.calls(here.watch, line, journey.dialled, number=number)
    await all_there.wait()
    for words, keys in journey.presses:
        await caller.hears(words)
        await caller.presses(keys)
    await caller.has_heard(journey.hears)
    assert (await caller.is_over()).by == "flow"


def number_of(place: int) -> str:
    return f"138000{place:05}"


async def test_twenty_callers_at_once_each_in_their_own_flow(here: Stage, line: Phone, desk: Desk) -> None:
    for name in ("1001", "1003"):
        (await desk(name)).manner = Manner(after=0.2, talk=0.5)
    all_there = asyncio.Barrier(len(JOURNEYS))
    async with asyncio.TaskGroup() as together:
        for place, journey in enumerate(JOURNEYS):
            together.create_task(travels(here, line, journey, number_of(place), all_there))
    logged = {record.caller_number: record for record in await records(here)}
    for place, journey in enumerate(JOURNEYS):
        record = logged[number_of(place)]
        assert record.dialled_number == journey.dialled
        assert record.flows[-1] == journey.flow, journey
        assert "".join(record.keys) == journey.keys, journey
        assert record.outcome == journey.outcome, journey
        assert digits_of(here, record.id) == journey.digits, journey
    callers = [logged[number_of(place)] for place in range(len(JOURNEYS))]
    with_keys = [caller for caller, journey in zip(callers, JOURNEYS, strict=True) if journey.presses]
    last = max(caller.began for caller in callers)
    assert last < min(caller.ended or 0.0 for caller in with_keys), "they were not all there at once"


def digits_of(here: Stage, call: str) -> str:
    found = [
        event for event in here.watch.events if isinstance(event, DigitsCollected) and event.call == call
    ]
    return "".join(event.digits for event in found)


async def test_a_key_pressed_on_one_call_is_heard_on_no_other(here: Stage, line: Phone) -> None:
    quiet, busy = [
        await Person.calls(here.watch, line, "7101", number=number)
        for number in ("13800000001", "13800000002")
    ]
    await quiet.hears(MENU)
    await busy.hears(MENU)
    await busy.presses("2")
    await busy.is_over()
    assert (await quiet.sees(MenuAnswered)).outcome == "no_input"
    await quiet.hangs_up()
