"""The stated bound: how much later others may come and still go first."""

from __future__ import annotations

from datetime import date
from typing import Any

from ivr.flow.bounds import Bound, Fairness, fairness, members
from ivr.settings import Agent, QueueFile
from tests.steps.calls import plan

AGENTS = {
    "li": Agent(name="李娜", phone="1001", skills={"sales": 3}),
    "wang": Agent(name="王伟", phone="1002", skills={"sales": 2, "vip": 3}),
    "chen": Agent(name="陈静", phone="1003", skills={"corporate": 2}),
}


def queue(**settings: Any) -> dict[str, Any]:
    return {"name": {"zh": "队列", "en": "Queue"}, **settings}


def found(steps: str, worth: float = 6.0, most: int = 100, **queues: dict[str, Any]) -> dict[str, Fairness]:
    """The bounds of these queues, with a dialplan of these steps."""
    file = QueueFile.model_validate({"queues": queues, "priority": {"worth": worth, "most": most}})
    return fairness(file, members(file, AGENTS, date(2026, 11, 25)), [plan(f"main: [{steps}]")])


def test_a_caller_is_overtaken_only_by_those_whom_priority_brings_in_front() -> None:
    told = found("{queue: support}, {queue: {to: vip, priority: 100}}", support=queue(), vip=queue())
    assert told["support"] == Fairness((Bound(0, 600.0, 100),), False)
    assert told["vip"] == Fairness((Bound(100, 0.0, 100),), False)


def test_what_a_point_is_worth_and_how_many_count_are_settings() -> None:
    steps = "{queue: support}, {queue: {to: vip, priority: 100}}"
    told = found(steps, worth=2.0, most=50, support=queue(), vip=queue())
    assert told["support"].bounds == (Bound(0, 100.0, 50),)


def test_queues_whose_agents_are_others_do_not_count() -> None:
    steps = "{queue: {to: support, priority: -5}}, {queue: {to: corporate, priority: 50}}"
    told = found(steps, support=queue(members="sales"), corporate=queue(members="corporate"))
    assert told["support"].bounds == (Bound(-5, 0.0, -5),)


def test_callers_who_overflow_take_their_priority_along() -> None:
    steps = "{queue: {to: support, priority: 10}}, {queue: corporate}"
    told = found(
        steps,
        support=queue(members="sales", overflow={"after": "1m", "to": "corporate"}),
        corporate=queue(members="corporate"),
    )
    assert told["corporate"].bounds == (Bound(0, 60.0, 10), Bound(10, 0.0, 10))


def test_callers_whom_agents_send_on_take_their_priority_along() -> None:
    steps = "{queue: {to: support, priority: 10}}, {queue: corporate}"
    for on in ({"escalate_to": "corporate"}, {}):
        told = found(
            steps,
            support=queue(members="sales", **on),
            corporate=queue(members="corporate", **({} if on else {"extension": "8001"})),
        )
        assert told["corporate"].bounds == (Bound(0, 60.0, 10), Bound(10, 0.0, 10))
        assert told["support"].bounds == (Bound(10, 0.0, 10),)


def test_a_priority_known_only_in_a_call_counts_as_the_highest() -> None:
    told = found('{queue: support}, {queue: {to: support, priority: "{{ caller.name }}"}}', support=queue())
    assert told["support"] == Fairness((Bound(0, 600.0, 100), Bound(100, 0.0, 100)), True)


def test_a_strategy_that_goes_by_targets_passes_nobody_over_for_longer_than_overdue() -> None:
    told = found(
        "{queue: {to: support, priority: 10}}", support=queue(strategy="service_level", overdue="5m")
    )
    assert told["support"].bounds == (Bound(10, 240.0, None),)


def test_a_queue_that_no_dialplan_uses_has_callers_of_priority_0() -> None:
    assert found("{hangup: 好}", support=queue())["support"].bounds == (Bound(0, 0.0, 0),)
