"""What agents do about their own state, and say about the calls they had, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ivr.acd import Acd
from ivr.events import AgentStateChanged, DispositionSet, WrapUpExtended
from ivr.flow.virtual import run
from ivr.ports import NoSuchCall, NotAnAgent, QueueRequest
from ivr.settings import Agent, Agents, QueueFile
from tests.test_acd import Centre, Person, Phone

AGENTS = Agents(agents={"li": Agent(name="李娜", phone="1001")}, more_wrap_up=60.0)
SOLVED = {"id": "solved", "name": {"zh": "已解决", "en": "Solved"}}
MISSED = {"id": "wrong", "name": {"zh": "打错", "en": "Wrong"}}
QUEUES = QueueFile.model_validate(
    {
        "queues": {
            "support": {"name": {"zh": "客服"}, "wrap_up": "10s", "pause_after": 2, "ring": "15s"},
            "mail": {"name": {"zh": "邮件"}, "channel": "email"},
            "other": {"name": {"zh": "其他"}, "wrap_up": "90s", "dispositions": {"9": MISSED}},
        },
        "dispositions": {"1": SOLVED},
        "channels": {"email": {"interruptible": True}},
    }
)
LI = "1001"


class Desk(Centre):
    """One agent, two queues with wrap-up."""

    def __init__(self, **phone: Phone) -> None:
        super().__init__()
        self.acd = Acd(AGENTS, QUEUES, self.clock, self)
        self.phones = {LI: phone.get("li", Phone(talks=5.0))}
        self.acd.log_in(LI)

    async def has_a_call(self, call: str = "c1", queue: str = "support") -> None:
        """Until the wrap-up after it begins."""
        person = Person(call, self.phones)
        await person.visit(self.acd, QueueRequest(call, queue))

    @property
    def state(self) -> str:
        return self.acd.agents()[0].state

    def changes(self) -> list[tuple[float, str, str]]:
        began = self.events[0].at
        found = [event for event in self.events if isinstance(event, AgentStateChanged)]
        return [(round(event.at - began, 3), event.state, event.reason) for event in found]


Scene = Callable[[Desk], Awaitable[None]]


def play(scene: Scene, **phone: Phone) -> Desk:
    async def whole() -> Desk:
        desk = Desk(**phone)
        await scene(desk)
        desk.acd.close()
        return desk

    return run(whole())


# Wrap-up


def test_a_wrap_up_lasts_as_the_queue_of_the_call_says() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        await asyncio.sleep(20)

    assert play(scene).changes()[-2:] == [(7, "wrap_up", "talk_ended"), (17, "available", "wrap_up_over")]


def test_a_wrap_up_made_longer_ends_so_much_later_and_the_log_says_both() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        assert desk.acd.extend(LI) == "wrap_up"
        await asyncio.sleep(100)

    desk = play(scene)
    assert desk.changes()[-1] == (77, "available", "wrap_up_over")
    assert [e.seconds for e in desk.events if isinstance(e, WrapUpExtended)] == [60]


def test_it_can_be_made_longer_again_and_by_any_time() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        desk.acd.extend(LI, 30)
        desk.acd.extend(LI, 3)
        await asyncio.sleep(100)

    assert play(scene).changes()[-1] == (50, "available", "wrap_up_over")


def test_a_wrap_up_is_over_when_the_agent_says_so() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        await asyncio.sleep(2)
        assert desk.acd.finish(LI) == "available"

    assert play(scene).changes()[-1] == (9, "available", "resumed")


@pytest.mark.parametrize("seconds", [0.0, -5.0])
def test_a_wrap_up_never_gets_shorter(seconds: float) -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        desk.acd.extend(LI, seconds)
        await asyncio.sleep(20)

    desk = play(scene)
    assert desk.changes()[-1] == (17, "available", "wrap_up_over")
    assert not [event for event in desk.events if isinstance(event, WrapUpExtended)]


def test_finishing_is_no_way_out_of_a_pause_and_extending_none_out_of_a_talk() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.pause(LI, "lunch")
        assert desk.acd.finish(LI) == "paused"
        assert desk.acd.extend(LI) == "paused"
        desk.acd.resume(LI)
        assert desk.acd.finish(LI) == "available"
        call = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(4)
        assert (desk.acd.extend(LI), desk.acd.finish(LI)) == ("talking", "talking")
        await call

    play(scene)


def test_a_private_call_neither_ends_nor_resets_a_wrap_up() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        for state in ("busy", "idle", "busy", "idle"):
            await asyncio.sleep(2)
            desk.acd.phone_changed(LI, state)
        await asyncio.sleep(20)

    assert play(scene).changes()[-1] == (17, "available", "wrap_up_over")


def test_the_other_queues_wrap_up_does_not_change_the_one_that_runs() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        desk.calls("c2", "other")
        await asyncio.sleep(9)
        assert desk.state == "wrap_up"
        await asyncio.sleep(1.5)
        assert desk.state == "ringing"
        await desk.over()

    play(scene)


def test_the_end_of_a_call_that_was_sent_on_does_not_begin_the_wrap_up_anew() -> None:
    async def scene(desk: Desk) -> None:
        line = Person("c1", desk.phones)
        async with desk.acd.enter(QueueRequest("c1", "support"), line) as visit:
            offer = visit.offer
            assert offer is not None
            visit.answered(offer)
            await asyncio.sleep(5)
            visit.finished(offer)  # sent on to a colleague, with whom the caller talks on
            await asyncio.sleep(6)
            visit.finished(offer)
        await asyncio.sleep(20)

    changes = play(scene).changes()
    assert changes[-2:] == [(5, "wrap_up", "talk_ended"), (15, "available", "wrap_up_over")]


def test_who_dials_in_their_wrap_up_is_rung_only_once_they_have_hung_up() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        desk.calls("c2")
        await asyncio.sleep(9)
        with desk.acd.calling(LI):
            await asyncio.sleep(5)
            assert desk.state == "available"
        assert desk.state == "ringing"
        await desk.over()

    play(scene)


def test_a_logout_and_a_pause_end_a_wrap_up_since_the_agent_asked_for_them() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        desk.acd.extend(LI)
        assert desk.acd.pause(LI, "lunch") == "paused"
        await asyncio.sleep(100)

    assert play(scene).changes()[-1] == (7, "paused", "lunch")


# Offers that are not answered


def test_after_so_many_unanswered_offers_the_agent_is_paused_and_not_logged_out() -> None:
    async def scene(desk: Desk) -> None:
        desk.calls("c1", patience=50.0)
        await desk.over()
        assert desk.state == "paused"
        assert desk.acd.resume(LI) == "available"

    changes = play(scene, li=Phone("rang_out", rings=15.0)).changes()
    assert [reason for _, state, reason in changes if state == "paused"] == ["no_answer"]


def test_picking_up_without_taking_the_call_counts_as_not_answering() -> None:
    async def scene(desk: Desk) -> None:
        desk.calls("c1", patience=40.0)
        await desk.over()

    assert play(scene, li=Phone("unconfirmed", rings=3.0)).changes()[-1][1:] == ("paused", "no_answer")


# Dispositions


def test_the_last_call_is_classified_by_the_codes_of_its_queue() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call()
        (solved,) = desk.acd.dispositions(LI)
        assert (solved.key, solved.code, solved.names["en"]) == ("1", "solved", "Solved")
        desk.acd.dispose(LI, "solved")

    desk = play(scene)
    found = [event for event in desk.events if isinstance(event, DispositionSet)]
    assert [(event.call, event.agent, event.code) for event in found] == [("c1", "li", "solved")]
    assert desk.changes()[-1][1] == "wrap_up"


def test_a_queue_may_have_codes_of_its_own_and_an_earlier_call_can_be_named() -> None:
    async def scene(desk: Desk) -> None:
        await desk.has_a_call("c1")
        desk.acd.finish(LI)
        await desk.has_a_call("c2", "other")
        assert [each.code for each in desk.acd.dispositions(LI)] == ["wrong"]
        desk.acd.dispose(LI, "solved", "c1")

    found = [event for event in play(scene).events if isinstance(event, DispositionSet)]
    assert [event.call for event in found] == ["c1"]


def test_what_cannot_be_classified_is_told() -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(NoSuchCall):
            desk.acd.dispositions(LI)
        with pytest.raises(NotAnAgent):
            desk.acd.dispose("9999", "solved")
        await desk.has_a_call()
        with pytest.raises(NoSuchCall, match="c9"):
            desk.acd.dispose(LI, "solved", "c9")
        with pytest.raises(KeyError, match="dance"):
            desk.acd.dispose(LI, "dance")

    assert not [event for event in play(scene).events if isinstance(event, DispositionSet)]


# Talks that no queue sent


def test_who_takes_a_caller_from_a_colleague_talks_and_then_has_the_queue_s_wrap_up() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.took(LI, "c1", "support")
        await asyncio.sleep(5)
        desk.acd.let_go(LI, "c1")
        await asyncio.sleep(20)
        desk.acd.dispose(LI, "solved")

    desk = play(scene)
    assert desk.changes()[1:] == [
        (0, "talking", "answered"),
        (5, "wrap_up", "caller_left"),
        (15, "available", "wrap_up_over"),
    ]
    assert [event.call for event in desk.events if isinstance(event, DispositionSet)] == ["c1"]


def test_who_gives_a_colleague_advice_is_available_at_once_after_it() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.took(LI, "c1")
        desk.acd.let_go(LI, "c1")
        desk.acd.let_go(LI, "c1")

    assert [state for _, state, _ in play(scene).changes()[1:]] == ["talking", "available"]


def test_who_is_paused_stays_so_whoever_calls() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.pause(LI, "lunch")
        desk.acd.took(LI, "c1", "support")
        desk.acd.let_go(LI, "c1")
        desk.acd.took("9999", "c1")

    assert [state for _, state, _ in play(scene).changes()[1:]] == ["paused"]
