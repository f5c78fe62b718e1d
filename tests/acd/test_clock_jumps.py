"""The time of day is set while people wait, phones ring and agents rest: nobody is freed or lost for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.acd import Acd
from ivr.events import AgentStateChanged, Event, OfferEnded, QueueLeft
from ivr.flow.virtual import LoopClock, run
from ivr.ports import QueueRequest, Visit
from ivr.settings import Agent, Agents, Queue, QueueFile
from ivr.settings.channels import Channel

DAY = 86_400.0
AGENTS = Agents(
    agents={
        "li": Agent(name="李娜", phone="1001", skills={"zh": {"level": 5, "until": "2026-12-31"}}),
        "wang": Agent(name="王伟", phone="1002", skills={"zh": 4}),
    }
)
QUEUES = QueueFile(
    channels={"email": Channel(at_once=2)},
    queues={
        "support": Queue(name={"zh": "客服", "en": "Support"}, ring=15.0, wrap_up=30.0, rest=20.0),
        "told": Queue(name={"zh": "提示", "en": "Told"}, ring=15.0, confirm=True),
        "letters": Queue(name={"zh": "邮件", "en": "E-mail"}, channel="email", ring=60.0),
    },
)
Told = tuple[float, Event]


class Wall(LoopClock):
    """The loop's clock, whose time of day is set."""

    jumped = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.jumped)


class Centre:
    """Two agents; `told` is what was written down, at what time of the loop, without the time of day."""

    def __init__(self) -> None:
        self.clock = Wall()
        self.told: list[Told] = []
        self.acd = Acd(AGENTS, QUEUES, self.clock, self)
        self.stays = AsyncExitStack()

    def append(self, event: Event) -> None:
        self.told.append((round(self.clock.monotonic(), 3), replace(event, at=0.0)))

    def wake(self) -> None:
        """Callers do nothing by themselves."""

    async def enters(self, call: str, queue: str = "support", reserve: float = 0.0) -> Visit:
        request = QueueRequest(call, queue, reserve=reserve, channel=QUEUES.queues[queue].channel)
        return await self.stays.enter_async_context(self.acd.enter(request, self))


def a_day(jumps: Sequence[tuple[float, float]]) -> list[Told]:
    """Two minutes of work; at each of these moments the time of day is set by so much."""

    async def story() -> list[Told]:
        here = Centre()

        async def set_clock() -> None:
            for moment, by in sorted(jumps):
                await asyncio.sleep(moment - here.clock.monotonic())
                here.clock.jumped += by

        setting = asyncio.create_task(set_clock())
        await work(here)
        setting.cancel()
        here.acd.close()
        told = here.told[:]
        await here.stays.aclose()
        return told

    return run(story())


async def work(here: Centre) -> None:
    """A talk and its wrap-up; a phone that is not answered, and one that is busy; one that nobody reports
    on."""
    for phone in ("1001", "1002"):
        here.acd.log_in(phone)
    first, second = await here.enters("c1"), await here.enters("c2")
    assert first.offer is not None
    assert second.offer is not None
    first.answered(first.offer)
    await asyncio.sleep(10.0)
    second.refused(second.offer, "busy")
    first.finished(first.offer, "agent")
    await asyncio.sleep(25.0)
    assert second.offer is not None
    second.refused(second.offer, "rang_out")
    await asyncio.sleep(85.0)


def test_the_story_has_a_wrap_up_a_rest_and_a_lease_that_ends() -> None:
    told = a_day([])
    states = [
        event.state for _, event in told if isinstance(event, AgentStateChanged) and event.agent == "li"
    ]
    assert states[:5] == ["available", "ringing", "talking", "wrap_up", "available"]
    ended = [(at, event.outcome) for at, event in told if isinstance(event, OfferEnded)]
    assert ended[:3] == [(0.0, "answered"), (10.0, "busy"), (35.0, "rang_out")]
    assert (60.0, "rang_out") in ended  # given to li after the wrap-up, withdrawn 5 s after `ring`


MOMENTS = st.floats(min_value=0.0, max_value=120.0)
JUMPS = st.one_of(st.sampled_from([-DAY, DAY, -3600.0, 3600.0]), st.floats(min_value=-DAY, max_value=DAY))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(MOMENTS, JUMPS), min_size=1, max_size=4))
def test_whatever_the_time_of_day_is_set_to_everything_happens_when_it_would_have(
    jumps: list[tuple[float, float]],
) -> None:
    assert a_day(jumps) == a_day([])


@pytest.mark.parametrize("by", [DAY, -DAY])
def test_skills_that_end_by_a_set_clock_end_no_talk_and_lose_no_caller(by: float) -> None:
    only_today = {"zh": {"level": 5, "from": "2026-03-03", "until": "2026-03-03"}}
    agents = Agents(agents={"li": Agent(name="李娜", phone="1001", skills=only_today)})
    served = QUEUES.queues["support"].model_copy(update={"members": Queue(name={}, members="zh").members})

    async def story() -> tuple[list[str], list[Event]]:
        here = Centre()
        here.acd = Acd(agents, QueueFile(queues={"support": served}), here.clock, here)
        here.acd.log_in("1001")
        talking, waiting = await here.enters("c1"), await here.enters("c2")
        assert talking.offer is not None
        talking.answered(talking.offer)
        here.clock.jumped = by
        await asyncio.sleep(100.0)
        states = [agent.state for agent in here.acd.agents()]
        assert waiting.offer is None
        talking.finished(talking.offer, "agent")
        await asyncio.sleep(60.0)
        assert (waiting.offer, waiting.position) == (None, 1)  # li can do nothing on that day
        here.clock.jumped = 0.0
        await asyncio.sleep(30.0)
        assert waiting.offer is not None
        here.acd.close()
        told = [event for _, event in here.told]
        await here.stays.aclose()
        return states, told

    states, told = run(story())
    assert states == ["talking"]
    assert [event.outcome for event in told if isinstance(event, QueueLeft)] == ["answered"]


LEASES: Mapping[str, tuple[str, float, float]] = {
    "a call": ("support", 0.0, 20.0),
    "a call of which the agent is told": ("told", 0.0, 50.0),
    "a callback that is dialled first": ("support", 65.0, 85.0),
    "an e-mail": ("letters", 0.0, 65.0),
}


@pytest.mark.parametrize("what", LEASES)
def test_every_reservation_ends_by_itself_when_nobody_reports_on_it(what: str) -> None:
    queue, reserve, lease = LEASES[what]

    async def story() -> list[Told]:
        here = Centre()
        here.acd.log_in("1001")
        await here.enters("c1", queue, reserve)
        await asyncio.sleep(lease + 0.5)
        here.acd.close()
        told = here.told[:]
        await here.stays.aclose()
        return told

    changes = [(at, event.state) for at, event in run(story()) if isinstance(event, AgentStateChanged)]
    assert changes[:3] == [(0.0, "available"), (0.0, "ringing"), (lease, "available")]
