"""The examples of the manual's page on the simulator run, and do what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.cli.phone.commands import command
from tests.cli.phone.test_commands import KNOWN

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
SCRIPT = PAGE.split("<!-- script: busy_sunday.txt -->\n```\n")[1].split("```")[0]
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What ships, and the page's script, as the working folder."""
    for folder in ("config", "dialplans"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "busy_sunday.txt").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("CALLWRIGHT_DATABASE", f"sqlite:///{tmp_path}/calls.db")
    return tmp_path


def run(line: str) -> Result:
    words = shlex.split(line, comments=True)
    given = SCRIPT if "<" in words else ""
    words = words[1 : words.index("<") if "<" in words else None]
    return CliRunner().invoke(app, [*words, "--http", "*/members/*=404"], input=given)


@pytest.mark.parametrize("line", LINES)
def test_a_command_of_the_page_runs(here: Path, line: str) -> None:
    result = run(line)
    assert result.exit_code == 0, result.output
    assert result.output


def test_the_script_is_a_busy_sunday(here: Path) -> None:
    output = run("ivr call 95188 --script busy_sunday.txt").output
    assert "王芳 answered" in output
    assert output.endswith("You hung up.\n")


@pytest.mark.parametrize("row", re.findall(r"^\| `(\w.*?)` (?:\(.*?\) )?\| `(.*?)` \|", PAGE, re.MULTILINE))
def test_a_command_of_the_page_is_one_in_both_languages(row: tuple[str, str]) -> None:
    english, chinese = (type(command(each, KNOWN)) for each in row)
    assert english is chinese
