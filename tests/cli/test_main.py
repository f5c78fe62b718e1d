"""The command `ivr` itself."""

from __future__ import annotations

import logging

import pytest
from typer.testing import CliRunner

from ivr.cli import app, log_level


def test_the_version_of_the_program_is_told() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("callwright ")


def test_without_a_command_all_are_listed() -> None:
    listed = CliRunner().invoke(app, []).output
    assert all(name in listed for name in ("run", "check", "versions", "callbacks"))


@pytest.mark.parametrize(
    ("arguments", "on_terminal", "level"),
    [
        (["recordings", "hold", "1"], True, logging.WARNING),
        (["recordings", "hold", "1"], False, logging.INFO),
        (["run"], True, logging.INFO),
        (["demo", "--once"], True, logging.INFO),
        ([], True, logging.WARNING),
    ],
)
def test_on_a_terminal_only_what_is_wrong_is_logged_but_for_an_engine(
    arguments: list[str], on_terminal: bool, level: int
) -> None:
    assert log_level(arguments, on_terminal) == level
