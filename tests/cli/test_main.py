"""The command `ivr` itself."""

from __future__ import annotations

from typer.testing import CliRunner

from ivr.cli import app


def test_the_version_of_the_program_is_told() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("callwright ")


def test_without_a_command_all_are_listed() -> None:
    listed = CliRunner().invoke(app, []).output
    assert all(name in listed for name in ("run", "check", "versions", "callbacks"))
