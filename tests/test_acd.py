"""The distributor with callers in memory and virtual time: who is rung when, and what the journal says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pytest

from ivr.acd import Acd
from ivr.events import (
    AgentOffered,
    AgentStateChanged,
    Event,
    NeedsRelaxed,
    OfferEnded,
    QueueEntered,
    QueueLeft,
    TalkEnded,
)
from ivr.flow.virtual import LoopClock, run
from ivr.ports import AgentOffer, Caller, CallerHungUp, DialOutcome, NotAnAgent, QueueRequest, Visit
from ivr.settings import Agent, Agents, Queue, QueueFile
from routing.agents import Phone as PhoneState
from routing.needs import Stage, needs

AGENTS = Agents(
    agents={
        "li": Agent(name="李娜", phone="1001", skills={"seller": 4}),
        "wang": Agent(name="王伟", phone="1002", skills={"seller": 1}),
        "zhao": Agent(name="赵敏", phone="1003"),
    }
)
TODAY_ONLY = {"seller": {"level": 4, "until": "2026-03-03"}}
DATED = Agents(agents={"li": Agent(name="李娜", phone="1001", skills=TODAY_ONLY)})
QUEUES = QueueFile(
    queues={
        "support": Queue(name={"zh": "客服", "en": "Support"}, ring=15.0, wrap_up=10.0),
        "quick": Queue(name={"zh": "快线", "en": "Quick"}, wrap_up=0.0),
    }
)


@dataclass
class Phone:
    """How an agent's phone behaves when it is rung."""

    outcome: DialOutcome = "answered"
    rings: float = 2.0
    talks: float = 60.0


class Person:
    """A caller in memory: waits and talks as the queue step does, hangs up when told."""

    def __init__(self, call: str, phones: Mapping[str, Phone]) -> None:
        self.call = call
        self._phones = phones
        self._woken = asyncio.Event()
        self._gone = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    def hang_up(self) -> None:
        self._gone.set()

    async def visit(self, acd: Acd, request: QueueRequest, patience: float | None = None) -> None:
        async with acd.enter(request, cast(Caller, self)) as visit:
            while visit.offer or patience is None or visit.waited < patience:
                if visit.offer is None:
                    await self._hold(None if patience is None else patience - visit.waited)
                elif await self._talk(visit, visit.offer):
                    return

    async def _hold(self, most: float | None) -> None:
        await self._until(self._woken.wait(), most)
        self._woken.clear()

    async def _talk(self, visit: Visit, offer: AgentOffer) -> bool:
        phone = self._phones.get(offer.phone, Phone())
        await self._until(asyncio.sleep(phone.rings), None)
        if phone.outcome != "answered":
            visit.refused(offer, phone.outcome)
            return False
        visit.answered(offer)
        try:
            await self._until(asyncio.sleep(phone.talks), None)
        except CallerHungUp:
            visit.finished(offer, "caller")
            raise
        visit.finished(offer, "agent")
        return True

    async def _until(self, waits: Awaitable[object], most: float | None) -> None:
        """Wait for it, for the hang-up (which raises), or for the time."""
        tasks = [asyncio.ensure_future(waits), asyncio.ensure_future(self._gone.wait())]
        try:
            await asyncio.wait(tasks, timeout=most, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        if self._gone.is_set():
            raise CallerHungUp


class StalledClock(LoopClock):
    """The loop's clock, plus the time for which the loop was blocked."""

    stalled = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.stalled


class Centre:
    """A distributor, its journal, and the people who call."""

    def __init__(
        self,
        *logged_in: str,
        states: Mapping[str, tuple[str, str]] | None = None,
        agents: Agents = AGENTS,
        **phones: Phone,
    ) -> None:
        self.events: list[Event] = []
        self.clock = StalledClock()
        self.acd = Acd(agents, QUEUES, self.clock, self, states=states)
        self.phones = {AGENTS.agents[name].phone: phone for name, phone in phones.items()}
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.people: dict[str, Person] = {}
        self._began = self.clock.now().timestamp()
        for name in logged_in:
            self.acd.log_in(AGENTS.agents[name].phone)

    def append(self, event: Event) -> None:
        self.events.append(event)

    def calls(
        self,
        call: str,
        queue: str = "support",
        *,
        skills: Mapping[str, int] | None = None,
        priority: int = 0,
        patience: float | None = None,
        asks: Mapping[str, Any] | None = None,
    ) -> Person:
        person = self.people[call] = Person(call, self.phones)
        request = QueueRequest(call, queue, needs(skills or {}), priority, **(asks or {}))
        self.tasks[call] = asyncio.create_task(person.visit(self.acd, request, patience))
        return person

    async def over(self) -> None:
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)

    def story(self, call: str = "") -> list[str]:
        """The journal's events of queues and offers, one line each, with the seconds since the beginning."""
        return [
            f"{event.at - self._began:g} {line}"
            for event in self.events
            if (line := _line(event)) and (not call or getattr(event, "call", "") == call)
        ]

    def states(self, agent: str) -> list[str]:
        return [e.state for e in self.events if isinstance(e, AgentStateChanged) and e.agent == agent]


