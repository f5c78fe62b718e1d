"""Priorities that count for less than they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .samples import SITE, found, places, told

ID = "priority_beyond_most"


@pytest.mark.parametrize(("priority", "counts"), [("101", "100"), ("-500", "-100")])
def test_a_priority_beyond_the_most_is_told(priority: str, counts: str) -> None:
    example = f"- queue: {{to: support, priority: »{priority}}}"
    assert found(example, ID) == places(example)
    assert told(example, ID) == [
        f"priority {priority} counts as {counts}: 'priority: most' in config/queues.yaml"
    ]


@pytest.mark.parametrize("priority", ["100", "-100", "'{{ call.id }}'", "0"])
def test_a_priority_within_and_one_known_only_in_a_call_are_no_fault(priority: str) -> None:
    assert found(f"- queue: {{to: support, priority: {priority}}}", ID) == []


def test_what_counts_is_the_setting_of_the_site() -> None:
    example = "- queue: {to: support, priority: 500}"
    assert found(example, ID, replace(SITE, most_priority=1000)) == []
