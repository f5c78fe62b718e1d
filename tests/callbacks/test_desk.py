"""Promised callbacks with the real router, in virtual time: when they are dialled, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from ivr.acd import Acd
from ivr.callbacks import CallbackDesk
from ivr.events import (
    AgentOffered,
    AgentStateChanged,
    CallbackBegan,
    CallbackConfirmed,
    CallbackDialled,
    CallBegan,
    CallEnded,
    CallEvent,
    Event,
    QueueEntered,
    QueueLeft,
    TalkEnded,
)
from ivr.flow.dialplan import Dialplan
from ivr.flow.rehearsal import world
from ivr.flow.script import Person
from ivr.flow.scripted import Act, HangUp, Manner, Press, ScriptedCaller, Surroundings
from ivr.flow.simulated import MemoryJournal
from ivr.flow.virtual import START, LoopClock, run
from ivr.journal.fold import fold
from ivr.memory.callbacks import Promise, State
from ivr.ports import CallInfo, DialOutcome, MemoryFailed, NewCallback, QueueRequest, Wanted
from ivr.settings import Agent, Agents, Queue, QueueFile
from ivr.settings.hours import Hours
from routing.needs import needs

E = TypeVar("E", bound=Event)

AGENTS = Agents(agents={"li": Agent(name="李娜", phone="1001", skills={"seller": 4})})
QUEUES = QueueFile(queues={"support": Queue(name={"zh": "客服", "en": "Support"}, wrap_up=0.0)})
PLAN = Dialplan(
    name="main", file="main.yaml", version="1", numbers=("95188",), language="zh", start="", flows={}
)
WANTED = NewCallback(
    call="1772416800.1",
    number="13800138000",
    queue="support",
    wanted=Wanted(needs({"seller": 1})),
    language="zh",
    dialplan="main",
    dialled="95188",
    tries=2,
    again=60.0,
)
JOINS = (Press("1"),)


class Store:
    """The store in memory."""

    def __init__(self, clock: LoopClock) -> None:
        self._clock = clock
        self.promises: dict[int, Promise] = {}

    async def add(self, wanted: NewCallback) -> Promise | None:
        waiting = [each for each in self.promises.values() if each.state == "waiting"]
        if any(promise.wanted.number == wanted.number for promise in waiting):
            return None
        made = Promise(len(self.promises) + 1, self._clock.now().timestamp(), "waiting", 0, wanted)
        self.promises[made.id] = made
        return made

    async def get(self, promise: int) -> Promise | None:
        return self.promises.get(promise)

    async def list(self) -> Sequence[Promise]:
        return [promise for promise in self.promises.values() if promise.state == "waiting"]

    async def attempted(self, promise: int, number: int) -> None:
        self.promises[promise] = replace(self.promises[promise], attempts=number)

    async def close(self, promise: int, state: State) -> bool:
        self.promises[promise] = replace(self.promises[promise], state=state)
        return True


class Wall(LoopClock):
    """The loop's clock, whose time of day can be set."""

    def set_by(self, much: timedelta) -> None:
        self._start += much


