"""The queues of trials: relaxation, preferred agents and the patience for one of them, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from ivr.events import AgentOffered, AgentStateChanged, NeedsRelaxed, QueueEntered
from ivr.flow import virtual
from ivr.flow.simulated import MemoryJournal
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.flow.virtual import LoopClock
from ivr.ports import QueueRequest
from ivr.settings import Queue
from routing.needs import Condition, Needs, Stage, needs, parse

LI = Seat("li", "李娜", "1001", {"buyer": 4})
WANG = Seat("wang", "王伟", "1002", {"buyer": 2, "seller": 3})


class Nobody:
    """A caller whose first phones do not answer."""

    def __init__(self) -> None:
        self.offered = asyncio.Event()

    def wake(self) -> None:
        self.offered.set()


def waits(
    seconds: float,
    *seats: Seat,
    refuses: int = 0,
    queues: Mapping[str, Queue] | None = None,
    **wanted: Any,
) -> list[tuple[float, str]]:
    """(second, what happened) to a caller who waits so long and whose first phones do not answer."""
    journal = MemoryJournal()

    async def stay() -> float:
        clock = LoopClock()
        start = clock.now().timestamp()
        request = QueueRequest(call="1", queue="support", **wanted)
        caller = Nobody()
        async with SimulatedQueues(journal, clock, seats, queues=queues).enter(request, caller) as visit:
            for _ in range(refuses):
                await caller.offered.wait()
                caller.offered.clear()
                assert visit.offer is not None
                visit.refused(visit.offer, "rang_out")
            await asyncio.sleep(seconds - visit.waited)
        return start

    start = virtual.run(stay())
    said = {AgentOffered: "agent", NeedsRelaxed: "needs", AgentStateChanged: "reason"}
    return [
        (round(event.at - start, 1), getattr(event, said[type(event)]))
        for event in journal.events
        if type(event) in said
    ]


def test_a_requirement_that_is_relaxed_brings_somebody_else() -> None:
    relax = (Stage(needs({"seller": 3}), 45.0),)
    assert waits(60, WANG, needs=needs({"seller": 5}), relax=relax) == [(45.0, "seller >= 3"), (48.0, "wang")]


def test_a_stage_with_a_condition_waits_for_it() -> None:
    relax = (Stage(Needs(), 10.0, Condition("idle_agents", True, 1)),)
    assert waits(60, LI, needs=needs({"vip": 1}), relax=relax) == [(10.0, "anybody"), (13.0, "li")]
    relax = (Stage(Needs(), 10.0, Condition("service_level", True, 0.7)),)
    assert waits(60, LI, needs=needs({"vip": 1}), relax=relax) == []


def test_stages_are_taken_one_after_the_other() -> None:
    relax = (
        Stage(needs({"vip": 1}), 20.0, Condition("idle_agents", False, 0)),
        Stage(Needs(), 30.0),
    )
    assert waits(60, LI, needs=needs({"vip": 2}), relax=relax) == []


def test_who_has_more_of_what_is_preferred_is_offered_first() -> None:
    wanted = Needs(preferred=(("seller", 1),))
    assert waits(10, LI, WANG, needs=wanted) == [(3.0, "wang")]


def test_the_agent_asked_for_is_alone_while_there_is_patience() -> None:
    offers = waits(40, LI, WANG, refuses=3, agent="wang", patience=4.5)
    assert offers == [(3.0, "wang"), (7.5, "li"), (8.0, "wang"), (12.5, "li")]


@pytest.mark.parametrize("agent", ["chen", ""])
def test_an_agent_who_is_not_there_is_not_waited_for(agent: str) -> None:
    assert waits(10, LI, agent=agent, patience=30.0) == [(3.0, "li")]


def test_what_is_wanted_is_in_the_log() -> None:
    journal = MemoryJournal()

    async def stay() -> None:
        request = QueueRequest("1", "support", needs({"buyer": 2}), 5, agent="li", patience=9.0)
        async with SimulatedQueues(journal, LoopClock(), [LI]).enter(request, Nobody()):
            pass

    virtual.run(stay())
    (entered,) = [event for event in journal.events if isinstance(event, QueueEntered)]
    assert (entered.needs, entered.priority, entered.agent, entered.patience) == ("buyer >= 2", 5, "li", 9.0)


BUYERS = {"support": Queue(name={"zh": "客服", "en": "Support"}, members=parse("buyer >= 3"))}


def test_an_agent_who_does_not_serve_the_queue_is_not_offered() -> None:
    assert waits(10, WANG, LI, queues=BUYERS) == [(3.0, "li")]
    assert waits(60, WANG, queues=BUYERS) == []


def test_who_did_not_answer_is_spared_the_caller_for_the_rest_of_the_queue_and_the_others_come_first() -> (
    None
):
    resting = {"support": Queue(name={"zh": "客服", "en": "Support"}, rest=20.0)}
    offers = waits(60, LI, WANG, refuses=3, queues=resting)
    assert offers == [(3.0, "li"), (4.0, "wang"), (23.0, "li"), (24.0, "wang")]


def test_who_did_not_answer_so_often_in_a_row_is_paused_and_offered_no_more() -> None:
    pausing = {"support": Queue(name={"zh": "客服", "en": "Support"}, pause_after=2)}
    assert waits(600, LI, refuses=2, queues=pausing) == [(3.0, "li"), (8.0, "li"), (8.0, "no_answer")]
