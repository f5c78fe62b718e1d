"""How a dialplan writes what it needs of an agent: every slip has its place and its remedy."""

from __future__ import annotations

import pytest

from ivr.document.model import Fault
from ivr.flow.needs import condition, condition_text
from routing.needs import Condition
from tests.steps.calls import problems


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("idle_agents < 1", Condition("idle_agents", True, 1.0)),
        ("service_level<70%", Condition("service_level", True, 0.7)),
        (" expected_wait > 1m30s ", Condition("expected_wait", False, 90.0)),
    ],
)
def test_a_condition_is_a_measure_a_sign_and_a_value(written: str, means: Condition) -> None:
    assert condition(written) == means
    assert condition(condition_text(means)) == means


@pytest.mark.parametrize(
    ("written", "said", "zh"),
    [
        ("idle_agent < 1", "did you mean 'idle_agents'?", "是否想写“idle_agents”？"),
        ("idle_agents <= 1", "is no condition; write it like 'idle_agents < 1'", "不是条件"),
        ("service_level < 0.7", "'0.7' is no share; write it like 70%", "70%"),
        ("idle_agents < many", "'many' is no number of agents", "坐席人数"),
        ("expected_wait > 120", "'120' is not a duration; write it like 5s", "不是时长"),
    ],
)
def test_a_condition_that_cannot_be_read_is_explained(written: str, said: str, zh: str) -> None:
    with pytest.raises(Fault) as fault:
        condition(written)
    assert said in str(fault.value)
    assert zh in fault.value.zh


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ("skills: {seller: 9}", "at most 5, found '9'"),
        ("skills: 'seller >= 9'", "after '>=' comes a level from 1 to 5"),
        ("skills: 'seller & zh'", "'&' means nothing here"),
        ("skills: {seller: x}", "'x' is no level; write 3 or '>= 3'"),
        ("skills: {seller: '> 3'}", "'> 3' is no level; write 3 or '>= 3'"),
        ("exclude: [not]", "a skill is missing"),
        ("skills: {vip member: 1}", "'vip member' is no skill; a skill is letters"),
        ("skills: {nobody: 1}", "'nobody' cannot be a skill: it is a word of expressions"),
        ("relax: [{after: 5s, drop: [会员]}]", "'会员' is no skill"),
        ("relax: [{after: 5s, swap: {a: 'b or c'}}]", "'b or c' is no skill"),
        ("rings: {skill: a b, levels: [3, 1], every: 5s}", "'a b' is no skill"),
        ("prefer: {seller: 0}", "at least 1, found '0'"),
        ("relax: [{skills: {seller: 1}}]", "when does this begin?"),
        ("relax: [{after: 5s}]", "what changes then?"),
        ("relax: [{after: 5s, dorp: seller}]", "did you mean 'drop'?"),
        ("relax: [{after: 5s, when: idle < 1, drop: a}]", "nothing is measured as 'idle'"),
        ("rings: {skill: seller, levels: [3, 3], every: 5s}", "a lower level than the one before"),
        ("rings: {skill: seller, levels: [3], every: 5s}", "expected at least 2, found 1"),
        ("rings: {skill: seller, levels: [3, 1], every: 0s}", "more than 0"),
        (
            "rings: {skill: a, levels: [3, 1], every: 5s}, relax: [{after: 5s, drop: b}]",
            "'rings' is a short form of 'relax'",
        ),
    ],
)
def test_slips_are_told(asks: str, said: str) -> None:
    found = problems(f"main: [{{queue: {{to: support, {asks}}}}}]")
    assert any(said in text for text in found), found


@pytest.mark.parametrize(
    "asks",
    [
        "skills: {seller: '>= 3', '{{ call.language }}': 1}",
        "skills: seller >= 3 and (zh or en)",
        "exclude: trainee",
        "exclude: [trainee, guest >= 2]",
        "prefer: vip",
        "prefer: [vip, seller]",
        "prefer: {vip: 3, '{{ call.language }}': 1}",
        "relax: [{after: 45s, when: service_level < 70%, skills: {seller: 1}, drop: [a]}]",
        "relax: [{when: idle_agents < 1, drop: a, add: b, swap: {c: d}}, {after: 1m, skills: a or b}]",
        "rings: {skill: seller, levels: [4, 3, 1], every: 20s}",
        "agent: last, patience: 20s, last_within: 7d",
    ],
)
def test_all_forms_are_read(asks: str) -> None:
    for step in ("queue", "callback"):
        assert problems(f"main: [{{{step}: {{to: support, {asks}}}}}]") == []


@pytest.mark.parametrize("field", ["patience: 20s", "last_within: 7d"])
def test_patience_without_an_agent_to_wait_for_is_told(field: str) -> None:
    (problem,) = problems(f"main: [{{queue: {{to: support, {field}}}}}]")
    assert "write 'agent: last' beside it, or a name" in str(problem)