class Centre:
    """One agent, one queue, a telephone network in memory: each dialled number does what `does` says."""

    def __init__(self, *does: DialOutcome | tuple[Act, ...], hours: Hours | None = None) -> None:
        self.clock = Wall()
        self.journal = MemoryJournal()
        self.acd = Acd(AGENTS, QUEUES, self.clock, self.journal)
        self.store = Store(self.clock)
        plan = replace(PLAN, hours={"office": hours} if hours else {})
        self.desk = CallbackDesk(self.store, self, lambda name: plan if name == "main" else None)  # type: ignore[arg-type]
        self.world = replace(world(), clock=self.clock, journal=self.journal, queues=self.acd)
        self.dialled: list[tuple[float, str, str]] = []
        self._does = iter(does)
        self._tasks: list[asyncio.Task[Any]] = []

    async def dial(self, call: str, number: str, shown: str, ring: float) -> DialOutcome:
        self.dialled.append((round(self.clock.monotonic()), number, shown))
        does = next(self._does)
        await asyncio.sleep(5.0)
        if isinstance(does, str):
            return does
        self._tasks.append(asyncio.create_task(self._on_the_line(call, number, does)))
        return "answered"

    async def _on_the_line(self, call: str, number: str, acts: tuple[Act, ...]) -> None:
        info = CallInfo(call, "PJSIP/trunk-1", number, "", "95188", "trunk")
        phones = Surroundings(phones={"1001": Manner("answered", rings=2.0, talks=30.0)})
        caller = ScriptedCaller(info, phones)
        person = asyncio.create_task(Person(caller, acts).perform())
        assert self.desk.expects(call)
        ending = await self.desk.take(caller)
        person.cancel()
        at = self.clock.now().timestamp()
        self.journal.append(CallEnded(at=at, call=call, by=ending.by, cause="normal", duration=0.0))

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.journal.events if isinstance(event, kind)]

    def outcome(self, attempt: int) -> str:
        """How the call of this attempt came out."""
        events = [event for event in self.journal.events if isinstance(event, CallEvent)]
        return fold([event for event in events if event.call == f"callback-1-{attempt}"]).outcome


def play(centre: Callable[[], Centre], story: Callable[[Centre], Coroutine[Any, Any, None]]) -> Centre:
    """The centre after the story, an hour later."""

    async def all_of_it() -> Centre:
        here = centre()
        await here.desk.begin(here.world)
        await story(here)
        await asyncio.sleep(3600.0)
        await here.desk.close()
        here.acd.close()
        return here

    return run(all_of_it())


async def asked_with_an_agent_there(here: Centre) -> None:
    here.acd.log_in("1001")
    assert await here.desk.ask(WANTED)


def test_who_joins_by_key_talks_to_the_agent_who_was_reserved() -> None:
    here = play(lambda: Centre(JOINS), asked_with_an_agent_there)
    assert [event.outcome for event in here.all(CallbackDialled)] == ["answered"]
    assert [event.agent for event in here.all(TalkEnded)] == ["li"]
    assert here.outcome(1) == "answered"
    assert here.store.promises[1].state == "done"


def test_nobody_is_dialled_before_an_agent_is_reserved() -> None:
    async def story(here: Centre) -> None:
        await here.desk.ask(WANTED)
        await asyncio.sleep(100.0)
        assert here.dialled == []
        here.acd.log_in("1001")

    here = play(lambda: Centre(JOINS), story)
    assert here.dialled == [(100, "13800138000", "95188")]
    kinds = [type(event) for event in here.journal.events]
    assert kinds.index(AgentOffered) < kinds.index(CallbackDialled)


def test_who_presses_no_key_reaches_no_agent() -> None:
    here = play(lambda: Centre((), "rang_out"), asked_with_an_agent_there)
    assert [event.confirmed for event in here.all(CallbackConfirmed)] == [False]
    assert here.all(TalkEnded) == []
    assert here.outcome(1) == "callback_missed"


def test_who_does_not_answer_is_tried_again_and_then_given_up() -> None:
    here = play(lambda: Centre("rang_out", "busy"), asked_with_an_agent_there)
    assert [time for time, _, _ in here.dialled] == [0, 65]
    assert [event.outcome for event in here.all(CallbackDialled)] == ["rang_out", "busy"]
    assert here.store.promises[1].state == "failed"
    assert [event.by for event in here.all(CallEnded)] == ["flow", "flow"]


def test_the_agent_is_free_again_at_once_when_nobody_answers() -> None:
    here = play(lambda: Centre("rang_out", "rang_out"), asked_with_an_agent_there)
    states = [event.state for event in here.all(AgentStateChanged)]
    assert states == ["available", "ringing", "available", "ringing", "available"]


def test_who_hangs_up_while_the_agent_s_phone_rings_is_tried_again() -> None:
    acts = (Press("1"), HangUp(after=1.0))
    here = play(lambda: Centre(acts, JOINS), asked_with_an_agent_there)
    assert [event.outcome for event in here.all(QueueLeft)] == ["abandoned", "answered"]
    assert here.store.promises[1].state == "done"


