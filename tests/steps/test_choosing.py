"""Whom a caller wants: what a step asks for, worked out in a call."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.events import MemoryUnavailable, NeedLeftOut
from ivr.flow.choosing import Choosing
from ivr.flow.expressions import Template
from ivr.flow.rehearsal import world
from ivr.flow.simulated import SimulatedMemory
from ivr.ports import QueueRequest
from ivr.settings import Agent
from routing.needs import Condition, Needs, Stage, needs, parse
from tests.steps.calls import call, plan

from .fakes import Free, Line

AGENTS = {"li": Agent(name="李娜", phone="1001"), "wang": Agent(name="王伟", phone="1002")}


def asked(asks: str, **parts: Any) -> tuple[QueueRequest, list[NeedLeftOut]]:
    """What the queue is asked for, and what was left out."""
    line = Line(Free("1001"))
    known = "set: {hostile: x) or (y, some: en or fr, team: seller, level: '3'}"
    told = call(
        f"main: [{{{known}}}, {{queue: {{to: support, {asks}}}}}]",
        queues=line,
        **{"agents": AGENTS, **parts},
    )
    return line.requests[0], told.all(NeedLeftOut)


def test_required_excluded_and_preferred_skills() -> None:
    request, _ = asked(
        "skills: '{{ team }} >= {{ level }} and (zh or en)', exclude: trainee,"
        " prefer: {'{{ team }}': 2, vip: 1}"
    )
    assert request.needs == Needs(
        parse("seller >= 3 and (zh or en) and not trainee"), (("seller", 2), ("vip", 1))
    )


def test_relaxation_by_time_and_by_a_condition() -> None:
    request, _ = asked(
        "skills: {'{{ team }}': 3}, relax: [{after: 45s, skills: {'{{ team }}': 1}},"
        " {when: expected_wait > 2m, drop: seller}]"
    )
    assert request.relax == (
        Stage(needs({"seller": 1}), 45.0),
        Stage(Needs(), 0.0, Condition("expected_wait", False, 120.0)),
    )


@pytest.mark.parametrize(
    ("asks", "left_out"),
    [
        ("skills: {zh: 1, '{{ member.team }}': 2}", "{{ member.team }}"),
        ("skills: 'zh and {{ member.team }}'", "{{ member.team }}"),
        ("skills: 'zh and {{ hostile }}'", "{{ hostile }}"),
        ("skills: {zh: 1, '{{ hostile }}': 1}", "{{ hostile }}"),
        ("skills: {zh: 1, '{{ some }}': 1}", "{{ some }}"),
        ("skills: zh, exclude: ['{{ hostile }}']", "{{ hostile }}"),
        ("skills: zh, agent: '{{ hostile }}'", "{{ hostile }}"),
        ("skills: zh, priority: '{{ hostile }}'", "{{ hostile }}"),
        ("skills: zh, priority: '{{ member.rank }}'", "{{ member.rank }}"),
    ],
)
def test_what_is_of_no_use_is_left_out_and_logged_and_the_call_goes_on(asks: str, left_out: str) -> None:
    request, faults = asked(asks)
    assert (request.needs, request.agent, request.priority) == (needs({"zh": 1}), "", 0)
    assert [fault.written for fault in faults] == [left_out]


def test_an_agent_is_asked_for_by_name_with_patience() -> None:
    request, _ = asked("agent: wang, patience: 20s")
    assert (request.agent, request.patience) == ("wang", 20.0)


def test_without_an_agent_there_is_no_patience() -> None:
    request, _ = asked("skills: zh")
    assert (request.agent, request.patience) == ("", 0.0)


def remembering(agent: str = "", away: bool = False) -> SimulatedMemory:
    """What is known of the caller: the agent last talked to."""
    memory = SimulatedMemory(world().clock)
    memory.know({("last_agent", "13800000000"): agent})
    memory.away = away
    return memory


def test_the_agent_whom_the_caller_talked_to_last() -> None:
    request, _ = asked("agent: last", memory=remembering("wang"))
    assert (request.agent, request.patience) == ("wang", 30.0)


@pytest.mark.parametrize("memory", [remembering(), remembering("somebody_who_left")])
def test_nobody_talked_to_before_or_somebody_who_left_means_anybody(memory: SimulatedMemory) -> None:
    request, _ = asked("agent: last", memory=memory)
    assert (request.agent, request.patience) == ("", 0.0)


def test_a_call_log_that_is_away_means_anybody() -> None:
    line = Line(Free("1001"))
    told = call(
        "main: [{queue: {to: support, agent: last}}]",
        queues=line,
        agents=AGENTS,
        memory=remembering(away=True),
    )
    assert [request.agent for request in line.requests] == [""]
    assert "queue" in [fact.verb for fact in told.all(MemoryUnavailable)]


@pytest.mark.parametrize(
    ("written", "counts"), [("30", 30), ("-5", -5), ("2.0", 2), ("99999999999", 10_000), ("inf", 0), ("", 0)]
)
def test_a_priority_is_a_whole_number_of_bearable_size(written: str, counts: int) -> None:
    request, _ = asked(f"priority: '{written}'")
    assert request.priority == counts


def test_in_another_queue_whoever_answers_there_is_wanted() -> None:
    flows = plan("main: [{queue: {to: vip, skills: seller, agent: li, priority: 5, max_wait: 5m}}]").flows
    (step,) = flows["main"]
    assert isinstance(step, Choosing)
    other = step.for_anybody_of("support")
    assert other == step.model_copy(update={"to": "support", "skills": {}, "agent": Template("")})
