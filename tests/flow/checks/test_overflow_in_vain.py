"""Overflow into a queue where nobody can do what the caller needs. `support` overflows into `vip` after 5
minutes; wang alone serves that, a buyer at level 3."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.site import Site
from ivr.settings.waiting import Overflow
from routing.needs import Has

from . import samples
from .samples import places

ID = "overflow_in_vain"
SITE = replace(samples.SITE, overflow=samples.OVERFLOW)


def told(example: str, site: Site = SITE) -> list[str]:
    return samples.told(example, ID, site)


def found(example: str) -> list[tuple[int, int]]:
    return samples.found(example, ID, SITE)


def test_it_is_told_at_the_queue_with_what_is_still_needed() -> None:
    example = "- queue: {to: »support, skills: {buyer: 4}}"
    assert found(example) == places(example)
    (text,) = told(example)
    assert "overflow into 'vip' and still need 'buyer >= 4', which nobody there meets" in text


def test_needs_are_judged_as_far_as_they_are_relaxed() -> None:
    example = "- queue: {to: »support, skills: {buyer: 4, en: 3}, relax: [{after: 1m, drop: en}]}"
    assert found(example) == places(example)


@pytest.mark.parametrize(
    "step",
    [
        "{to: support, skills: {buyer: 3}}",
        "{to: support, skills: {buyer: 4}, relax: [{after: 10m, skills: {buyer: 1}}]}",
        "{to: support, skills: {buyer: 4}, max_wait: 5m, on_timeout: hangup}",
        "{to: vip, skills: {seller: 4}}",
    ],
)
def test_who_can_be_served_or_never_overflows_is_no_fault(step: str) -> None:
    assert told(f"- queue: {step}") == []


def test_callbacks_do_not_overflow() -> None:
    assert told("- callback: {to: support, skills: {buyer: 4}}") == []


def test_what_nobody_can_do_at_all_is_told_by_another_check() -> None:
    assert told("- queue: {to: support, skills: {buyer: 5}}") == []


def test_a_queue_further_on_counts_when_one_may_wait_so_long() -> None:
    chain = {"support": Overflow(after=60.0, to="free"), "free": Overflow(after=60.0, to="vip")}
    site = replace(SITE, queues={"support", "free", "vip"}, members={"vip": Has("seller")}, overflow=chain)
    assert len(told("- queue: {to: support, skills: {buyer: 4}}", site)) == 1
    assert told("- queue: {to: support, skills: {buyer: 4}, max_wait: 2m}", site) == []


def test_a_circle_of_overflows_is_followed_once() -> None:
    circle = {"support": Overflow(after=60.0, to="vip"), "vip": Overflow(after=60.0, to="support")}
    site = replace(SITE, overflow=circle)
    assert len(told("- queue: {to: support, skills: {buyer: 4}}", site)) == 1


def test_what_is_known_only_in_a_call_is_not_judged() -> None:
    assert told("- set: {need: buyer}\n- queue: {to: support, skills: '{{ need }} >= 4'}") == []