def test_who_hangs_up_in_the_talk_has_talked() -> None:
    acts = (Press("1"), HangUp(after=10.0))
    here = play(lambda: Centre(acts), asked_with_an_agent_there)
    assert here.store.promises[1].state == "done"
    assert len(here.dialled) == 1


def test_the_place_counts_from_when_it_was_asked_for() -> None:
    async def story(here: Centre) -> None:
        await here.desk.ask(WANTED)
        await asyncio.sleep(30.0)
        request = QueueRequest("live", "support", needs({"seller": 1}))
        async with here.acd.enter(request, ScriptedCaller(CallInfo("live", "", "", "", ""))):
            assert [waiting.call for waiting in here.acd.waiting()] == ["callback-1-1", "live"]

    play(lambda: Centre(), story)


def test_what_was_waited_before_it_was_asked_for_counts_too() -> None:
    async def story(here: Centre) -> None:
        request = QueueRequest("live", "support", needs({"seller": 1}))
        async with here.acd.enter(request, ScriptedCaller(CallInfo("live", "", "", "", ""))):
            await asyncio.sleep(30.0)
            await here.desk.ask(replace(WANTED, waited=40.0))
            await asyncio.sleep(1.0)
            assert [waiting.call for waiting in here.acd.waiting()] == ["callback-1-1", "live"]

    play(lambda: Centre(), story)


def test_the_place_is_kept_in_a_later_attempt() -> None:
    async def story(here: Centre) -> None:
        here.acd.log_in("1001")
        await here.desk.ask(WANTED)
        await asyncio.sleep(10.0)  # rung in vain by now
        here.acd.log_out("1001")
        request = QueueRequest("live", "support", needs({"seller": 1}))
        async with here.acd.enter(request, ScriptedCaller(CallInfo("live", "", "", "", ""))):
            await asyncio.sleep(120.0)
            assert [waiting.call for waiting in here.acd.waiting()] == ["callback-1-2", "live"]

    play(lambda: Centre("rang_out"), story)


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_is_set_meanwhile_changes_no_place(days: int) -> None:
    def live(call: str, waited: float) -> tuple[QueueRequest, ScriptedCaller]:
        request = QueueRequest(call, "support", needs({"seller": 1}), waited=waited)
        return request, ScriptedCaller(CallInfo(call, "", "", "", ""))

    async def story(here: Centre) -> None:
        here.acd.log_in("1001")
        await here.desk.ask(WANTED)
        await asyncio.sleep(10.0)  # rung in vain by now
        here.acd.log_out("1001")
        here.clock.set_by(timedelta(days=days))
        async with here.acd.enter(*live("before", 1000.0)), here.acd.enter(*live("after", 0.0)):
            await asyncio.sleep(120.0)
            waiting = [each.call for each in here.acd.waiting()]
            assert waiting == ["before", "callback-1-2", "after"]

    play(lambda: Centre("rang_out"), story)


def test_nobody_is_dialled_outside_the_hours() -> None:
    opens = START + timedelta(hours=8, minutes=10)  # Shanghai's time, ten minutes after the beginning
    hours = Hours.model_validate({"timezone": "Asia/Shanghai", "open": [f"mon-sun {opens:%H:%M}-23:00"]})

    async def story(here: Centre) -> None:
        here.acd.log_in("1001")
        await here.desk.ask(replace(WANTED, hours="office"))

    here = play(lambda: Centre(JOINS, hours=hours), story)
    assert [time for time, _, _ in here.dialled] == [600]


def test_hours_that_are_gone_hold_nobody_up() -> None:
    async def story(here: Centre) -> None:
        here.acd.log_in("1001")
        await here.desk.ask(replace(WANTED, hours="office"))

    assert play(lambda: Centre(JOINS), story).store.promises[1].state == "done"


