"""What a logged caller wanted, as this version and those before it wrote it."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.ports import Wanted
from ivr.staffing.wanted import entry
from routing.events import CallerEntered
from routing.needs import Needs, Stage, needs, parse

RELAX = (Stage(needs({"seller": 1}), 45.0),)


def test_all_that_the_log_says_counts() -> None:
    wanted = Wanted(Needs(parse("seller >= 3 and not trainee"), (("vip", 2),)), RELAX, "li", 20.0, 5)
    assert entry("1", "support", {"queue": "support", **wanted.to_plain()}, 9.0) == CallerEntered(
        "1", "support", wanted.needs, 5, 9.0, relax=RELAX, agent="li", patience=20.0
    )


def test_skills_with_levels_are_understood() -> None:
    said = {"queue": "support", "priority": 3, "skills": {"seller": 3}}
    assert entry("1", "support", said, 0.0) == CallerEntered("1", "support", needs({"seller": 3}), 3)


@pytest.mark.parametrize("said", [{}, {"needs": "seller >>"}, {"skills": 3, "priority": 1}, {"needs": 4}])
def test_what_cannot_be_read_is_anybody(said: dict[str, Any]) -> None:
    assert entry("1", "support", said, 0.0) == CallerEntered("1", "support")
