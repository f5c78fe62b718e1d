"""Times that cannot be meant: each is told with what may be written, in the language asked for."""

from __future__ import annotations

import shlex

import pytest
from typer.testing import CliRunner

from ivr.cli import app

NO_TIMES = ("2025-02-29", "tomorrow", "-1d", "99999999999d", "'2025-11-22 25:00'", "９９９９d", "9" * 400)
TOO_LATE = "9999-12-31"
READERS = (
    "calls {}",
    "report inbound {}",
    "recordings list {}",
    "recordings verify {}",
    "quality scores {}",
    "verify {}",
    "waits {}",
    "report queue {} --by queue --format json",
)


def told(command: str) -> str:
    """What is complained of; the program ends as it does for what was typed wrong."""
    result = CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "600"})
    assert result.exit_code == 2, (command, result.output, result.exception)
    return " ".join(result.output.replace("│", " ").split())


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_time_is_told_by_its_option_with_what_may_be_written(reader: str) -> None:
    for written in NO_TIMES:
        assert "--from" in told(reader.format(f"--from {written}") + " --lang en")
    assert "2026-11-22" in told(reader.format("--from tomorrow") + " --lang en")
    assert "请写成" in told(reader.format("--from tomorrow") + " --lang zh")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("reader", READERS)
def test_the_last_day_of_the_calendar_has_no_end(reader: str) -> None:
    assert "--to" in told(reader.format(f"--to {TOO_LATE}"))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "times", ["--from 2025-11-23 --to 2025-11-21", "--from '2025-11-22 10:00' --to '2025-11-22 10:00'"]
)
def test_a_range_the_wrong_way_round_or_of_no_length_is_told(reader: str, times: str) -> None:
    said = told(reader.format(times) + " --lang en")
    assert "before it begins" in said
    assert "颠倒" in told(reader.format(times) + " --lang zh")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2025-02-29", "today"])
def test_a_day_that_nothing_can_be_forecast_for_is_told(day: str) -> None:
    assert "is no day" in told(f"forecast --for {day} --lang en")