def _line(event: Event) -> str:
    match event:
        case NeedsRelaxed():
            return f"{event.call} needs {event.needs} (stage {event.stage})"
        case QueueEntered():
            return f"{event.call} enters {event.queue}"
        case AgentOffered():
            return f"{event.agent} is rung for {event.call}"
        case OfferEnded():
            return f"{event.agent} {event.outcome} after {event.rang:g}"
        case QueueLeft():
            return f"{event.call} {event.outcome} after {event.waited:g}"
        case TalkEnded():
            return f"talk with {event.agent} ended by {event.by} after {event.talked:g}"
    return ""


Scene = Callable[[], Awaitable[Centre]]


def play(scene: Scene) -> Centre:
    async def whole() -> Centre:
        centre = await scene()
        centre.acd.close()
        return centre

    return run(whole())


# Reaching an agent


def test_a_requirement_that_is_relaxed_brings_another_agent_and_is_in_the_log() -> None:
    async def scene() -> Centre:
        centre = Centre("wang")
        centre.calls("c1", skills={"seller": 3}, asks={"relax": (Stage(needs({"seller": 1}), 45.0),)})
        await centre.over()
        return centre

    assert play(scene).story()[:4] == [
        "0 c1 enters support",
        "45 c1 needs seller (stage 1)",
        "45 wang is rung for c1",
        "47 wang answered after 2",
    ]


def test_a_stage_is_taken_while_a_phone_rings() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang", li=Phone("rang_out", rings=15.0))
        centre.calls("c1", skills={"seller": 3}, asks={"relax": (Stage(needs({"seller": 1}), 5.0),)})
        await centre.over()
        return centre

    assert play(scene).story()[:5] == [
        "0 c1 enters support",
        "0 li is rung for c1",
        "5 c1 needs seller (stage 1)",
        "15 li rang_out after 15",
        "15 wang is rung for c1",
    ]


def test_an_agent_asked_for_by_name_is_waited_for_while_there_is_patience() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang", wang=Phone(talks=60.0))
        centre.calls("c1", asks={"agent": "wang", "patience": 30.0})
        await asyncio.sleep(1.0)
        centre.calls("c2", asks={"agent": "wang", "patience": 30.0})
        await centre.over()
        return centre

    assert [line for line in play(scene).story() if "is rung" in line] == [
        "0 wang is rung for c1",
        "31 li is rung for c2",
    ]


def test_a_skill_that_ends_at_midnight_ends_for_the_router() -> None:
    async def scene() -> Centre:
        centre = Centre("li", agents=DATED)
        centre.calls("c1", skills={"seller": 4}, patience=7200.0)
        await asyncio.sleep(15 * 3600)
        centre.calls("c2", skills={"seller": 4}, patience=10.0)
        await centre.over()
        return centre

    assert [line for line in play(scene).story() if "is rung" in line] == ["0 li is rung for c1"]


