"""`ivr graph`, run on a folder of settings with a call log."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.cli import app

DIALPLANS = Path(__file__).parents[2] / "dialplans"
run = CliRunner()


@pytest.fixture
def folder(site: Path) -> Path:
    shutil.copytree(DIALPLANS, site / "dialplans")
    return site


def test_a_picture_is_written_for_every_dialplan(folder: Path) -> None:
    assert run.invoke(app, ["graph"]).exit_code == 0
    pictures = sorted(path.name for path in (folder / "var/graphs").iterdir())
    assert pictures == ["agents.svg", "corporate.svg", "main.svg", "vip.svg"]
    for name in pictures:
        ElementTree.parse(folder / "var/graphs" / name)


def test_one_can_be_printed_as_mermaid_text(folder: Path) -> None:
    result = run.invoke(
        app, ["graph", "dialplans/main.yaml", "--format", "mermaid", "--out", "-", "--lang", "en"]
    )
    assert result.stdout.startswith("flowchart LR\n")
    assert "Welcome to customer service." in result.stdout


def test_only_one_can_be_printed(folder: Path) -> None:
    result = run.invoke(app, ["graph", "--out", "-"])
    assert (result.exit_code, "name one" in result.stderr) == (1, True)


def test_callers_of_the_log_are_counted(folder: Path) -> None:
    arguments = ["graph", "dialplans/main.yaml", "--out", "-", "--calls", "2025-11-01", "--lang", "en"]
    picture = run.invoke(app, arguments).stdout
    assert "4 calls (2025-11-01)" in picture
    assert "main_menu 1 → buyer: 1" in picture
    assert "ended here: " in picture


def test_what_no_story_covers_is_marked(folder: Path) -> None:
    arguments = ["graph", "dialplans/main.yaml", "--out", "-", "--coverage", "--lang", "en"]
    picture = run.invoke(app, arguments).stdout
    assert "red: 2 exits that no story covers" in picture
    assert "closed → closed_now" in picture
    assert picture.count('class="uncovered"') == 2
    (folder / "dialplans/main.stories.yaml").write_text("stories: [{story: a, happens: [hang_up]}]")
    result = run.invoke(app, arguments)
    assert (result.exit_code, "unknown word 'hang_up'" in result.stderr) == (1, True)


def test_a_time_that_is_none_is_told(folder: Path) -> None:
    result = run.invoke(app, ["graph", "--calls", "soon"])
    assert (result.exit_code, "'soon' is no time" in result.stderr) == (2, True)


def test_a_dialplan_with_errors_is_not_drawn_but_told(folder: Path) -> None:
    (folder / "dialplans/main.yaml").write_text("dialplan: main\nflows: {}\n")
    result = run.invoke(app, ["graph"])
    assert (result.exit_code, "main.yaml" in result.stderr) == (1, True)
    assert not (folder / "var/graphs").exists()


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "taken").write_text("")
    result = run.invoke(app, ["graph", "--out", "taken"])
    assert (result.exit_code, "taken" in result.stderr) == (1, True)
