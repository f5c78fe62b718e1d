"""Every `ivr` command in the manual is one that the command line takes, with these options.

Running them is left to the tests of each command; this one finds what was renamed and not told.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands() -> Iterator[tuple[str, str]]:
    """(page, command) of every line of a block marked `sh` that calls ivr."""
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            joined = block.replace("\\\n", " ")
            for found in re.findall(r"^(?:\.venv/bin/)?ivr .*$", joined, re.MULTILINE):
                yield page.name, found


def code(arguments: list[str]) -> int:
    """The exit code when help is asked for behind all that: 2 for a command or option that is not there."""
    return CliRunner().invoke(app, [*arguments, "--help"]).exit_code


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_a_command_of_the_manual_can_be_typed(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    for end in ("|", ">", "&&", ";"):
        words = words[: words.index(end)] if end in words else words
    assert code(words[1:]) == 0


@pytest.mark.parametrize("line", ["graph --colour red", "calls tell", "grpah"])
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    assert code(line.split()) == 2
