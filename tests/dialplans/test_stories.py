"""The stories beside the shipped dialplans, played as `ivr test` plays them, and what they cover."""

from __future__ import annotations

from functools import cache

import pytest

from ivr.steps import CATALOGUE
from ivr.stories.player import Player
from ivr.stories.story import Story
from ivr.stories.suite import Run, Suite, gather, play

from .shipped import ROOT, sample

# What no caller can bring about: the customer line never closes, and nothing on the members' line can fail.
OUT_OF_REACH = {
    ("main", "welcome", "hours", "closed"),
    ("main", "closed_now", "hangup", ""),
    ("vip", "", "", "on_error"),
}


@cache
def suite() -> Suite:
    (found,) = gather([ROOT / "dialplans"], sample(), CATALOGUE)
    return found


@cache
def run() -> Run:
    return play(suite(), suite().stories, lambda _: None)


def name(story: Story) -> str:
    return f"{story.place.file.rpartition('/')[2]}:{story.place.line}"


@pytest.mark.parametrize("story", suite().stories, ids=name)
def test_it_happens_as_told(story: Story) -> None:
    with Player(suite().centre) as player:
        failure = player.play(story).failure
    assert failure is None, f"{failure.place}: {failure.expected.en}; {failure.instead.en}"


def test_every_way_out_that_a_caller_can_take_is_in_a_story() -> None:
    left = {(one.plan.name, way.flow, way.verb, way.label) for one in run().covered for way in one.uncovered}
    assert left == OUT_OF_REACH


def test_every_dialplan_has_stories() -> None:
    assert [plan.name for plan in suite().plans] == ["agents", "corporate", "main", "vip"]
    assert min(covered.percent for covered in run().covered) > 90


def test_names_are_in_both_languages() -> None:
    assert all(story.name.zh != story.name.en for story in suite().stories)
