"""`ivr quality sample` and `samples`, on a folder with a recorded talk of li's."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.archive.index import Index
from ivr.archive.intake import Intake
from ivr.cli import app
from tests.recordings.test_talking import talk


@pytest.fixture(autouse=True)
def _archive(site: Path) -> None:
    file = site / "var/recordings/2025/11/22/a-conversation.wav"
    file.parent.mkdir(parents=True)
    talk(file, 30.0, [(0.0, 3.0)], [(28.0, 30.0)])
    with Index(f"sqlite:///{site}/var/callwright.db") as index:
        Intake(index, file.parents[3]).take_in(2e9)


def ivr(command: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, shlex.split(f"quality {command}"))
    assert result.exit_code == code, result.output
    return result


def test_a_sample_is_drawn_and_shown_again() -> None:
    first = json.loads(ivr("sample --seed w45 --size 5 --by team --json").stdout)
    assert (first["call"], first["agent"], first["reasons"]) == ("1763776800.12", "li", {})
    assert json.loads(ivr(f"samples {first['sample']} --json").stdout) == first
    (kept,) = [json.loads(line) for line in ivr("samples --json").stdout.splitlines()]
    assert kept["criteria"]["seed"] == "w45"
    assert (kept["criteria"]["candidates"], kept["picks"]) == (1, 1)
    assert "w45" in ivr("samples --lang zh").stdout


def test_risks_are_told_with_their_figures() -> None:
    told = ivr("sample --seed w45 --risk").stdout
    assert "silence 24.8 s" in told
    assert "1 of 1 talks, seed w45" in told
    assert "静音 24.8 秒" in ivr("sample --seed w45 --risk --lang zh").stdout


def test_without_a_talk_in_the_time_no_sample_is_kept() -> None:
    assert "no recorded talk fits" in ivr("sample --seed w45 --from 2025-12-01", 1).output
    assert "There is no sample yet" in ivr("samples").stderr


def test_of_a_sample_that_is_not_there() -> None:
    assert "没有样本" in ivr("samples x --lang zh", 1).output
