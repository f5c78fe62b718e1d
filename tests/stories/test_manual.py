"""What docs/stories.md shows holds: its stories pass, its facts can be read, its words are all there are."""

from __future__ import annotations

import re
from pathlib import Path

from ivr.stories.player import Player
from ivr.stories.reader import read_stories
from ivr.stories.story import Centre
from ivr.stories.turns import TURNS
from tests.dialplans.shipped import library, sample

MANUAL = (Path(__file__).parents[2] / "docs" / "stories.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    return MANUAL.split(f"<!-- {mark} -->\n```yaml\n", 1)[1].split("```", 1)[0]


def test_its_stories_pass() -> None:
    stories, problems = read_stories(block("story"))
    assert (len(stories), problems) == (2, [])
    with Player(Centre(library(), sample())) as player:
        assert [player.play(story).failure for story in stories] == [None, None]


def test_its_facts_can_be_read() -> None:
    assert read_stories(block("facts") + "stories: []\n") == ([], [])


def test_its_words_are_those_there_are() -> None:
    words = re.findall(r"^\| `(\w+)", MANUAL, re.MULTILINE)
    assert sorted(words) == sorted(TURNS)
