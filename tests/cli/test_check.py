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


def test_a_fault_of_a_scoring_form_is_shown_with_its_place(site: Path) -> None:
    shutil.copytree(ROOT / "config" / "quality", site / "config" / "quality")
    assert run().exit_code == 0
    (site / "config" / "quality" / "ours.yaml").write_text("form: ours\ntitel: {}\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "config/quality/ours.yaml:2:1: error: unknown key 'titel'; did you mean 'title'?" in result.output


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


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_other_forms_are_written_to_standard_output_alone(site: Path, form: str) -> None:
    (site / "one.yaml").write_text(BROKEN, encoding="utf-8")
    result = run("--format", form, "one.yaml")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert "unknown_step" in result.stdout


def test_a_json_option_is_the_json_form(site: Path) -> None:
    (site / "one.yaml").write_text(BROKEN, encoding="utf-8")
    assert run("--json", "one.yaml").stdout == run("--format", "json", "one.yaml").stdout


def test_annotations_of_nothing_are_nothing(site: Path) -> None:
    assert run("--format", "github").stdout == ""


def test_the_line_is_shown_with_a_caret(site: Path) -> None:
    (site / "one.yaml").write_text(BROKEN, encoding="utf-8")
    assert "    7 |     - goto: mian\n      |             ^\n" in run("one.yaml").stdout


def test_people_are_told_in_their_language(site: Path) -> None:
    (site / "one.yaml").write_text(BROKEN, encoding="utf-8")
    assert "1个拨号方案：3个错误，0个警告" in run("--lang", "zh", "one.yaml").stdout


def test_with_strict_warnings_are_failures(site: Path) -> None:
    text = BROKEN.replace("- paly: 您好", "- hangup: {zh: 再见}").replace(
        "    - goto: mian\n    - queue: suport\n", ""
    )
    (site / "one.yaml").write_text(text, encoding="utf-8")
    assert "0 errors, 1 warning" in run("one.yaml").output
    assert run("one.yaml").exit_code == 0
    assert run("--strict", "one.yaml").exit_code == 1
    assert run("--strict").exit_code == 0


def test_a_comment_silences_a_check_in_its_line(site: Path) -> None:
    text = BROKEN.replace("- paly: 您好", "- hangup: {zh: 再见}  # ivr: ignore[missing_language]")
    (site / "one.yaml").write_text(
        text.replace("    - goto: mian\n    - queue: suport\n", ""), encoding="utf-8"
    )
    assert "0 errors, 0 warnings" in run("one.yaml").output


def test_a_file_that_is_not_there_and_a_folder_without_dialplans_are_told(site: Path) -> None:
    (site / "empty").mkdir()
    assert "cannot be read" in run("nowhere.yaml").output
    result = run("empty")
    assert "no dialplans here" in result.output
    assert result.exit_code == 1


def test_sources_and_their_lists_are_checked_with_the_settings(site: Path) -> None:
    (site / "branches.csv").write_text("city\n021\n021\n", encoding="utf-8")
    with (site / "config" / "ivr.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nsources:\n  a: {csv: branches.csv, key: city}\n  b: {sql: x, query: select 1}\n")
    output = run().output
    assert "branches.csv:3:1: error: '021' stands twice (first in line 2)" in output
    assert "not the address of a database" in output


def test_an_address_of_the_database_that_is_none_is_told_at_its_place(site: Path) -> None:
    file = site / "config/ivr.yaml"
    before, _, after = file.read_text(encoding="utf-8").partition("database: sqlite:///var/callwright.db")
    file.write_text(f"{before}database: postgresql://li:geheim@db.example{after}", encoding="utf-8")
    number = before.count("\n") + 1
    result = run()
    assert result.exit_code == 1
    assert f"config/ivr.yaml:{number}:11: error: 'postgresql://li:***@db.example' names no" in result.output
    assert "没有写数据库名" in run("--lang", "zh").output
    assert "geheim" not in result.output
