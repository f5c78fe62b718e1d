"""`ivr check`: all problems with their places, counts, and the exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ivr.cli.check import check

ROOT = Path(__file__).parent.parent.parent
BROKEN = """\
dialplan: broken
numbers: ["7"]
start: main
flows:
  main:
    - paly: 您好
    - goto: mian
    - queue: suport
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what ships, as the working folder."""
    (tmp_path / "config").mkdir()
    for path in (ROOT / "config").glob("*.yaml"):
        shutil.copy(path, tmp_path / "config")
    shutil.copytree(ROOT / "dialplans", tmp_path / "dialplans")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(check)
    return CliRunner().invoke(app, [*arguments])


def test_what_ships_is_sound(site: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert "0 errors, 0 warnings" in result.output


def test_all_errors_are_shown_with_their_places_and_end_with_1(site: Path) -> None:
    (site / "dialplans" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "dialplans/broken.yaml:6:7: error: unknown step 'paly'; did you mean 'play'?" in result.output
    assert "dialplans/broken.yaml:7:13: error: no flow named 'mian'; did you mean 'main'?" in result.output
    assert (
        "dialplans/broken.yaml:8:14: error: no queue named 'suport'; did you mean 'support'?" in result.output
    )
    assert "3 errors" in result.output


def test_faults_of_the_settings_are_shown_too(site: Path) -> None:
    (site / "config" / "queues.yaml").write_text("queues: {support: {}}\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "config/queues.yaml:1:19: error: 'name' is missing" in result.output


def test_faults_of_the_settings_do_not_hide_those_of_the_dialplans(site: Path) -> None:
    (site / "config" / "agents.yaml").write_text("agents: {li: {}}\n", encoding="utf-8")
    (site / "dialplans" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    output = run().output
    assert "config/agents.yaml:1:14: error: 'name' is missing" in output
    assert "dialplans/broken.yaml:8:14: error: no queue named 'suport'; did you mean 'support'?" in output


def test_single_files_may_be_named(site: Path) -> None:
    (site / "one.yaml").write_text(BROKEN.replace("paly", "play"), encoding="utf-8")
    result = run("one.yaml", "dialplans")
    assert "one.yaml:7:13" in result.output
    assert result.exit_code == 1


def test_warnings_alone_are_no_failure(site: Path) -> None:
    text = BROKEN.replace("paly", "play").replace("mian", "main").replace("suport", "support")
    (site / "one.yaml").write_text(text.replace("- goto: main", "- play: {zh: 只有中文}"), encoding="utf-8")
    result = run("one.yaml")
    assert result.exit_code == 0
    assert "1 dialplan: 0 errors, 1 warning" in result.output


def test_json_is_one_list_of_problems(site: Path) -> None:
    (site / "one.yaml").write_text(BROKEN, encoding="utf-8")
    problems = json.loads(run("--json", "one.yaml").stdout)
    assert [(problem["line"], problem["check"]) for problem in problems] == [
        (6, "unknown_step"),
        (7, "dead_links"),
        (8, "unknown_queue"),
    ]


def test_a_file_that_is_not_there_and_a_folder_without_dialplans_are_told(site: Path) -> None:
    (site / "empty").mkdir()
    assert "cannot be read" in run("nowhere.yaml").output
    result = run("empty")
    assert "no dialplans here" in result.output
    assert result.exit_code == 1