def test_a_caller_reaches_the_agent_with_the_skill() -> None:
    async def scene() -> Centre:
        centre = Centre("wang", "li")
        centre.calls("c1", skills={"seller": 3})
        await centre.over()
        return centre

    centre = play(scene)
    assert centre.story() == [
        "0 c1 enters support",
        "0 li is rung for c1",
        "2 li answered after 2",
        "2 c1 answered after 2",
        "62 talk with li ended by agent after 60",
    ]
    assert centre.states("li") == ["available", "ringing", "talking", "wrap_up"]


def test_after_no_answer_the_next_agent_is_rung_and_the_wait_goes_on() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang", li=Phone("rang_out", rings=15))
        centre.calls("c1")
        await centre.over()
        return centre

    assert play(scene).story() == [
        "0 c1 enters support",
        "0 li is rung for c1",
        "15 li rang_out after 15",
        "15 wang is rung for c1",
        "17 wang answered after 2",
        "17 c1 answered after 17",
        "77 talk with wang ended by agent after 60",
    ]


def test_of_two_callers_and_one_agent_the_higher_priority_is_first() -> None:
    async def scene() -> Centre:
        centre = Centre()
        centre.calls("ordinary", "quick")
        await asyncio.sleep(1)
        centre.calls("vip", "quick", priority=100)
        await asyncio.sleep(1)
        centre.acd.log_in("1001")
        await centre.over()
        return centre

    answered = [line for line in play(scene).story() if "answered after" in line and line.split()[1] != "li"]
    assert answered == ["4 vip answered after 3", "66 ordinary answered after 66"]


def test_the_next_caller_has_the_agent_before_the_end_of_the_last_talk_returns() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        first, second = Person("c1", {}), Person("c2", {})
        async with (
            centre.acd.enter(QueueRequest("c1", "quick"), cast(Caller, first)) as one,
            centre.acd.enter(QueueRequest("c2", "quick"), cast(Caller, second)) as two,
        ):
            assert one.offer is not None
            one.answered(one.offer)
            assert two.offer is None
            one.finished(one.offer)
            assert two.offer is not None
            assert two.offer.phone == "1001"
        return centre

    play(scene)


def test_wrap_up_ends_by_itself_and_then_the_waiting_caller_is_served() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        centre.calls("c1")
        centre.calls("c2")
        await centre.over()
        return centre

    centre = play(scene)
    assert "72 li is rung for c2" in centre.story("c2")


def test_a_phone_in_a_private_call_is_not_rung_until_it_is_idle() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        centre.acd.phone_changed("1001", "busy")
        centre.acd.phone_changed("4711", "busy")
        centre.calls("c1")
        await asyncio.sleep(30)
        centre.acd.phone_changed("1001", "idle")
        await centre.over()
        return centre

    assert play(scene).story()[:2] == ["0 c1 enters support", "30 li is rung for c1"]


# Leaving


def test_a_caller_who_hangs_up_while_waiting_has_abandoned() -> None:
    async def scene() -> Centre:
        centre = Centre()
        person = centre.calls("c1")
        await asyncio.sleep(7)
        person.hang_up()
        await centre.over()
        assert centre.acd.waiting() == ()
        return centre

    assert play(scene).story() == ["0 c1 enters support", "7 c1 abandoned after 7"]


def test_a_caller_who_hangs_up_while_the_phone_rings_frees_the_agent_for_the_next() -> None:
    async def scene() -> Centre:
        centre = Centre("li", li=Phone(rings=5))
        person = centre.calls("c1")
        centre.calls("c2")
        await asyncio.sleep(3)
        person.hang_up()
        await centre.over()
        return centre

    assert play(scene).story()[2:7] == [
        "0 c2 enters support",
        "3 li abandoned after 3",
        "3 li is rung for c2",
        "3 c1 abandoned after 3",
        "8 li answered after 5",
    ]


