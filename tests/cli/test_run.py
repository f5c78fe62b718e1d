"""`ivr run` and `ivr demo` before anything is started: faults are told at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.cli import app
from ivr.files.sole import sole

FAULTY = """\
dialplan: faulty
numbers: ["777"]
start: main
flows:
  main:
    - paly: {zh: 您好。, en: Hello.}
    - goto: mian
"""


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_dialplan_with_errors_is_refused_with_all_of_them(site: Path, command: str) -> None:
    (site / "dialplans").mkdir(exist_ok=True)
    (site / "dialplans" / "faulty.yaml").write_text(FAULTY)
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 1
    assert "faulty.yaml:6:7: error: " in result.output
    assert "did you mean 'play'?" in result.output
    assert "faulty.yaml:7:13: error: " in result.output
    assert "did you mean 'main'?" in result.output


def test_settings_with_errors_are_told_with_their_place(site: Path) -> None:
    (site / "config" / "queues.yaml").write_text("queues: {support: {nmae: x}}\n")
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1
    assert "queues.yaml:1:" in result.output


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_another_program_has_is_told_with_the_setting(site: Path, taken_port: int) -> None:
    (site / "dialplans").mkdir(exist_ok=True)
    (site / "config" / "ivr.yaml").write_text(f"fastagi: {{port: {taken_port}}}\n")
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1
    assert f"port {taken_port} at 127.0.0.1 is taken" in result.output
    assert "fastagi.port in config/ivr.yaml" in result.output


def test_a_state_folder_that_another_engine_has_is_told_with_its_process(site: Path) -> None:
    (site / "dialplans").mkdir(exist_ok=True)
    with sole(site / "var" / "state"):
        result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert f"is in use by the engine with process {os.getpid()}; end it" in said
