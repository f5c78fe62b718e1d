"""`ivr waits`: how accurate the announced waits were."""

from __future__ import annotations

import asyncio
import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.cli import app
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey

WAITED = """
0   call_began
1   queue_entered queue=support
10  wait_announced queue=support low=60 high=180
{answer} queue_left queue=support outcome=answered waited=100
"""


@pytest.fixture
def told(site: Path) -> Path:
    """Four callers were told one to three minutes; three were answered inside that, one later."""

    async def write() -> None:
        journal = JournalWriter(f"sqlite:///{site}/var/callwright.db")
        for number, answer in enumerate((80, 100, 180, 400)):
            for event in journey(WAITED.format(answer=answer), f"1763790000.{number}"):
                journal.append(replace(event, at=event.at + 1000 * number))
        await journal.close()

    asyncio.run(write())
    return site


def ivr(command: str) -> str:
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("told")
def test_the_share_inside_is_told_by_queue() -> None:
    heading, row = ivr("waits --from 2025-11-22 --to 2025-11-22").splitlines()
    assert heading.split() == ["Queue", "Told", "and", "answered", "Inside", "Sooner", "Later", "Accuracy"]
    assert row.split()[-5:] == ["4", "3", "0", "1", "75.0%"]
    assert row.startswith("Customer service")


@pytest.mark.usefixtures("told")
def test_in_chinese() -> None:
    assert "准确率" in ivr("waits --from 2025-11-22 --lang zh")


@pytest.mark.usefixtures("told")
def test_for_programs() -> None:
    (line,) = ivr("waits --from 2025-11-22 --json").splitlines()
    assert json.loads(line) == {"queue": "support", "inside": 3, "sooner": 0, "later": 1, "accuracy": 0.75}


@pytest.mark.usefixtures("told")
def test_other_days_are_left_out() -> None:
    assert "nobody was told a wait" in ivr("waits --from 2025-11-23 --to 2025-11-24")


@pytest.mark.usefixtures("site")
def test_a_time_that_is_none_is_told() -> None:
    result = CliRunner().invoke(app, ["waits", "--from", "soon"])
    assert result.exit_code != 0
    assert "soon" in result.output