def test_a_caller_who_hangs_up_in_the_talk_was_answered() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        person = centre.calls("c1")
        await asyncio.sleep(10)
        person.hang_up()
        await centre.over()
        return centre

    assert play(scene).story()[-2:] == ["2 c1 answered after 2", "10 talk with li ended by caller after 8"]


def test_a_caller_whose_patience_in_the_flow_is_over_has_timed_out() -> None:
    async def scene() -> Centre:
        centre = Centre()
        centre.calls("c1", patience=20)
        await centre.over()
        return centre

    assert play(scene).story() == ["0 c1 enters support", "20 c1 timed_out after 20"]


@pytest.mark.parametrize(
    ("after", "last"),
    [
        (1, "1 c1 timed_out after 1"),
        (5, "2 c1 answered after 2"),  # the two talk on, and how long they did is told by Asterisk's records
    ],
)
def test_a_flow_that_is_stopped_leaves_no_trace_in_the_queue(after: float, last: str) -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        centre.calls("c1")
        await asyncio.sleep(after)
        centre.tasks["c1"].cancel()
        await centre.over()
        assert centre.acd.waiting() == ()
        assert centre.acd.agents()[0].state in ("available", "wrap_up")
        return centre

    assert play(scene).story()[-1].startswith(last)


def test_a_step_that_misses_its_offer_holds_nobody() -> None:
    """The lease: 15 s of ringing and 5 s of grace."""

    async def scene() -> Centre:
        centre = Centre("li", "wang")
        deaf = Person("c1", {})
        async with centre.acd.enter(QueueRequest("c1", "support"), cast(Caller, deaf)):
            await asyncio.sleep(21)
        return centre

    assert play(scene).story()[1:4] == [
        "0 li is rung for c1",
        "20 li rang_out after 20",
        "20 wang is rung for c1",
    ]


def test_a_report_that_comes_with_the_end_of_its_lease_is_taken() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        person = cast(Caller, Person("c1", {}))
        async with centre.acd.enter(QueueRequest("c1", "support"), person) as visit:
            assert visit.offer is not None
            centre.clock.stalled = 60.0
            visit.refused(visit.offer, "busy")
            assert visit.offer is not None
            assert visit.offer.agent == "wang"
        return centre

    assert "60 li busy after 60" in play(scene).story()


def test_an_answer_that_comes_with_the_end_of_its_lease_is_a_talk() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        person = cast(Caller, Person("c1", {}))
        async with centre.acd.enter(QueueRequest("c1", "support"), person) as visit:
            assert visit.offer is not None
            first = visit.offer
            centre.clock.stalled = 60.0
            visit.answered(first)
            assert visit.offer == first
            visit.finished(first, "caller")
        return centre

    centre = play(scene)
    assert centre.story()[-2:] == ["60 c1 answered after 60", "60 talk with li ended by caller after 0"]
    assert centre.states("wang") == ["available"]


def test_a_caller_who_cannot_be_woken_disturbs_nobody() -> None:
    class Faulty(Person):
        def wake(self) -> None:
            raise OSError("the line is dead")

    async def scene() -> Centre:
        centre = Centre()
        faulty = cast(Caller, Faulty("c1", {}))
        async with centre.acd.enter(QueueRequest("c1", "quick"), faulty):
            centre.calls("c2", "quick")
            await asyncio.sleep(0)
            centre.acd.log_in("1001")
            centre.acd.log_in("1002")
            await centre.over()
        return centre

    assert "2 wang answered after 2" in play(scene).story("c2")


# Misuse


