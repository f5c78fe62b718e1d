"""The five sample calls of `make demo`: what each caller does, and what must come of it.

The scene is the start of a shift. Two callers wait while nobody is logged in; the first agent serves the VIP,
who came second. Then the others log in, and the rest of the calls run side by side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import OfferEnded, QueueEntered
from ivr.journal.record import CallRecord

LINE = "95188"
OPERATOR = "1005"
OTHERS = ("1001", "1002", "1003", "1004")
WITH_BUYER = ("wang", "li", "zhang", "liu")
"""Not chen, who has been free for longest when the buyer calls."""
MENU = "买家服务请按1"
SPEAKING = 3.0
"""Seconds that the caller with a suggestion talks."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A journey as it must come out: `came_out` tests the record of the call made from `number`."""

    who: Mapping[str, str]
    title: Mapping[str, str]
    number: str
    came_out: Callable[[CallRecord], bool]


BUYER = Expected(
    {"zh": "买家", "en": "buyer"},
    {"zh": "买家找到有相应技能的坐席", "en": "a buyer reaches the agent with the right skill"},
    "13800000001",
    lambda call: (
        call.outcome == "answered"
        and call.agent in WITH_BUYER
        and len(call.recordings) == 1
        and call.talked > 0
    ),
)
ORDER = Expected(
    {"zh": "查订单", "en": "order"},
    {"zh": "不经坐席查询订单状态", "en": "order status is read back without an agent"},
    "13800000002",
    lambda call: call.outcome == "self_service" and not call.queue and "order_status" in call.flows,
)
VIP = Expected(
    {"zh": "VIP", "en": "VIP"},
    {"zh": "后到的VIP先于等待者接通", "en": "a VIP who came later is answered before a waiting caller"},
    "13900000003",
    lambda call: call.outcome == "answered" and call.queue == "vip" and call.agent == "chen",
)
SUGGESTION = Expected(
    {"zh": "提建议", "en": "suggestion"},
    {"zh": "留下建议并得到编号", "en": "a suggestion is recorded and gets its reference number"},
    "13800000004",
    lambda call: call.outcome == "suggestion" and len(call.reference) == 8 and len(call.recordings) == 1,
)
WRONG_KEYS = Expected(
    {"zh": "按错键", "en": "wrong keys"},
    {"zh": "按错键后转人工，等待中挂机", "en": "wrong keys, the operator's queue, hung up while waiting"},
    "13800000005",
    lambda call: call.outcome == "abandoned" and call.queue == "operator" and call.ended_by == "caller",
)
JOURNEYS = (BUYER, ORDER, VIP, SUGGESTION, WRONG_KEYS)


async def play_all(here: Stage) -> None:
    """Place the five calls. Raises NotSeen or CallOver when something does not go as expected."""
    async with Phone(here.address) as line:
        await _start_of_the_shift(here, line)
        async with asyncio.TaskGroup() as together:
            together.create_task(_buyer(here, line))
            together.create_task(_order(here, line))
            together.create_task(_suggestion(here, line))


async def _start_of_the_shift(here: Stage, line: Phone) -> None:
    waiting = await _calls(here, line, WRONG_KEYS)
    for _ in range(3):
        await waiting.hears(MENU)
        await waiting.presses("7")
    await waiting.sees(QueueEntered, queue="operator")
    vip = await _calls(here, line, VIP)
    await vip.sees(QueueEntered, queue="vip")
    await log_in(here, OPERATOR)
    await vip.sees(OfferEnded, outcome="answered")
    await waiting.hangs_up()
    await vip.is_over()
    async with asyncio.TaskGroup() as together:
        for phone in OTHERS:
            together.create_task(log_in(here, phone))


async def _buyer(here: Stage, line: Phone) -> None:
    caller = await _calls(here, line, BUYER)
    await caller.hears(MENU)
    await caller.presses("1")
    await caller.is_over()


async def _order(here: Stage, line: Phone) -> None:
    caller = await _calls(here, line, ORDER)
    await caller.hears(MENU)
    await caller.presses("3")
    await caller.hears("请输入八位订单号")
    await caller.presses("20061001")
    await caller.hears("正确请按1")
    await caller.presses("1")
    await caller.hears("查询其他订单请按3", limit=60.0)
    await caller.hangs_up()


async def _suggestion(here: Stage, line: Phone) -> None:
    caller = await _calls(here, line, SUGGESTION)
    await caller.hears(MENU)
    await caller.presses("9")
    await caller.hears("客户服务请按2")
    await caller.presses("2")
    await caller.hears("请在提示音后")
    await caller.has_heard("请在提示音后")
    await asyncio.sleep(SPEAKING)
    await caller.presses("#")
    await caller.is_over(limit=60.0)


async def _calls(here: Stage, line: Phone, journey: Expected) -> Person:
    return await Person.calls(here.watch, line, LINE, number=journey.number)


async def log_in(here: Stage, phone: str) -> None:
    """An agent dials *41 from their own phone and listens until the engine hangs up."""
    async with Phone(here.address, account=here.account(phone)) as handset:
        feature = await Person.calls(here.watch, handset, "*41", number=phone)
        await feature.is_over()
