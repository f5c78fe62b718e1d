"""Recordings that a killed engine left on the disk."""

from __future__ import annotations

import struct
import time
from datetime import UTC, datetime
from pathlib import Path

from ivr.asterisk.stereo import StereoFile
from ivr.events import RecordingStored
from ivr.verify.tapes import Tapes
from recordings import names
from recordings.length import length

CALL = "1795610786.5"
NOW = datetime.now(UTC)
FILE = names.conversation(CALL, NOW)
HOUR = 3600.0


async def left(folder: Path, *named: str, call: str = CALL) -> list[RecordingStored]:
    return await Tapes(folder).left({call: named}, time.time() - HOUR)


async def a_talk(folder: Path, file: str = FILE, seconds: float = 1.5) -> None:
    """As MixMonitor leaves it."""
    tape = StereoFile(folder, file)
    await tape.prepare()
    with tape.raw.open("ab") as raw:
        raw.write(bytes(round(seconds * 8000) * 4))


async def test_a_talk_gets_its_header_and_its_name_and_is_told_once(tmp_path: Path) -> None:
    await a_talk(tmp_path)
    (found,) = await left(tmp_path)
    assert (found.call, found.kind, found.file, found.channels) == (CALL, "conversation", FILE, 2)
    assert (found.seconds, found.recovered) == (1.5, True)
    read = length(tmp_path / FILE)
    assert read is not None
    assert (read.seconds, read.complete) == (1.5, True)
    assert list((tmp_path / FILE).parent.iterdir()) == [tmp_path / FILE]
    assert [each.file for each in await left(tmp_path)] == [FILE]
    assert await left(tmp_path, FILE) == []


async def test_a_message_is_told_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / names.message(CALL, NOW)
    path.parent.mkdir(parents=True)
    sound = bytes(16_000)
    header = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", 36 + len(sound), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16
    )
    path.write_bytes(header + struct.pack("<4sI", b"data", len(sound)) + sound)
    (found,) = await left(tmp_path)
    assert (found.kind, found.seconds, found.channels) == ("message", 1.0, 1)


async def test_a_talk_without_a_sound_leaves_nothing(tmp_path: Path) -> None:
    await a_talk(tmp_path, seconds=0.0)
    assert await left(tmp_path) == []
    assert list((tmp_path / FILE).parent.iterdir()) == []


async def test_other_calls_and_links_and_strange_files_stay_as_they_are(tmp_path: Path) -> None:
    await a_talk(tmp_path, names.conversation(CALL + "5", NOW))
    folder = (tmp_path / FILE).parent
    (folder / "notes.txt").touch()
    (folder / f"{CALL}-nothing.raw").touch()
    (folder / f"{CALL}-120000-conversation.raw").symlink_to("/etc/passwd")
    before = sorted(folder.iterdir())
    assert await left(tmp_path) == []
    assert sorted(folder.iterdir()) == before


async def test_ids_that_no_file_can_have_are_found_by_the_name_that_was_made_of_them(tmp_path: Path) -> None:
    strange = "../pbx 1-1795610786.5"
    await a_talk(tmp_path, names.conversation(strange, NOW))
    assert [each.call for each in await left(tmp_path, call=strange)] == [strange]