def test_a_queue_that_is_not_configured_is_a_key_error_that_names_it() -> None:
    async def scene() -> Centre:
        centre = Centre()
        with pytest.raises(KeyError, match="no queue 'nowhere'"):
            centre.acd.enter(QueueRequest("c1", "nowhere"), cast(Caller, None))
        return centre

    play(scene)


def test_a_call_cannot_enter_twice_and_the_first_stay_is_unharmed() -> None:
    async def scene() -> Centre:
        centre = Centre()
        person = cast(Caller, Person("c1", {}))
        async with centre.acd.enter(QueueRequest("c1", "support"), person) as visit:
            with pytest.raises(RuntimeError, match="c1 is in a queue already"):
                async with centre.acd.enter(QueueRequest("c1", "quick"), person):
                    pass
            assert visit.position == 1
        return centre

    play(scene)


def test_a_talk_ends_once() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        person = cast(Caller, Person("c1", {}))
        async with centre.acd.enter(QueueRequest("c1", "support"), person) as visit:
            offer = visit.offer
            assert offer is not None
            for _ in range(2):
                visit.answered(offer)
            for _ in range(2):
                visit.finished(offer, "agent")
        return centre

    assert [line.split()[1] for line in play(scene).story()] == ["c1", "li", "li", "c1", "talk"]


def test_answered_is_no_refusal() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        person = cast(Caller, Person("c1", {}))
        async with centre.acd.enter(QueueRequest("c1", "support"), person) as visit:
            assert visit.offer is not None
            with pytest.raises(ValueError, match="cannot be refused as answered"):
                visit.refused(visit.offer, "answered")
        return centre

    play(scene)


# The desk


def test_agents_log_in_pause_resume_and_log_out_from_their_phone() -> None:
    async def scene() -> Centre:
        centre = Centre()
        desk = centre.acd
        assert desk.log_in("1001") == "available"
        assert desk.log_in("1001") == "available"
        assert desk.pause("1001", "lunch") == "paused"
        assert desk.agents()[0].reason == "lunch"
        assert desk.resume("1001") == "available"
        assert desk.log_out("1001") == "logged_out"
        return centre

    assert play(scene).states("li") == ["available", "paused", "available", "logged_out"]


def test_a_pause_asked_for_in_a_talk_is_promised_and_comes_after_it() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        centre.calls("c1")
        await asyncio.sleep(10)
        assert centre.acd.pause("1001", "lunch") == "paused"
        now = centre.acd.agents()[0]
        assert (now.state, now.later) == ("talking", "paused")
        await centre.over()
        return centre

    assert play(scene).states("li") == ["available", "ringing", "talking", "paused"]


def test_who_logs_in_while_callers_wait_is_told_so_and_rung_after_hanging_up() -> None:
    async def scene() -> Centre:
        centre = Centre()
        centre.calls("c1")
        await asyncio.sleep(5)
        with centre.acd.calling("1001"):
            assert centre.acd.log_in("1001") == "available"
            await asyncio.sleep(5)
            assert centre.states("li") == ["available"]
        await centre.over()
        return centre

    assert play(scene).states("li") == ["available", "ringing", "talking", "wrap_up"]


def test_an_offer_that_comes_at_once_is_not_what_an_agent_is_told() -> None:
    async def scene() -> Centre:
        centre = Centre()
        centre.calls("c1")
        await asyncio.sleep(5)
        assert centre.acd.log_in("1001") == "available"
        assert centre.states("li") == ["available", "ringing"]
        await centre.over()
        return centre

    play(scene)


@pytest.mark.parametrize(("asterisk", "after"), [("idle", "ringing"), ("unreachable", "available")])
def test_a_phone_that_called_is_what_asterisk_last_said_once_it_has_hung_up(
    asterisk: PhoneState, after: str
) -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        with centre.acd.calling("1001"):
            centre.acd.phone_changed("1001", "busy")
            centre.acd.phone_changed("1001", asterisk)
            centre.calls("c1")
            await asyncio.sleep(1)
            assert centre.states("li") == ["available"]
        await asyncio.sleep(1)
        assert centre.states("li")[-1] == after
        centre.people["c1"].hang_up()
        await centre.over()
        return centre

    play(scene)


