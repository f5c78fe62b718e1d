"""Agents asked for by a name that nobody has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .samples import SITE, found, places, told

ID = "unknown_agent"


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    example = "- queue: {to: support, agent: »wnag}"
    assert found(example, ID) == places(example)
    assert told(example, ID) == ["no agent named 'wnag'; did you mean 'wang'? allowed: last, li, wang"]


@pytest.mark.parametrize("agent", ["wang", "last", "'{{ caller.name }}'"])
def test_an_agent_and_what_is_known_only_in_a_call_are_no_fault(agent: str) -> None:
    assert found(f"- queue: {{to: support, agent: {agent}}}", ID) == []


def test_nothing_is_judged_without_agents() -> None:
    assert found("- queue: {to: support, agent: wnag}", ID, replace(SITE, agents=None)) == []
