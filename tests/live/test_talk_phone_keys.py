"""The keys of the telephone itself: hold is in the log, a transfer past the engine is refused."""

from __future__ import annotations

import asyncio

import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import HoldBegan, HoldEnded, TransferBegan
from tests.live.conftest import Desk
from tests.live.routing import agent
from tests.live.talking import LI, facts, sound, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_hold_key_plays_music_and_is_in_the_log(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller, talk = await with_agent(here, line, wang)
    talk.call.hold(True)
    await caller.sees(HoldBegan, agent="wang")
    await asyncio.sleep(0.5)
    talk.call.hold(False)
    held = await caller.sees(HoldEnded, agent="wang")
    assert held.held > 0
    await talk.call.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()


async def test_the_transfer_key_changes_nothing(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk(LI)
    caller, talk = await with_agent(here, line, wang)
    talk.call.refer(f"sip:{LI}@{here.address[0]}:{here.address[1]}")
    await asyncio.sleep(1.0)
    assert (talk.call.state, agent(here, "wang").state) == ("talking", "talking")
    assert li.calls[1:] == []  # but the one by which they logged in
    await sound(talk.call)
    await talk.call.hang_up()
    await caller.hears("解决")
    await caller.hangs_up()
    assert facts(here, caller, TransferBegan) == []
