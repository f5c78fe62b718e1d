"""Recordings get into the index once, after their call, and smaller once no call can need them."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from ivr.archive.entry import MISSING, OUTSIDE, UNREADABLE
from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake, make_smaller
from ivr.events import RecordingStored, VoicemailHeard
from recordings import place
from recordings.sound import WIDTH, checksum
from tests.archive.conftest import BEGAN, CONVERSATION, MESSAGE, TALK, VOICEMAIL, Happens
from tests.recordings.wav import write_wav

LATER = BEGAN + 100_000


@pytest.fixture
def intake(index: Index, folder: Path) -> Intake:
    return Intake(index, folder)


def test_a_recording_is_listed_with_what_its_file_says(
    intake: Intake, index: Index, folder: Path, happens: Happens
) -> None:
    path = write_wav(folder / CONVERSATION, 28.0)
    happens(TALK)
    assert intake.take_in(LATER) == 1
    (entry,) = index.find(Wanted())
    assert (entry.seconds, entry.channels, entry.format, entry.problem) == (28.0, 2, "wav", "")
    assert (entry.sha256, entry.bytes) == checksum(path)
    found = index.get(entry.id)
    assert found
    assert len(found[1]) == 2 * WIDTH


def test_the_recordings_of_a_caller_are_found_by_each_spelling_of_the_number(
    intake: Intake, index: Index, happens: Happens
) -> None:
    happens(TALK)
    happens(TALK.replace("13800138000", "+8613800138000"), "c-2")
    happens(TALK.replace("13800138000", "13900139000"), "c-3")
    intake.take_in(LATER)
    for number in ("13800138000", "+86 138-0013-8000"):
        found = index.find(Wanted(numbers=index.spellings(number, "CN")))
        assert {entry.call for entry in found} == {"c-1", "c-2"}


def test_it_is_taken_in_once(intake: Intake, index: Index, folder: Path, happens: Happens) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    assert [intake.take_in(LATER), intake.take_in(LATER), Intake(index, folder).take_in(LATER)] == [1, 0, 0]


def test_a_call_that_goes_on_is_left_alone_and_keeps_no_other_waiting(
    intake: Intake, index: Index, happens: Happens
) -> None:
    happens("\n".join(TALK.strip().splitlines()[:-1]), "c-1")
    happens(TALK, "c-2")
    assert intake.take_in(LATER) == 1
    assert [entry.call for entry in index.find(Wanted())] == ["c-2"]
    happens("31 call_ended", "c-1")
    assert intake.take_in(LATER) == 1


def test_a_call_that_has_just_ended_is_left_alone(intake: Intake, happens: Happens) -> None:
    happens(TALK)
    assert intake.take_in(BEGAN + 30) == 0
    assert intake.take_in(BEGAN + 31) == 1


def test_many_are_taken_in_in_one_go(intake: Intake, happens: Happens) -> None:
    for number in range(12):
        happens(TALK, f"c-{number}")
    assert intake.take_in(LATER) == 12


@pytest.mark.parametrize(
    ("content", "problem"), [(None, MISSING), (b"a letter", UNREADABLE), ("/etc/passwd", OUTSIDE)]
)
def test_what_is_wrong_with_a_file_is_in_the_index(
    intake: Intake, index: Index, folder: Path, happens: Happens, content: bytes | str | None, problem: str
) -> None:
    (folder / CONVERSATION).parent.mkdir(parents=True)
    if isinstance(content, bytes):
        (folder / CONVERSATION).write_bytes(content)
    elif content:
        (folder / CONVERSATION).symlink_to(content)
    happens(TALK)
    intake.take_in(LATER)
    (entry,) = index.find(Wanted())
    assert entry.problem == problem
    assert entry.seconds == 28.0
    assert make_smaller(index, folder, "flac", LATER) == 0


@pytest.mark.parametrize("file", ["../../etc/passwd", "/etc/passwd", "a/../../b.wav", "x\n.wav", ""])
def test_a_hostile_name_in_the_log_is_never_followed(
    intake: Intake, index: Index, folder: Path, happens: Happens, file: str
) -> None:
    stored = RecordingStored(at=BEGAN + 1, call="c-1", kind="message", file=file, seconds=1, channels=1)
    happens("0 call_began", events=(stored,))
    happens("9 call_ended")
    intake.take_in(LATER)
    assert [entry.problem for entry in index.find(Wanted())] == [OUTSIDE]


@pytest.mark.parametrize("form", ["flac", "opus"])
def test_it_is_made_smaller_and_found_by_the_name_in_the_log(
    intake: Intake, index: Index, folder: Path, happens: Happens, form: place.Form
) -> None:
    write_wav(folder / CONVERSATION, 28.0)
    happens(TALK)
    intake.take_in(LATER)
    assert form != "wav"
    assert make_smaller(index, folder, form, LATER) == 1
    (entry,) = index.find(Wanted())
    path = place.found(folder, CONVERSATION)
    assert path
    assert entry.format == form == path.suffix[1:]
    assert (entry.sha256, entry.bytes) == checksum(path)
    assert soundfile.info(path).duration == 28.0
    assert not (folder / CONVERSATION).exists()
    assert make_smaller(index, folder, form, LATER) == 0


def test_a_message_stays_wav_until_somebody_has_heard_it(
    intake: Intake, index: Index, folder: Path, happens: Happens
) -> None:
    write_wav(folder / VOICEMAIL, 6.0, 1)
    happens(MESSAGE)
    intake.take_in(LATER)
    assert make_smaller(index, folder, "flac", LATER) == 0
    happens(events=(VoicemailHeard(at=LATER - 3601, mailbox="support", file=VOICEMAIL),))
    assert make_smaller(index, folder, "flac", LATER) == 1


def test_a_message_that_was_just_heard_may_be_heard_again(
    intake: Intake, index: Index, folder: Path, happens: Happens
) -> None:
    write_wav(folder / VOICEMAIL, 6.0, 1)
    happens(MESSAGE, events=(VoicemailHeard(at=LATER - 60, mailbox="support", file=VOICEMAIL),))
    intake.take_in(LATER)
    assert make_smaller(index, folder, "flac", LATER) == 0


def test_what_is_held_stays_as_it_is(intake: Intake, index: Index, folder: Path, happens: Happens) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    intake.take_in(LATER)
    index.change([entry.id for entry in index.find(Wanted())], held=LATER, note="court")
    assert make_smaller(index, folder, "flac", LATER) == 0


def test_a_file_that_went_meanwhile_is_told_as_missing(
    intake: Intake, index: Index, folder: Path, happens: Happens
) -> None:
    path = write_wav(folder / CONVERSATION)
    happens(TALK)
    intake.take_in(LATER)
    path.unlink()
    assert make_smaller(index, folder, "flac", LATER) == 0
    assert [entry.problem for entry in index.find(Wanted())] == [MISSING]