@pytest.mark.parametrize("act", [Acd.log_in, Acd.log_out, Acd.resume, lambda a, p: a.pause(p, "lunch")])
def test_a_phone_that_is_no_agents_is_told_so(act: Callable[[Acd, str], str]) -> None:
    async def scene() -> Centre:
        centre = Centre()
        with pytest.raises(NotAnAgent, match="'4711' belongs to no agent"):
            act(centre.acd, "4711")
        return centre

    play(scene)


# Restart and snapshots


def test_after_a_restart_agents_are_as_they_were() -> None:
    async def scene() -> Centre:
        before = {
            "li": ("paused", "lunch"),
            "wang": ("talking", "answered"),
            "zhao": ("logged_out", ""),
            "gone": ("available", ""),
        }
        centre = Centre(states=before)
        assert [agent.state for agent in centre.acd.agents()] == ["paused", "available", "logged_out"]
        assert centre.acd.agents()[0].reason == "lunch"
        return centre

    centre = play(scene)
    changes = [e for e in centre.events if isinstance(e, AgentStateChanged)]
    assert [(e.agent, e.old, e.state, e.reason) for e in changes] == [
        ("wang", "talking", "available", "restarted")
    ]


def test_states_from_before_a_restart_that_become_known_later_leave_alone_who_has_said_something() -> None:
    async def scene() -> Centre:
        centre = Centre()
        assert centre.acd.unknown() == list(AGENTS.agents)
        centre.acd.log_in(AGENTS.agents["li"].phone)
        centre.acd.log_out(AGENTS.agents["li"].phone)
        assert "li" not in centre.acd.unknown()
        centre.acd.recall({"li": ("available", ""), "wang": ("wrap_up", ""), "gone": ("available", "")})
        assert centre.acd.unknown() == []
        found = {agent.agent: agent.state for agent in centre.acd.agents()}
        assert found == {"li": "logged_out", "wang": "available", "zhao": "logged_out"}
        return centre

    assert play(scene).states("wang") == ["available"]


def test_who_waits_when_the_states_become_known_is_offered_to_the_agent_who_was_there() -> None:
    async def scene() -> Centre:
        centre = Centre(wang=Phone(rings=1))
        centre.calls("c-1")
        await asyncio.sleep(10)
        centre.acd.recall({"wang": ("available", "")})
        await centre.over()
        return centre

    assert "wang answered after 1" in play(scene).story()[2]


def test_nobody_rings_an_agent_who_was_paused_when_that_becomes_known() -> None:
    async def scene() -> Centre:
        centre = Centre(wang=Phone(rings=1))
        centre.calls("c-1", patience=30)
        await asyncio.sleep(10)
        centre.acd.recall({"wang": ("paused", "lunch")})
        await centre.over()
        return centre

    centre = play(scene)
    assert centre.states("wang") == ["available", "paused"]
    assert [line for line in centre.story() if "rung" in line] == []


def test_the_snapshots_show_who_waits_and_who_is_rung() -> None:
    async def scene() -> Centre:
        centre = Centre("zhao", zhao=Phone(rings=100))
        centre.calls("c1", priority=1)
        centre.calls("c2", "quick", skills={"seller": 5})
        await asyncio.sleep(3)
        waiting = [(w.call, w.queue, w.position, w.waited, w.agent) for w in centre.acd.waiting()]
        assert waiting == [("c1", "support", 0, 3.0, "zhao"), ("c2", "quick", 1, 3.0, "")]
        now = centre.acd.agents()[2]
        assert (now.name, now.phone, now.state, now.for_seconds) == ("赵敏", "1003", "ringing", 3.0)
        for person in centre.people.values():
            person.hang_up()
        await centre.over()
        return centre

    play(scene)
