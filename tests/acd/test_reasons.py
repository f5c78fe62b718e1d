"""What the journal keeps about each choice: when it is written, and what stands in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from ivr.acd import Acd
from ivr.events import AgentOffered, ChoiceExplained, Event
from ivr.flow.scripted import ScriptedCaller
from ivr.flow.virtual import LoopClock, run
from ivr.ports import CallInfo, QueueRequest, Visit
from ivr.settings import Agent, Agents, Queue, QueueFile
from routing.needs import Needs, Stage, needs

AGENTS = Agents(
    agents={
        "li": Agent(name="李娜", phone="1001", skills={"seller": 4}),
        "wang": Agent(name="王伟", phone="1002", skills={"seller": 5}),
        "zhao": Agent(name="赵敏", phone="1003", skills={"buyer": 2}),
    }
)
QUEUES = QueueFile(queues={"support": Queue(name={"zh": "客服", "en": "Support"})})


class Centre:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.acd = Acd(AGENTS, QUEUES, LoopClock(), self)
        self._stays = AsyncExitStack()

    def append(self, event: Event) -> None:
        self.events.append(event)

    async def waits(self, call: str, least: int, *relax: Stage, priority: int = 0) -> Visit:
        request = QueueRequest(call, "support", needs({"seller": least}), relax=relax, priority=priority)
        return await self._stays.enter_async_context(
            self.acd.enter(request, ScriptedCaller(CallInfo(call, "", "", "", "")))
        )

    async def leave(self) -> None:
        await self._stays.aclose()

    def told(self) -> list[ChoiceExplained]:
        return [event for event in self.events if isinstance(event, ChoiceExplained)]


def play(story: Callable[[Centre], Coroutine[Any, Any, None]]) -> Centre:
    async def whole() -> Centre:
        here = Centre()
        for phone in ("1001", "1002", "1003"):
            here.acd.log_in(phone)
            await asyncio.sleep(30.0)
        await story(here)
        here.acd.close()
        told = here.events[:]
        await here.leave()
        here.events = told
        return here

    return run(whole())


def against(event: ChoiceExplained) -> dict[str, Any]:
    return {refused["reason"]: refused["agents"] for refused in event.refused}


def test_an_offer_is_explained_with_the_scores_of_all_who_could_and_what_the_others_lack() -> None:
    async def story(here: Centre) -> None:
        await here.waits("c1", 3)
        await asyncio.sleep(1.0)

    (event,) = play(story).told()
    assert (event.call, event.agent, event.strategy, event.needs) == (
        "c1",
        "li",
        "longest_idle",
        "seller >= 3",
    )
    assert event.candidates == [
        {"agent": "li", "idle": 90.0},
        {"agent": "wang", "idle": 60.0},
    ]
    assert event.refused == [{"reason": "lacks", "detail": "seller >= 3", "agents": {"zhao": 0}}]


def test_the_phone_rings_before_anything_is_explained() -> None:
    async def story(here: Centre) -> None:
        await here.waits("c1", 3)
        assert AgentOffered in map(type, here.events)
        assert not here.told()

    assert len(play(story).told()) == 1


def test_what_happens_next_does_not_change_what_was() -> None:
    async def story(here: Centre) -> None:
        await here.waits("c1", 3)
        await here.waits("c2", 3)

    first, second = play(story).told()
    assert [each["agent"] for each in first.candidates] == ["li", "wang"]
    assert (second.agent, against(second)["ringing"]) == ("wang", {"li": 0})


def test_who_must_wait_is_told_why_with_how_long_each_agent_has_been_busy() -> None:
    async def story(here: Centre) -> None:
        stay = await here.waits("c1", 5)
        assert stay.offer is not None
        stay.answered(stay.offer)
        await asyncio.sleep(20.0)
        await here.waits("c2", 5)

    event = play(story).told()[-1]
    assert (event.call, event.agent, event.candidates) == ("c2", "", [])
    assert against(event)["talking"] == {"wang": 20.0}


def test_it_is_told_again_when_the_needs_are_relaxed_and_when_a_phone_is_not_answered() -> None:
    async def story(here: Centre) -> None:
        here.acd.pause("1002", "lunch")
        stay = await here.waits("c1", 5, Stage(Needs(needs({"seller": 4}).required), after=10.0))
        await asyncio.sleep(12.0)
        assert stay.offer is not None
        stay.refused(stay.offer, "rang_out")
        await asyncio.sleep(1.0)

    told = play(story).told()
    assert [(event.agent, event.needs) for event in told] == [
        ("", "seller >= 5"),
        ("li", "seller >= 4"),
        ("", "seller >= 4"),
    ]
    assert against(told[2]) == {"spared": {"li": 0}, "paused": {"wang": 12.0}, "lacks": {"zhao": 0}}


def test_many_at_once_are_told_little_by_little() -> None:
    async def story(here: Centre) -> None:
        for phone in ("1001", "1002"):
            here.acd.log_out(phone)
        relax = Stage(needs({"buyer": 5}), after=10.0)
        for number in range(100):
            await here.waits(f"c{number}", 3, relax)
        await asyncio.sleep(9.0)
        before = len(here.told())
        await asyncio.sleep(1.001)
        assert before < len(here.told()) < before + 100
        await asyncio.sleep(5.0)

    calls = [event.call for event in play(story).told() if event.needs == "buyer >= 5"]
    assert len(calls) == len(set(calls)) == 100


def test_how_long_is_not_told_of_agents_who_have_not_changed_since_the_engine_began() -> None:
    async def fresh() -> list[ChoiceExplained]:
        await asyncio.sleep(18_600.0)
        here = Centre()
        await here.waits("c1", 3)
        here.acd.close()
        told = here.told()
        await here.leave()
        return told

    (event,) = run(fresh())
    assert against(event)["logged_out"] == {"li": 0, "wang": 0}


def test_who_waits_on_because_a_later_call_of_higher_priority_got_the_agent_is_told_so() -> None:
    async def story(here: Centre) -> None:
        first = await here.waits("c1", 5)
        assert first.offer is not None
        first.answered(first.offer)
        await here.waits("c2", 5)
        await asyncio.sleep(5.0)
        await here.waits("vip", 5, priority=50)
        first.finished(first.offer, "agent")
        await asyncio.sleep(15.0)

    told = [event for event in play(story).told() if event.call == "c2"]
    assert [event.agent for event in told] == ["", ""]
    assert told[1].refused[0] == {"reason": "overtaken", "detail": "50", "agents": {"wang": 0}}
    assert "ringing" not in against(told[1])
