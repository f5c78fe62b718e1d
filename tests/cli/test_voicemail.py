"""`ivr voicemail` on two mailboxes."""

from __future__ import annotations

import asyncio
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake
from ivr.cli import app
from ivr.events import RecordingStored, VoicemailLeft
from ivr.journal.writer import JournalWriter

FIRST, SECOND, THIRD = "2025/11/22/one.wav", "2025/11/22/two.wav", "2025/11/22/[red]three.wav"


@pytest.fixture
def boxes(site: Path) -> Path:
    """Two messages of the first sample call for support, one of the second for li."""
    asyncio.run(_left(site))
    return site


async def _left(site: Path) -> None:
    journal = JournalWriter(f"sqlite:///{site}/var/callwright.db")
    at = 1763776900.0
    for call, mailbox, file in (
        ("1763776800.12", "support", FIRST),
        ("1763776800.12", "support", SECOND),
        ("1763776801.13", "li", THIRD),
    ):
        journal.append(
            RecordingStored(at=at, call=call, kind="voicemail", file=file, seconds=61.0, channels=1)
        )
        journal.append(VoicemailLeft(at=at, call=call, mailbox=mailbox, file=file, seconds=61.0))
        at += 60
    await journal.close()


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "200"})


def lines(command: str) -> list[str]:
    result = ivr(command)
    assert result.exit_code == 0, result.output
    return result.stdout.rstrip().splitlines()


@pytest.mark.usefixtures("boxes")
class TestVoicemail:
    def test_mailboxes_are_listed_with_what_is_new(self) -> None:
        heading, *rows = lines("voicemail")
        assert heading.split() == ["Mailbox", "Name", "New", "Removed", "unheard", "All", "Latest"]
        assert [row.split()[0] for row in rows] == ["li", "support"]
        assert rows[1].split()[-4:-2] == ["2", "2"]

    def test_one_that_was_removed_unheard_is_not_new_and_says_when(self, boxes: Path) -> None:
        with Index(f"sqlite:///{boxes}/var/callwright.db") as index:
            Intake(index, boxes).take_in(1e12)
            first = [entry.id for entry in index.find(Wanted()) if entry.file == FIRST]
            index.change(first, erased=1763800000.0)
        _, _, support = lines("voicemail")
        assert support.split()[-5:-2] == ["1", "1", "2"]
        assert [SECOND in row for row in lines("voicemail support --new")[1:]] == [True]
        assert "no, removed 2025-11-22" in lines("voicemail support")[2]
        assert json.loads(lines("voicemail support --json")[1])["removed"].startswith("2025-11-22T")
        ivr(f"voicemail support --heard {FIRST}")
        assert "removed" not in lines("voicemail support")[2]

    def test_messages_are_listed_newest_first(self) -> None:
        heading, *rows = lines("voicemail support")
        assert heading.split() == ["When", "Caller", "Length", "Heard", "File"]
        assert [row.split()[-1] for row in rows] == [SECOND, FIRST]
        assert "2025-11-22 10:02:40  13800000001  1:01" in rows[0]

    def test_chinese_is_one_option_away(self) -> None:
        assert lines("voicemail support --lang zh")[0].split()[0] == "时间"

    def test_a_message_is_marked_as_heard(self) -> None:
        assert lines(f"voicemail support --heard {FIRST}")[-1] == "Heard: 1."
        assert [json.loads(line)["file"] for line in lines("voicemail support --new --json")] == [SECOND]
        heard = [json.loads(line)["heard"] for line in lines("voicemail support --json")]
        assert heard[0] is None
        assert heard[1].endswith("+08:00")

    def test_all_of_a_mailbox_are_marked_and_no_other(self) -> None:
        assert lines("voicemail support --heard all")[-1] == "Heard: 2."
        assert [json.loads(line)["mailbox"] for line in lines("voicemail --new --json")] == ["li"]

    def test_a_file_that_is_not_there_is_told(self) -> None:
        result = ivr(f"voicemail support --heard {FIRST} --heard nothing.wav")
        assert result.exit_code == 1
        assert "nothing.wav" in result.stderr
        assert len(lines("voicemail support --new --json")) == 2

    def test_without_a_mailbox_nothing_is_marked(self) -> None:
        assert "name the mailbox" in ivr("voicemail --heard all").stderr

    def test_an_empty_mailbox_says_so(self) -> None:
        assert ivr("voicemail nobody").stderr.strip() == "There are no messages."

    def test_what_stands_in_a_name_is_shown_as_it_is(self) -> None:
        assert "[red]three.wav" in lines("voicemail li")[1]
