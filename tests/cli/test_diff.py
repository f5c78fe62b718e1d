"""`ivr diff`: what is in use, files and kept versions beside one another."""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.control.client import ask
from tests.cli.engine import engine_of

SHIPPED = Path(__file__).parents[2] / "dialplans"
GOODBYE, OTHER = "感谢您的来电，再见。", "再会。"


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def replace(folder: Path, old: str, new: str) -> None:
    file = folder / "dialplans" / "main.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.fixture
def folder(site: Path) -> Path:
    """A site whose dialplan `main` was changed twice: 1 is as it ships, 2 says goodbye otherwise."""
    shutil.copytree(SHIPPED, site / "dialplans")
    with engine_of(site):
        replace(site, GOODBYE, OTHER)
        asyncio.run(ask(site / "var/state", "look", {}))
    return site


def test_files_that_are_in_use_as_they_are_make_no_difference(folder: Path) -> None:
    assert ivr("diff").stdout == "No difference for a caller.\n"


def test_a_changed_file_is_compared_with_what_is_in_use(folder: Path) -> None:
    replace(folder, OTHER, "回见。")
    for command in ("diff", "diff main", "diff dialplans/main.yaml"):
        told = ivr(command).stdout
        assert told.startswith("main: ")
        assert "“回见。”, no longer “再会。”" in told


def test_a_text_laid_out_otherwise_is_no_difference_for_a_caller(folder: Path) -> None:
    file = folder / "dialplans" / "main.yaml"
    file.write_text(file.read_text() + "# a remark\n")
    assert "No difference for a caller; only the text is another" in ivr("diff").stdout
    assert "+# a remark" in ivr("diff --text").stdout


def test_changes_are_named_by_dialplan_and_number_or_by_version(folder: Path) -> None:
    first, second = (change["version"] for change in history()[::-1])
    for command in ("diff main:1 main:2", "diff main:1 main", f"diff {first} {str(second)[:8]}"):
        assert "“再会。”, no longer “感谢您的来电，再见。”" in ivr(command).stdout


def history() -> list[dict[str, object]]:
    return [json.loads(line) for line in ivr("versions main --json").stdout.splitlines()]


def test_from_what_is_in_use_to_an_earlier_version(folder: Path) -> None:
    assert "“感谢您的来电，再见。”, no longer “再会。”" in ivr("diff main:1").stdout


def test_differences_can_be_had_as_json(folder: Path) -> None:
    (found,) = [
        each
        for each in map(json.loads, ivr("diff main:1 main:2 --json").stdout.splitlines())
        if each["label"].endswith("/zh")
    ]
    assert (found["what"], found["old"], found["new"]) == ("words", GOODBYE, OTHER)


def test_chinese_is_one_option_away(folder: Path) -> None:
    assert "流程 goodbye" in ivr("diff main:1 main:2 --lang zh").stdout


def test_a_broken_file_is_told_beside_the_others(folder: Path) -> None:
    replace(folder, "goto: goodbye", "goto: goodby")
    result = ivr("diff")
    assert "did you mean 'goodbye'?" in result.stderr
    assert "has to look at it" in result.stderr
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_named_dialplan_that_is_refused_is_compared_and_told(folder: Path) -> None:
    replace(folder, "goto: goodbye", "goto: goodby")
    result = ivr("diff main")
    assert "main: " in result.stdout
    assert "did you mean 'goodbye'?" in result.stderr
    assert result.exit_code == 1


def test_a_broken_file_is_told_in_the_language_of_the_command(folder: Path) -> None:
    replace(folder, "goto: goodbye", "goto: goodby")
    for command in ("diff", "diff main", "versions"):
        told = ivr(f"{command} --lang zh").stderr
        assert "错误" in told
        assert "did you mean" not in told


def test_a_new_file_has_nothing_to_be_compared_with(folder: Path) -> None:
    text = (folder / "dialplans/vip.yaml").read_text().replace("dialplan: vip", "dialplan: new")
    (folder / "dialplans/new.yaml").write_text(text.replace("95189", "777"))
    assert "new was never in use" in ivr("diff").stdout


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("diff nowhere.yaml", "is no file, dialplan or version"),
        ("diff main:9 main", "never had a version '9'"),
        ("diff abcdef main", "no dialplan and no version 'abcdef'"),
        ("diff config/queues.yaml main", "config/queues.yaml:"),
    ],
)
def test_what_cannot_be_compared_is_told(folder: Path, command: str, told: str) -> None:
    result = ivr(command)
    assert (result.exit_code, told in result.stderr) == (1, True), result.output


def test_a_rollback_tells_what_changes_before_it_asks(folder: Path) -> None:
    result = CliRunner().invoke(app, ["rollback", "main"], input="n\n")
    assert "What changes for callers:" in result.stdout
    assert "“感谢您的来电，再见。”, no longer “再会。”" in result.stdout


def test_a_rollback_of_a_broken_file_undoes_the_edit_and_changes_nothing_for_callers(folder: Path) -> None:
    replace(folder, "goto: goodbye", "goto: goodby")
    result = ivr("rollback main --yes")
    assert result.exit_code == 0, result.output
    assert "No difference for a caller." in result.stdout
    text = (folder / "dialplans/main.yaml").read_text()
    assert OTHER in text
    assert "goto: goodby\n" not in text
