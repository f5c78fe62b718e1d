"""A queue that the settings do not have."""

from __future__ import annotations

from ivr.flow.site import UNKNOWN, Site

from .samples import found, told


def test_it_is_told_where_it_is_named() -> None:
    assert found("- queue: {to: suport}", "unknown_queue") == [(1, 15)]
    said = told("- queue: suport", "unknown_queue")
    assert said == ["no queue named 'suport'; did you mean 'support'? allowed: support, vip"]


def test_a_queue_of_the_settings_gives_nothing() -> None:
    assert found("- queue: support", "unknown_queue") == []


def test_queues_are_not_judged_where_their_names_are_not_known() -> None:
    assert found("- queue: any", "unknown_queue", UNKNOWN) == []


def test_a_queue_of_another_channel_is_told_as_such() -> None:
    site = Site(queues=("support",), channels={"support": "phone", "letters": "email"})
    said = told("- queue: letters", "unknown_queue", site)
    assert said == ["queue 'letters' takes no calls, its channel is email; allowed: support"]
