"""Stories are found beside their dialplans; names in them that do not exist are mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.document.problems import InvalidFiles
from ivr.flow.library import files_in
from ivr.steps import CATALOGUE
from ivr.stories.player import Played
from ivr.stories.suite import Suite, gather, play

from .centre import SETTINGS, SHOP

HELLO = "stories: [{story: hello, happens: [{hears: 买家请按1}]}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(SHOP.replace("shop", "other").replace('"100"', '"2xx", "300"'))
    (tmp_path / "shop.stories.yaml").write_text(HELLO, encoding="utf-8")
    (tmp_path / "other.stories.yaml").write_text(HELLO, encoding="utf-8")
    return tmp_path


def only(*paths: Path) -> Suite:
    (suite,) = gather(paths, SETTINGS, CATALOGUE)
    return suite


def about(suite: Suite) -> tuple[list[str], list[str]]:
    return [plan.name for plan in suite.plans], [story.caller.dialled for story in suite.stories]


def mistakes(folder: Path, turn: str, head: str = "") -> list[str]:
    text = f"stories:\n  - story: a\n    {head}\n    happens:\n      - {turn}\n"
    (folder / "shop.stories.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFiles) as raised:
        gather([folder], SETTINGS, CATALOGUE)
    return [f"{problem.line}:{problem.column} {problem.text}" for problem in raised.value.problems]


def test_a_folder_is_all_its_dialplans_and_stories(folder: Path) -> None:
    assert about(only(folder)) == (["other", "shop"], ["300", "100"])


@pytest.mark.parametrize("name", ["shop.yaml", "shop.stories.yaml"])
def test_a_dialplan_is_the_stories_beside_it_and_the_other_way_round(folder: Path, name: str) -> None:
    assert about(only(folder / name)) == (["shop"], ["100"])


def test_stories_are_not_taken_for_dialplans(folder: Path) -> None:
    assert [file.name for file in files_in([folder])] == ["other.yaml", "shop.yaml"]


def test_all_are_played_and_covered_together(folder: Path) -> None:
    suite, seen = only(folder), list[Played]()
    run = play(suite, suite.stories, seen.append)
    assert tuple(seen) == run.played
    assert run.failed == ()
    assert 0 < run.percent < 20
    assert [covered.plan.name for covered in run.covered] == ["other", "shop"]


def test_names_that_do_not_exist_are_told_with_the_nearest_spelling(folder: Path) -> None:
    assert mistakes(folder, "is_queued: suport") == [
        "5:9 no queue named 'suport'; did you mean 'support'? allowed: support"
    ]
    assert mistakes(folder, "is_answered: wan") == [
        "5:9 no agent named 'wan'; did you mean 'wang'? allowed: li, wang"
    ]
    assert mistakes(folder, "ends_in: byer")[0].startswith("5:9 no flow named 'byer'; did you mean 'buyer'?")
    assert mistakes(folder, "hangs_up", "world: {agents: {zhao: answers}}")[0].startswith(
        "2:5 no agent named"
    )


def test_a_story_without_a_number_is_a_mistake(folder: Path) -> None:
    (folder / "unknown.stories.yaml").write_text(HELLO, encoding="utf-8")
    with pytest.raises(InvalidFiles, match="no number is dialled"):
        gather([folder], SETTINGS, CATALOGUE)


def test_faults_of_the_dialplans_come_first(folder: Path) -> None:
    (folder / "shop.yaml").write_text(SHOP.replace("give_up: hangup", "give_up: nowhere"), encoding="utf-8")
    with pytest.raises(InvalidFiles, match="no flow named 'nowhere'"):
        gather([folder], SETTINGS, CATALOGUE)
