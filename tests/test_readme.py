"""The README says what is true: its commands exist and run, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCKS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
COMMANDS = re.findall(r"`(ivr [a-z]+)[^`]*`", README)
RUN_ELSEWHERE = {
    'curl -s -H "Authorization: Bearer $(cat $CALLWRIGHT_STATE/api.token)"'
    " $(cat $CALLWRIGHT_STATE/api.url)/agents": "tests/web/test_api_page.py",
    "make run": "tests/live/test_demo.py",
    "make test": "what runs this very test",
    ".venv/bin/ivr run": "tests/live/test_existing_asterisk.py",
}


def ivr(arguments: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the command line in the project's folder, with a call log of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from ivr.cli import main; main()", *shlex.split(arguments)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "CALLWRIGHT_DATABASE": f"sqlite:///{tmp_path}/calls.db"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize("line", [line for line in BLOCKS if line not in RUN_ELSEWHERE])
def test_a_command_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    assert line.startswith(".venv/bin/ivr "), f"no test knows how to run '{line}'"
    arguments, *_ = line.removeprefix(".venv/bin/ivr ").split(" > ")  # what is printed may go into a file
    result = ivr(arguments, tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_a_command_that_the_readme_names_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command.removeprefix("ivr "), "--help"])
    assert result.exit_code == 0, result.output
    assert f"{command} " in result.stdout or f"{command}\n" in result.stdout, "help teaches by example"


@pytest.mark.parametrize("target", ["run", "demo", "test"])
def test_make_knows_the_targets_of_the_readme(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
