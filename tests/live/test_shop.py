"""Look-ups on a real call: whatever the shop does, the caller hears something."""

from __future__ import annotations

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import LookedUp
from tests.live.books import record_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("dialled", "outcome", "words"),
    [
        ("7301", "ok", "正在配货"),
        ("7302", "timeout", "查不了"),
        ("7303", "nonsense", "查不了"),
        ("7304", "unreachable", "查不了"),
        ("7305", "status", "没有"),
    ],
    ids=["well", "slow", "nonsense", "down", "unknown"],
)
async def test_the_caller_is_told_how_the_look_up_went(
    here: Stage, line: Phone, dialled: str, outcome: str, words: str
) -> None:
    caller = await Person.calls(here.watch, line, dialled, number="13800138000")
    await caller.sees(LookedUp, outcome=outcome)
    await caller.has_heard(words)
    assert (await caller.is_over()).by == "flow"
    assert (await record_of(here, caller.id)).ended_by == "flow"
