"""Whom a logged caller wanted."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.ports import Wanted
from ivr.staffing.wanted import entry
from routing.events import CallerEntered
from routing.needs import Needs, Stage, needs, parse


def test_what_the_engine_logs_is_what_the_router_gets() -> None:
    wanted = Wanted(
        Needs(parse("seller >= 3 and not trainee"), (("vip", 2),)),
        (Stage(needs({"seller": 1}), after=30.0),),
        agent="li",
        patience=20.0,
        priority=7,
    )
    found = entry("c", "q", {"queue": "q", **wanted.to_plain()}, waited=4.0)
    assert found == CallerEntered("c", "q", wanted.needs, 7, 4.0, 0.0, wanted.relax, "li", 20.0)


def test_skills_of_older_logs_are_needed() -> None:
    assert entry("c", "q", {"skills": {"zh": 2}, "priority": 5}, 0.0) == CallerEntered(
        "c", "q", needs({"zh": 2}), 5
    )


@pytest.mark.parametrize("said", [{}, {"needs": "seller >="}, {"needs": 7}, {"skills": "zh"}])
def test_what_cannot_be_read_wants_anybody(said: dict[str, Any]) -> None:
    assert entry("c", "q", said, 0.0) == CallerEntered("c", "q")
