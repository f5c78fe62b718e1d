"""The rehearsal itself: virtual time, the person on the line, the simulated queues."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from ivr.events import AgentOffered, OfferEnded, QueueEntered, QueueLeft, TalkEnded
from ivr.flow import virtual
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import HangUp, Manner, Press, ScriptedCaller, Surroundings
from ivr.flow.simulated import CannedHttp, MemoryJournal, SimulatedDesk
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.flow.virtual import LoopClock
from ivr.ports import CallerHungUp, CallInfo, Dial, HttpRequest, LookupFailed, NotAnAgent, QueueRequest
from routing.needs import needs

from .trial import plan

INFO = CallInfo("1", "", "13800000000", "", "95188")


def test_an_hour_takes_no_time() -> None:
    async def main() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    began = time.monotonic()
    assert virtual.run(main()) == 3600
    assert time.monotonic() - began < 60


def test_timers_come_in_their_order() -> None:
    async def main() -> list[int]:
        order: list[int] = []
        loop = asyncio.get_running_loop()
        for delay in (3, 1, 2):
            loop.call_later(delay, order.append, delay)
        await asyncio.sleep(4)
        return order

    assert virtual.run(main()) == [1, 2, 3]


def test_a_wait_for_what_is_left_never_ends_a_trifle_before() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        for length in (0.1, 0.7, 3.3) * 200:
            began = loop.time()
            await asyncio.sleep(length / 3)
            await asyncio.sleep(length - (loop.time() - began))
            assert loop.time() - began >= length

    virtual.run(main())


def test_threads_and_real_time_are_waited_for() -> None:
    async def main() -> tuple[bool, float]:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, virtual.VirtualLoop)
        slow = asyncio.create_task(asyncio.to_thread(time.sleep, 0.02))
        await asyncio.wait([slow], timeout=60)
        with loop.real_time():
            began = time.monotonic()
            await asyncio.sleep(0.02)
        return slow.done(), time.monotonic() - began

    done, took = virtual.run(main())
    assert done
    assert took >= 0.01


def test_acts_whose_moment_never_comes_are_told() -> None:
    never = Press("1", hearing="never said")
    assert rehearse(plan("main: [{play: 您好}]"), never).undone == (never,)


def test_the_same_words_twice_are_noticed_twice() -> None:
    asks = plan("main: [{ask: {prompt: 请按键}}, {play: '{{ key }}'}, {call: main}]")
    told = rehearse(asks, Press("1", hearing="请"), Press("2", hearing="请"), HangUp(hearing="2"))
    assert told.heard == ("请按键", "1", "请按键", "2")


def test_a_caller_without_anything_left_to_do_hangs_up_in_the_end() -> None:
    told = rehearse(plan(f"main: [{{play: {{prompt: {'长' * 400}, times: 99999}}}}]"))
    assert told.ending.by == "caller"


def queue_up(around: Surroundings, *seats: Seat, leaves: float | None = None) -> list[Any]:
    """A caller waits in a simulated queue as the step `queue` does; the facts of it."""

    async def main() -> list[Any]:
        journal, clock = MemoryJournal(), LoopClock()
        caller = ScriptedCaller(INFO, around)
        if leaves is not None:
            asyncio.get_running_loop().call_later(leaves, caller.leave)
        request = QueueRequest("1", "support", needs({"seller": 3}))
        try:
            async with SimulatedQueues(journal, clock, seats).enter(request, caller) as visit:
                while visit.waited < 100:
                    await caller.hold(timeout=10)
                    if visit.offer and (await caller.dial(Dial(visit.offer.phone, 15))).outcome == "answered":
                        visit.answered(visit.offer)
                        visit.finished(visit.offer)
                        break
                    if visit.offer:
                        visit.refused(visit.offer, "busy")
        except CallerHungUp:
            pass
        return [
            (type(event), getattr(event, "agent", getattr(event, "outcome", ""))) for event in journal.events
        ]

    return virtual.run(main())


ABLE, UNABLE = Seat("wang", "王芳", "1001", {"seller": 4}), Seat("li", "李强", "1002", {"seller": 2})


def test_an_agent_with_the_skills_answers() -> None:
    facts = queue_up(Surroundings(), UNABLE, ABLE)
    assert [kind for kind, _ in facts] == [QueueEntered, AgentOffered, OfferEnded, TalkEnded, QueueLeft]
    assert facts[1] == (AgentOffered, "wang")
    assert facts[-1] == (QueueLeft, "answered")


def test_the_next_agent_is_offered_after_a_refusal() -> None:
    other = Seat("zhang", "张敏", "1003", {"seller": 5})
    facts = queue_up(Surroundings({"1001": Manner("busy")}), ABLE, other)
    assert [who for kind, who in facts if kind is AgentOffered] == ["wang", "zhang"]


def test_without_an_able_agent_the_caller_waits_and_may_leave() -> None:
    assert queue_up(Surroundings(), UNABLE)[-1] == (QueueLeft, "timed_out")
    assert queue_up(Surroundings(), UNABLE, leaves=5)[-1] == (QueueLeft, "abandoned")


def test_canned_answers_and_the_desk() -> None:
    async def main() -> None:
        http = CannedHttp({"http://a": (200, {"x": 1}), "http://b": LookupFailed("timeout", "slow")})
        assert await http.fetch(HttpRequest("GET", "http://a", 1)) == (200, {"x": 1})
        for url in ("http://b", "http://c"):
            with pytest.raises(LookupFailed):
                await http.fetch(HttpRequest("GET", url, 1))

    virtual.run(main())
    desk = SimulatedDesk(["1001"])
    assert (desk.log_in("1001"), desk.pause("1001", "lunch"), desk.log_out("1001")) == (
        "available",
        "paused",
        "logged_out",
    )
    with pytest.raises(NotAnAgent):
        desk.resume("9999")


def test_each_world_stands_alone() -> None:
    def events(told: Told) -> int:
        return len(told.events)

    first, second = rehearse(plan("main: [stop]")), rehearse(plan("main: [stop]"))
    assert events(first) == events(second)
    assert world().journal is not world().journal


def test_hanging_up_at_once() -> None:
    assert rehearse(plan("main: [{play: 您好}]"), HangUp()).ending.by == "caller"
