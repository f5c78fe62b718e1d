"""Stages of relaxation and rings: what is required from when on."""

from __future__ import annotations

from textwrap import indent

import pytest

from ivr.flow.choosing import Choosing
from ivr.flow.skill_text import Filling
from routing.needs import written
from tests.steps.calls import plan


def required(asks: str) -> list[tuple[float, str]]:
    """(from which second on, what is required)."""
    step = plan(f"main:\n  - queue:\n      to: support\n{indent(asks, '      ')}").flows["main"][0]
    assert isinstance(step, Choosing)
    first, stages = step.needed(Filling(lambda text: text.source))
    return [(0.0, written(first.required)), *((s.after, written(s.needs.required)) for s in stages)]


@pytest.mark.parametrize(
    ("change", "then"),
    [
        ("skills: {seller: 1}", "seller and zh and not trainee"),
        ("skills: {vip: 2}", "seller >= 3 and zh and vip >= 2 and not trainee"),
        ("skills: buyer or zh", "(buyer or zh) and not trainee"),
        ("drop: seller", "zh and not trainee"),
        ("drop: [seller, zh]", "not trainee"),
        ("drop: trainee", "seller >= 3 and zh"),
        ("add: {en: 2}", "seller >= 3 and zh and en >= 2 and not trainee"),
        ("add: en or fr", "seller >= 3 and zh and (en or fr) and not trainee"),
        ("swap: {seller: buyer}", "buyer >= 3 and zh and not trainee"),
        ("drop: zh, swap: {seller: buyer}, skills: {buyer: 1}, add: en", "buyer and en and not trainee"),
    ],
)
def test_a_stage_changes_what_is_required(change: str, then: str) -> None:
    asks = f"skills: {{seller: 3, zh: 1}}\nexclude: trainee\nrelax: [{{after: 45s, {change}}}]"
    assert required(asks) == [(0.0, "seller >= 3 and zh and not trainee"), (45.0, then)]


def test_stages_build_on_each_other() -> None:
    asks = (
        "skills: {seller: 3}\nrelax: [{after: 20s, skills: {seller: 2}}, {after: 40s, add: zh},"
        " {after: 60s, drop: seller}]"
    )
    assert required(asks) == [
        (0.0, "seller >= 3"),
        (20.0, "seller >= 2"),
        (40.0, "seller >= 2 and zh"),
        (60.0, "zh"),
    ]


def test_what_is_dropped_from_alternatives_counts_as_met() -> None:
    assert required("skills: zh and (seller or buyer >= 2)\nrelax: [{after: 5s, drop: seller}]")[1][1] == "zh"


def test_rings_widen_step_by_step() -> None:
    asks = "skills: {zh: 1}\nrings: {skill: seller, levels: [4, 3, 1], every: 20s}"
    assert required(asks) == [
        (0.0, "zh and seller >= 4"),
        (20.0, "zh and seller >= 3"),
        (40.0, "zh and seller"),
    ]
