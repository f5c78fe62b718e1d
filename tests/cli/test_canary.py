"""`ivr canary` at an engine."""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.events import CallBegan, CallEnded, CanaryStopped, Event, StepFailed
from ivr.flow.simulated import MemoryJournal
from ivr.journal.writer import JournalWriter
from tests.cli.engine import engine_of

SHIPPED = Path(__file__).parents[2] / "dialplans"
GOODBYE, OTHER = "感谢您的来电，再见。", "再会。"


def ivr(command: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, shlex.split(command), input=typed)


@pytest.fixture
def folder(site: Path) -> Path:
    """The site with a new version of `main` beside it."""
    shutil.copytree(SHIPPED, site / "dialplans")
    text = (site / "dialplans/main.yaml").read_text()
    (site / "new.yaml").write_text(text.replace(GOODBYE, OTHER))
    return site


@pytest.fixture
def engine(folder: Path) -> Iterator[MemoryJournal]:
    with engine_of(folder) as journal:
        yield journal


def write(folder: Path, *events: Event) -> None:
    async def all_of_them() -> None:
        journal = JournalWriter(f"sqlite:///{folder}/var/callwright.db")
        for event in events:
            journal.append(event)
        await journal.close()

    asyncio.run(all_of_them())


def call(number: int, version: str, *, failed: bool) -> Iterator[Event]:
    """A call on a version; one that failed had an error on its way."""
    at, name = time.time(), f"{number}.9"
    yield CallBegan(
        at=at,
        call=name,
        channel="",
        caller_number=f"138{number}",
        caller_name="",
        dialled_number="95188",
        dialplan="main",
        version=version,
    )
    if failed:
        yield StepFailed(at=at, call=name, verb="say", place="new.yaml:1:1", error="no value")
    yield CallEnded(at=at + 1, call=name, by="flow", cause="normal", duration=1.0)


def trial() -> dict[str, object]:
    (line,) = ivr("canary status --json").stdout.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


@pytest.mark.usefixtures("engine")
class TestATrial:
    def test_is_started_and_shown(self, folder: Path) -> None:
        result = ivr("canary start new.yaml --share 25% --comment shorter")
        assert result.exit_code == 0, result.output
        assert "25% of the callers of main begin on version" in result.stdout
        assert "25% of the callers of main try version" in ivr("versions").stdout
        shown = ivr("canary status").stdout
        assert "25% of the callers of main try version" in shown
        assert "it is stopped at 200" in shown
        assert "Hung up in menu" in shown

    def test_can_be_stopped(self, folder: Path, engine: MemoryJournal) -> None:
        ivr("canary start new.yaml")
        assert "The trial is over" in ivr("canary stop main").stdout
        assert ivr("canary status").stdout == "Nothing is being tried.\n"
        assert [e.reason for e in engine.events if isinstance(e, CanaryStopped)] == ["withdrawn"]

    def test_that_is_promoted_is_in_the_file_and_in_use(self, folder: Path, engine: MemoryJournal) -> None:
        ivr("canary start new.yaml --comment shorter")
        version = trial()["version"]
        result = ivr("canary promote", "y\n")
        assert result.exit_code == 0, result.output
        assert "“再会。”, no longer “感谢您的来电，再见。”" in result.stdout
        assert (folder / "dialplans/main.yaml").read_text() == (folder / "new.yaml").read_text()
        newest = json.loads(ivr("versions main --json").stdout.splitlines()[0])
        assert (newest["version"], newest["comment"]) == (version, "shorter")
        assert [e.reason for e in engine.events if isinstance(e, CanaryStopped)] == ["promoted"]

    def test_is_not_promoted_without_a_yes(self, folder: Path) -> None:
        ivr("canary start new.yaml")
        result = ivr("canary promote", "n\n")
        assert (result.exit_code, "Nothing was changed." in result.stderr) == (1, True)

    def test_counts_the_calls_of_both_sides(self, folder: Path) -> None:
        ivr("canary start new.yaml")
        tried, in_use = trial()["version"], json.loads(ivr("versions main --json").stdout)["version"]
        write(folder, *call(1, str(tried), failed=True), *call(2, in_use, failed=False))
        found = trial()
        assert found["new"] == {"calls": 1, "hung_up_in_menu": 0, "failed": 1}
        assert found["in_use"] == {"calls": 1, "hung_up_in_menu": 0, "failed": 0}
        assert "1 (100%)" in ivr("canary status").stdout

    def test_numbers_that_only_the_new_version_answers_are_told(self, folder: Path) -> None:
        file = folder / "new.yaml"
        file.write_text(file.read_text().replace('numbers: ["95188"', 'numbers: ["777", "95188"'))
        assert "answered once it is promoted: 777" in ivr("canary start new.yaml").stdout

    @pytest.mark.parametrize(
        ("command", "told"),
        [
            ("canary start nowhere.yaml", "No such file"),
            ("canary start new.yaml --share 0%", "'0%' is not a share"),
            ("canary start new.yaml --share much", "'much' is not a share"),
            ("canary start dialplans/main.yaml", "is in use as it is"),
            ("canary start config/queues.yaml", "has errors"),
            ("canary stop", "Nothing is being tried."),
            ("canary promote main", "Nothing is being tried."),
        ],
    )
    def test_what_cannot_be_done_is_told(self, folder: Path, command: str, told: str) -> None:
        result = ivr(command)
        assert (result.exit_code, told in result.stderr) == (1, True), result.output

    def test_of_another_dialplan_is_told_with_those_that_there_are(self, folder: Path) -> None:
        ivr("canary start new.yaml")
        assert "tried are: main" in ivr("canary stop vip").stderr


@pytest.mark.parametrize("command", ["start new.yaml", "status", "stop main", "promote main"])
def test_without_an_engine_nothing_can_be_tried(folder: Path, command: str) -> None:
    result = ivr(f"canary {command}")
    assert (result.exit_code, "start one with 'ivr run'" in result.stderr) == (1, True)
