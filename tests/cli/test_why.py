"""`ivr why` on a log with one call that was explained, and four that were not."""

from __future__ import annotations

import asyncio
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey
from tests.journal.test_fold import BUYER
from tests.journal.test_why import explained

CALL = "1763776990.77"


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


@pytest.fixture
def _explained(site: Path) -> None:
    async def write() -> None:
        journal = JournalWriter(f"sqlite:///{site}/var/callwright.db")
        for event in journey(BUYER, CALL):
            journal.append(event)
        journal.append(explained(call=CALL))
        await journal.close()

    asyncio.run(write())


@pytest.mark.usefixtures("_explained")
def test_it_says_who_was_chosen_and_why_the_others_were_not() -> None:
    result = ivr(f"why {CALL} --lang en")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == (
        "10:03:12  王芳 was chosen of 2 who could: idle for longest (3 min 5 s)"
    )


@pytest.mark.usefixtures("_explained")
def test_for_programs_it_is_json() -> None:
    (line,) = ivr(f"why {CALL} --json").stdout.splitlines()
    assert json.loads(line)["agent"] == "wang"


@pytest.mark.usefixtures("_explained")
def test_the_journey_leads_to_it() -> None:
    shown = ivr(f"calls show {CALL} --lang en").stdout.splitlines()
    assert shown[-1] == f"why: ivr why {CALL}"


@pytest.mark.usefixtures("site")
def test_a_call_that_was_in_no_queue_says_so() -> None:
    result = ivr("why 1763776802.14 --lang en")
    assert result.exit_code == 1
    assert "call 1763776802.14 was in no queue" in result.stderr
    assert "没有进入队列" in ivr("why last --lang zh").stderr
