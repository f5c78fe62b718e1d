"""Hostile texts in the call log, through every way out of it: nothing breaks, and nothing harms who looks."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from ivr.archive.index import Index
from ivr.archive.intake import Intake
from ivr.cli import app
from ivr.events import Event
from ivr.journal.codec import KINDS
from ivr.journal.writer import JournalWriter
from ivr.reports.definitions import REPORTS
from tests.cli.site import make_site
from tests.hostile import TEXTS, shown
from tests.journal.paths import journey

DAY = "--from 2025-11-22 --to 2025-11-22"
NAMES = {
    *("caller_number", "caller_name", "dialled_number", "flow", "key", "keys", "target", "queue", "agent"),
    *(
        "code",
        "text",
        "digits",
        "save",
        "list",
        "to",
        "phone",
        "category",
        "reference",
        "number",
        "path",
        "file",
    ),
}
"""Fields that other systems, files and callers fill."""
TALK = """
0   call_began
0   call_answered
1   flow_entered flow=main_menu
2   prompt_played text=x heard=1
4   menu_answered key=1 outcome=match target=buyer
5   digits_collected save=order digits=1 outcome=complete
6   case_opened reference=1 line=x category=goods file=a.wav seconds=9
7   queue_entered queue=support needs=anybody
8   agent_offered queue=support agent=wang
9   offer_ended queue=support agent=wang outcome=answered rang=1
9   queue_left queue=support outcome=answered waited=2
69  talk_ended agent=wang queue=support talked=60 by=caller
70  recording_stored kind=conversation file=a.wav seconds=60 channels=2
71  disposition_set agent=wang code=solved
71  call_ended duration=71
"""


STORED = {name: text for name, text in TEXTS.items() if text == text.encode(errors="replace").decode()}
"""All but halves of characters: what brings those is cleaned or refused before it is in the log."""


def talks() -> Iterator[Event]:
    """For each text an ordinary call in which it stands wherever others write."""
    for number, text in enumerate(STORED.values()):
        for event in journey(TALK, f"talk-{number}"):
            theirs = {each.name: text for each in fields(event) if each.name in NAMES}
            yield replace(event, at=event.at + 60 * number, **theirs)


def events_of_every_kind() -> Iterator[Event]:
    """For each text one event of every kind, with the text in all of its texts."""
    for number, text in enumerate(STORED.values()):
        for cls in KINDS.values():
            yield cls(**{each.name: _value(each.name, str(each.type), text, number) for each in fields(cls)})


def _value(name: str, kind: str, text: str, number: int) -> Any:
    if name in ("call", "work"):
        return f"any-{number}"
    if name == "at":
        return 1_763_776_800.0 + number
    rest = {"float": 1.0, "int": 1, "int | None": 1, "bool": False, "str": text}
    return rest.get(kind, {} if kind.startswith("dict") else [])


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")

    async def write() -> None:
        await make_site(root)
        journal = JournalWriter(f"sqlite:///{root}/var/callwright.db")
        for event in (*talks(), *events_of_every_kind()):
            journal.append(event)
        assert await journal.flush(limit=120.0)
        await journal.close()

    asyncio.run(write())
    with Index(f"sqlite:///{root}/var/callwright.db") as index:
        Intake(index, root / "var/recordings").take_in(2e9)
    return root


@pytest.fixture
def site(log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(log)
    for name in ("CALLWRIGHT_CONFIG", "CALLWRIGHT_DATABASE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return log


def ivr(command: str) -> str:
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, (command, result.output[-2000:], result.exception)
    return result.stdout


LISTS = (
    "calls --limit 1000",
    "calls --json --limit 1000",
    "recordings list --limit 1000",
    "recordings list --limit 1000 --json",
    "recordings audit",
    "agents",
    "waits",
    "callbacks --all",
    "voicemail",
    "work",
    "versions",
    "quality scores",
    *(f"report {name} {DAY}" for name in REPORTS),
    *(
        f"report {name} {DAY} --by queue,agent,line,path,menu,key,language"
        for name in ("inbound", "agent", "menu", "path")
    ),
    *(f"report {name} {DAY} --format {form}" for name in REPORTS for form in ("csv", "json", "html")),
)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", LISTS)
def test_a_list_of_hostile_names_is_shown_and_obeys_nothing(command: str, language: str) -> None:
    said = ivr(f"{command} --lang {language}")
    assert shown(said) or "--format" in command


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("kind", ["talk", "any"])
def test_the_journey_of_a_hostile_call_is_told(kind: str) -> None:
    for number in range(len(STORED)):
        for language in ("en", "zh"):
            assert shown(ivr(f"calls show {kind}-{number} --lang {language}"))


@pytest.mark.usefixtures("site")
def test_a_warehouse_has_every_text_as_it_was_said(tmp_path: Path) -> None:
    ivr(f"warehouse export {tmp_path} --numbers plain")
    calls = parquet.read_table(tmp_path / "calls").to_pylist()
    assert {call["queue"] for call in calls if call["id"].startswith("talk-")} == set(STORED.values())