def test_one_that_was_cancelled_is_not_tried_again() -> None:
    async def story(here: Centre) -> None:
        await asked_with_an_agent_there(here)
        await asyncio.sleep(20.0)
        await here.store.close(1, "cancelled")

    here = play(lambda: Centre("rang_out"), story)
    assert len(here.dialled) == 1
    assert here.store.promises[1].state == "cancelled"


def test_after_a_restart_it_waits_on_where_it_was() -> None:
    async def story(here: Centre) -> None:
        await here.store.add(WANTED)
        await here.store.attempted(1, 1)
        await asyncio.sleep(50.0)
        here.acd.log_in("1001")
        await here.desk.begin(here.world)

    here = play(lambda: Centre(JOINS), story)
    assert [event.attempt for event in here.all(CallbackBegan)] == [2]
    assert round(here.all(QueueLeft)[0].waited) >= 50


def test_a_store_that_does_not_answer_at_the_start_is_asked_until_it_does() -> None:
    class Away(Store):
        failures = 2

        async def list(self) -> Sequence[Promise]:
            self.failures -= 1
            if self.failures >= 0:
                raise MemoryFailed("no answer from the database in 1 s")
            return await super().list()

    def centre() -> Centre:
        here = Centre(JOINS, (*JOINS,))
        here.desk._store = here.store = Away(here.clock)  # type: ignore[assignment]
        return here

    async def story(here: Centre) -> None:
        await here.store.add(WANTED)
        here.acd.log_in("1001")
        assert await here.desk.ask(replace(WANTED, number="13900139000"))

    here = play(centre, story)
    assert [promise.state for promise in here.store.promises.values()] == ["done", "done"]
    assert len(here.dialled) == 2


def test_a_promise_is_not_lost_with_a_store_that_answers_late_at_any_moment() -> None:
    class Away(Store):
        def fails_once(self, what: str) -> None:
            if what not in self.failed:
                self.failed.add(what)
                raise MemoryFailed("no answer from the database in 1 s")

        def __init__(self, clock: LoopClock) -> None:
            super().__init__(clock)
            self.failed: set[str] = set()

        async def get(self, promise: int) -> Promise | None:
            self.fails_once("get")
            return await super().get(promise)

        async def attempted(self, promise: int, number: int) -> None:
            await super().attempted(promise, number)
            self.fails_once("attempted")

        async def close(self, promise: int, state: State) -> bool:
            self.fails_once("close")
            return await super().close(promise, state)

    def centre() -> Centre:
        here = Centre("busy", JOINS)
        here.desk._store = here.store = Away(here.clock)  # type: ignore[assignment]
        return here

    here = play(centre, asked_with_an_agent_there)
    assert (here.store.promises[1].state, here.store.promises[1].attempts) == ("done", 2)


def test_one_that_was_kept_after_its_caller_was_told_otherwise_is_called_within_a_minute() -> None:
    async def story(here: Centre) -> None:
        here.acd.log_in("1001")
        await here.store.add(WANTED)
        await asyncio.sleep(61.0)
        assert len(here.dialled) == 1

    play(lambda: Centre(JOINS), story)


def test_a_call_that_comes_too_late_is_ended() -> None:
    class Slow(Centre):
        async def _on_the_line(self, call: str, number: str, acts: tuple[Act, ...]) -> None:
            await asyncio.sleep(7.0)
            assert not self.desk.expects(call)

    here = play(lambda: Slow(JOINS, "rang_out"), asked_with_an_agent_there)
    assert [event.outcome for event in here.all(CallbackDialled)] == ["unreachable", "rang_out"]


def test_each_attempt_is_a_call_of_its_own_that_names_the_first_one() -> None:
    here = play(lambda: Centre("rang_out", JOINS), asked_with_an_agent_there)
    assert [event.call for event in here.all(CallBegan)] == ["callback-1-1", "callback-1-2"]
    assert {event.original for event in here.all(CallbackBegan)} == {"1772416800.1"}
    assert len(here.all(QueueEntered)) == 2
