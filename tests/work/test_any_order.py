"""Whatever happens in whatever order: no work is lost, had twice or stuck, and what is kept is so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.virtual import run
from ivr.ports import QueueRequest
from ivr.work.desk import OtherWork
from ivr.work.states import NoSuchMove, NoSuchWork, NotTheirs
from tests.web.conftest import Caller
from tests.work.centre import AGENTS, EMAIL, QUEUES, Centre

Step = Callable[["World"], Awaitable[None]]
PHONES = {name: agent.phone for name, agent in AGENTS.agents.items()}
WORK = [f"work-{number}" for number in range(1, 9)]


class World:
    """A centre, and the calls that are in it."""

    def __init__(self) -> None:
        self.centre = Centre("li", "wang")
        self.calls: dict[str, AsyncExitStack] = {}

    async def call(self, name: str) -> None:
        """A call comes and is picked up where it can be; the second time it is over."""
        if stack := self.calls.pop(name, None):
            return await stack.aclose()
        stack = self.calls[name] = AsyncExitStack()
        visit = await stack.enter_async_context(
            self.centre.acd.enter(QueueRequest(name, "support"), Caller())
        )
        if visit.offer:
            visit.answered(visit.offer)

    async def restart(self) -> None:
        """Calls do not survive it here."""
        for stack in self.calls.values():
            await stack.aclose()
        self.calls.clear()
        await self.centre.desk.close()
        await self.centre.restart("li", "wang")

    @property
    def going(self) -> set[str]:
        """Who wants to pause or log out after what they are offered."""
        return {each.agent for each in self.centre.acd.agents() if each.later}

    def holds(self) -> None:
        """What must be so after every step."""
        centre = self.centre
        now = {work.id: work for work in centre.desk.open()}
        kept = {row.id: row for row in centre.store.rows.values() if row.state in ("waiting", "accepted")}
        assert now.keys() == kept.keys(), "what is open is what is kept as open"
        for work in now.values():
            is_so = work.state if work.state == "accepted" else "waiting"
            assert kept[work.id].state == is_so
        offered = Counter(work.agent for work in now.values() if work.state == "offered")
        assert max(offered.values(), default=0) <= 1, "one offer at a time"
        for agent in AGENTS.agents:
            state, contacts = centre.agent(agent)
            had = Counter(w.wanted.channel for w in now.values() if (w.state, w.agent) == ("accepted", agent))
            assert contacts == dict(had), "what an agent has in hand is what they accepted"
            assert (offered[agent] == 1) <= (state == "ringing")
        if any(each.call in self.calls and not each.agent for each in centre.acd.waiting()):
            for work in now.values():
                if (work.state, work.wanted.channel) == ("offered", "email"):
                    bound = "chat" in centre.agent(work.agent)[1] or work.agent in self.going
                    assert bound, "no call waits for somebody to accept an e-mail"


def moving(move: str, *arguments: Any) -> Step:
    async def step(world: World) -> None:
        with suppress(NoSuchMove, NoSuchWork, NotTheirs, OtherWork):
            await getattr(world.centre.desk, move)(*arguments)

    return step


def asking(move: str, *arguments: str) -> Step:
    async def step(world: World) -> None:
        getattr(world.centre.acd, move)(*arguments)

    return step


def passing(seconds: float) -> Step:
    async def step(world: World) -> None:
        await asyncio.sleep(seconds)

    return step


def bringing(channel: str, key: str, due: float | None) -> Step:
    queue = "letters" if channel == "email" else "chats"
    wanted = replace(EMAIL, queue=queue, channel=channel, key=key)

    async def step(world: World) -> None:
        at = None if due is None else world.centre.clock.now().timestamp() + due
        if len(world.centre.store.rows) < len(WORK):
            await moving("bring", replace(wanted, due=at))(world)

    return step


def calling(name: str) -> Step:
    return lambda world: world.call(name)


agents, works = st.sampled_from(sorted(PHONES)), st.sampled_from(WORK)
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(
        bringing,
        st.sampled_from(["email", "chat"]),
        st.sampled_from(["", "a", "b"]),
        st.sampled_from([None, 30.0, 9000.0]),
    ),
    st.builds(moving, st.sampled_from(["accept", "reject"]), works, agents),
    st.builds(moving, st.sampled_from(["finish", "release", "cancel"]), works, st.just("crm")),
    st.builds(
        asking, st.sampled_from(["log_in", "log_out", "resume"]), st.sampled_from(sorted(PHONES.values()))
    ),
    st.builds(asking, st.just("pause"), st.sampled_from(sorted(PHONES.values())), st.just("lunch")),
    st.builds(passing, st.sampled_from([1.0, 31.0, 61.0, 4000.0])),
    st.builds(calling, st.sampled_from(["call-1", "call-2"])),
    st.just(lambda world: world.restart()),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=40))
def test_the_rules_of_work_hold_in_any_order(story: list[Step]) -> None:
    async def play() -> None:
        world = World()
        for step in story:
            await step(world)
            world.holds()
        for stack in world.calls.values():
            await stack.aclose()
        await world.centre.desk.close()

    run(play())


def test_work_that_nobody_wants_now_is_had_by_somebody_in_the_end() -> None:
    async def play() -> None:
        centre = Centre("li", "wang", queues=QUEUES)
        work = await centre.email()
        for _ in range(20):
            state, agent = centre.state(work)
            if state == "offered":
                await centre.desk.reject(work, agent)
            await asyncio.sleep(31)
        state, agent = centre.state(work)
        assert state == "offered"
        await centre.desk.accept(work, agent)
        await centre.desk.finish(work, "crm")
        centre.ends()

    run(play())
