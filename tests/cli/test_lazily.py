"""A command does not wait for what others need."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from ivr.cli.commands import COMMANDS, Command
from ivr.cli.lazily import loaded

HEAVY = ("alembic", "aiohttp", "numpy", "pyarrow", "scipy", "soundfile", "sqlalchemy", "xlsxwriter")
FOR_A_LIST_OF_CALLS = ("sqlalchemy",)


def imported(*arguments: str) -> set[str]:
    """The top-level modules that are there after `ivr` with these arguments."""
    program = (
        "import sys\nfrom ivr.cli import main\ntry:\n    main()\n"
        "finally:\n    print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return set(result.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [(["--help"], ()), (["--version"], ()), (["calls", "--help"], FOR_A_LIST_OF_CALLS)],
)
def test_only_what_the_command_needs_is_imported(arguments: list[str], needed: tuple[str, ...]) -> None:
    assert not imported(*arguments) & (set(HEAVY) - set(needed))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_list_of_commands_has_the_first_line_of_the_commands_own_help(command: Command) -> None:
    found: Any = loaded(command)
    assert found.name == command.name
    assert found.help.strip().partition("\n\n")[0] == command.line
