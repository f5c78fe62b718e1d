"""An agent with a real phone has e-mails and calls at once; the agent's program speaks HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AgentStateChanged, WorkOffered, WorkOfferEnded
from tests.live.books import record_of
from tests.live.routing import agent, becomes, offered, talks, until, waits
from tests.live.talking import FIRST_LINE
from tests.live.test_engine_away import (
    _last_engine as _last_engine,
)  # the engine that came back is ours to stop
from tests.live.test_engine_away import away

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Desktop:
    """A program that an agent works with."""

    here: Stage

    async def ask(self, method: str, path: str, **body: object) -> Any:
        """The answer, which has to be a good one."""
        status, answer = await self._ask(method, path, body)
        assert status in (200, 201), answer
        return answer

    async def is_refused(self, method: str, path: str, **body: object) -> Any:
        """The answer that says why it cannot be done now."""
        status, answer = await self._ask(method, path, body)
        assert status == 409, answer
        return answer

    async def _ask(self, method: str, path: str, body: object) -> tuple[int, Any]:
        state = self.here.settings.path(self.here.settings.engine.state)
        headers = {"Authorization": f"Bearer {(state / 'api.token').read_text().strip()}"}
        request = aiohttp.request(method, self.here.engine.api + path, headers=headers, json=body or None)
        async with request as response:
            return response.status, await response.json()

    async def brings(self, **more: object) -> str:
        """An e-mail is there; its id."""
        work = await self.ask("POST", "/work", **({"queue": "letters", "subject": "退货"} | more))
        return str(work["id"])

    async def state(self, work: str) -> tuple[str, str]:
        found = await self.ask("GET", f"/work/{work}")
        return found["state"], found["agent"]


@pytest_asyncio.fixture(loop_scope="module")
async def wang(here: Stage, clean: None) -> AsyncIterator[Phone]:
    """wang's phone, registered; nobody is logged in."""
    async with Phone(here.address, account=here.account("1001")) as phone:
        await phone.register()
        yield phone
    here.engine.acd.log_out("1001")


@pytest.fixture
def desktop(here: Stage) -> Desktop:
    return Desktop(here)


async def test_a_call_rings_an_agent_who_has_an_email_and_both_are_finished(
    here: Stage, line: Phone, wang: Phone, desktop: Desktop
) -> None:
    work = await desktop.brings()
    assert await desktop.state(work) == ("waiting", "")
    await desktop.ask("POST", "/agents/wang/login")
    await here.watch.until(WorkOffered, work=work, agent="wang")
    await desktop.ask("POST", f"/work/{work}/accept", agent="wang")
    caller = await waits(here, line)
    talk = await talks(wang, caller)
    now = await desktop.ask("GET", "/agents/wang")
    assert (now["state"], now["contacts"]) == ("talking", {"email": 1})
    await talk.hang_up()
    await caller.is_over()
    await desktop.ask("POST", f"/work/{work}/finish")
    assert (await record_of(here, caller.id)).agent == "wang"
    assert await desktop.state(work) == ("finished", "wang")
    assert agent(here, "wang").contacts == {}


async def test_an_email_that_comes_during_a_call_is_offered_after_the_wrap_up(
    here: Stage, line: Phone, wang: Phone, desktop: Desktop
) -> None:
    await desktop.ask("POST", "/agents/wang/login")
    caller = await waits(here, line, FIRST_LINE)
    talk = await talks(wang, caller)
    work = await desktop.brings()
    assert await desktop.state(work) == ("waiting", "")
    seen = here.watch.seen
    await talk.hang_up()
    await becomes(here, "wang", "wrap_up", after=seen)
    assert await desktop.state(work) == ("waiting", "")
    await desktop.ask("POST", "/agents/wang/wrap-up", end=True)
    await here.watch.until(WorkOffered, work=work, agent="wang")
    await desktop.ask("POST", f"/work/{work}/cancel")
    await caller.hangs_up()


async def test_a_call_rings_an_agent_who_is_asked_to_take_an_email_and_is_asked_again_after_it(
    here: Stage, line: Phone, wang: Phone, desktop: Desktop
) -> None:
    await desktop.ask("POST", "/agents/wang/login")
    work = await desktop.brings()
    await here.watch.until(WorkOffered, work=work, agent="wang")
    caller = await waits(here, line)
    await here.watch.until(WorkOfferEnded, work=work, agent="wang", outcome="withdrawn")
    assert offered(here, caller) == ["wang"]
    late = await desktop.is_refused("POST", f"/work/{work}/accept", agent="wang")
    assert (late["state"], late["possible"]) == ("waiting", ["cancel"])
    talk = await talks(wang, caller)
    assert await desktop.state(work) == ("waiting", "")
    seen = here.watch.seen
    await talk.hang_up()
    await caller.is_over()
    await here.watch.until(WorkOffered, work=work, agent="wang", after=seen)
    await desktop.ask("POST", f"/work/{work}/accept", agent="wang")
    await desktop.ask("POST", f"/work/{work}/finish")
    assert await desktop.state(work) == ("finished", "wang")


async def test_an_engine_that_comes_back_knows_what_waits_and_what_an_agent_has(
    here: Stage, line: Phone, wang: Phone, desktop: Desktop
) -> None:
    await desktop.ask("POST", "/agents/wang/login")
    accepted = await desktop.brings()
    await here.watch.until(WorkOffered, work=accepted, agent="wang")
    await desktop.ask("POST", f"/work/{accepted}/accept", agent="wang")
    await desktop.ask("POST", "/agents/wang/pause", reason="lunch")
    waiting = await desktop.brings(due="24h", key="T-1")
    async with away(here):
        pass
    assert await desktop.state(accepted) == ("accepted", "wang")
    assert await desktop.state(waiting) == ("waiting", "")
    assert await desktop.brings(due="24h", key="T-1") == waiting
    await until(lambda: agent(here, "wang").phone_state == "idle", "wang's phone is known")
    await desktop.ask("POST", "/agents/wang/resume")
    await here.watch.until(WorkOffered, work=waiting, agent="wang")
    for work in (accepted, waiting):
        await desktop.ask("POST", f"/work/{work}/cancel")
    await here.watch.until(AgentStateChanged, agent="wang", state="available")
