"""`ivr report --schedule`: who is to work when."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from ivr.cli import app

HEAD = "agent,activity,begin,end,paid\n"


def report(schedule: Path, code: int = 0) -> Result:
    arguments = ["report", "agent", "--from", "2025-11-22", "--to", "2025-11-22", "--format", "json"]
    result = CliRunner().invoke(app, [*arguments, "--schedule", str(schedule)], env={"COLUMNS": "250"})
    assert result.exit_code == code, result.output
    return result


def test_agents_with_a_schedule_have_an_adherence(site: Path) -> None:
    file = site / "schedule.csv"
    file.write_text(HEAD + "li,work,2025-11-22 09:00,2025-11-22 18:00,yes\n", encoding="gb18030")
    adherence = {row["agent"]: row["adherence"] for row in json.loads(report(file).stdout)["rows"]}
    assert adherence["li"] is not None
    assert {value for agent, value in adherence.items() if agent != "li"} <= {None}


def test_all_faults_of_a_schedule_are_told_with_their_lines(site: Path) -> None:
    file = site / "schedule.csv"
    file.write_text(HEAD + "lee,work,2025-11-22 09:00,2025-11-22 18:00,yes\nli,work,x,y,yes\n")
    told = report(file, code=1).output
    assert "schedule.csv:2:1: error: no agent 'lee'" in told
    assert "schedule.csv:3:1: error: 'x' is no time" in told


def test_a_schedule_that_is_not_there_is_told(site: Path) -> None:
    assert "cannot be read" in report(site / "nowhere.csv", code=1).output
