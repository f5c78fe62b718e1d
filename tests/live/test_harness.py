"""The harness itself: calls, talks and feature codes are in the log as Asterisk had them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import OfferEnded
from tests.live.books import Books, record_of, records
from tests.live.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_talk_that_the_agent_ends(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller = await Person.calls(here.watch, line, "7001", number="13800138000", name="Wang")
    talk = await wang.rung()
    await talk.answer()
    await caller.sees(OfferEnded, outcome="answered")
    await talk.hang_up()
    await caller.is_over()
    last = (await records(here))[-1]
    assert (last.caller_number, last.agent, last.outcome) == ("13800138000", "wang", "answered")


WRONG: tuple[dict[str, Any], ...] = (
    {"caller_number": "13800138001"},
    {"dialled_number": "7002"},
    {"answered": None},
    {"ended": 4e9},
    {"talked": 4.0},
    {"agent": "li"},
)


async def test_a_record_that_is_wrong_is_found(here: Stage, line: Phone, books: Books) -> None:
    caller = await Person.calls(here.watch, line, "7005", number="13800138000")
    await caller.is_over()
    await books.observer.has([caller.id])
    record = await record_of(here, caller.id)
    assert not list(books.differences([record]))
    for wrong in WRONG:
        assert list(books.differences([replace(record, **wrong)])), wrong


async def test_a_call_that_is_not_in_the_log_is_found(here: Stage, line: Phone, books: Books) -> None:
    caller = await Person.calls(here.watch, line, "7005", number="13800138000")
    await caller.is_over()
    await books.observer.has([caller.id])
    assert any("the log does not" in difference for difference in books.differences([]))
