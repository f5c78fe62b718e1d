"""A folder from the studio: each file finds its phrase, and every fault of every file is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.ports import Phrase
from ivr.speech import intake as module
from ivr.speech.catalogue import phrase_id
from ivr.speech.intake import Take, look_through, shown
from ivr.speech.listing import Entry
from tests.audio.sounds import silence, speech, write

RATE = 44100


def entry(text: str, language: str = "zh", file: str = "", synthetic: float | None = None) -> Entry:
    phrase = Phrase(text, language, file)
    return Entry(phrase_id(phrase), phrase, "missing", synthetic=synthetic)


HELLO = entry("您好", synthetic=0.9)
WELCOME = entry("欢迎致电。", file="welcome")
ENGLISH = entry("Welcome.", "en", file="welcome")
LETTERS = (entry("A", "zh"), entry("A", "en"))
ENTRIES = (HELLO, WELCOME, ENGLISH, *LETTERS)


def take(path: Path, seconds: float = 1.0, rate: int = RATE) -> Path:
    quiet = silence(0.1, rate)
    coding = "VORBIS" if path.suffix == ".ogg" else "PCM_16"
    return write(path, np.concatenate([quiet, speech(seconds, rate), quiet]), rate, coding)


def look(folder: Path) -> tuple[Take, ...]:
    return look_through(folder, ENTRIES, lambda done, total: None)


def faults(folder: Path) -> list[tuple[str, str, str]]:
    return [(one.name, fault.kind, fault.severity) for one in look(folder) for fault in one.faults]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (f"{HELLO.id}.wav", HELLO),
        (f"{HELLO.id.upper()}.WAV", HELLO),
        (f"zh/{HELLO.id}.flac", HELLO),
        (f"{HELLO.id}.ogg", HELLO),
        ("zh/您好.wav", HELLO),
        ("zh-welcome.wav", WELCOME),
        ("zh/welcome.wav", WELCOME),
        ("en/welcome.wav", ENGLISH),
        ("en/Welcome..wav", ENGLISH),
        ("en/A.wav", LETTERS[1]),
    ],
)
def test_a_recording_is_found_by_its_name(tmp_path: Path, name: str, found: Entry) -> None:
    take(tmp_path / name)
    (one,) = look(tmp_path)
    assert one.entry == found
    assert one.faults == ()
    assert one.is_good()


@pytest.mark.parametrize("name", ["welcome.wav", "fr/welcome.wav", "zh-welcme.wav", "您好.wav", "a/b.wav"])
def test_a_name_that_no_phrase_has_is_told(tmp_path: Path, name: str) -> None:
    take(tmp_path / name)
    (one,) = look(tmp_path)
    assert [fault.kind for fault in one.faults] == ["name"]
    assert "script" in one.faults[0].text
    assert not one.is_usable()


def test_the_nearest_name_is_told(tmp_path: Path) -> None:
    take(tmp_path / "zh-welcme.wav")
    (one,) = look(tmp_path)
    assert "did you mean zh-welcome?" in one.faults[0].text
    assert "zh-welcome" in one.faults[0].zh


def test_two_files_for_one_phrase_are_both_told(tmp_path: Path) -> None:
    take(tmp_path / "zh" / "您好.wav")
    take(tmp_path / f"{HELLO.id}.flac")
    assert {name for name, kind, _ in faults(tmp_path) if kind == "name"} == {
        "zh/您好.wav",
        f"{HELLO.id}.flac",
    }


def test_a_name_that_two_phrases_have_is_told_with_their_ids(tmp_path: Path) -> None:
    twins = (entry("welcome"), entry("您好", file="welcome"))
    take(tmp_path / "zh" / "welcome.wav")
    (one,) = look_through(tmp_path, twins, lambda done, total: None)
    assert twins[0].id in one.faults[0].text
    assert "zh-welcome" in one.faults[0].text


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (lambda path: write(path, silence(1, RATE), RATE), ("silent", "hopeless")),
        (lambda path: write(path, np.clip(speech(1, RATE, 4.0), -1, 1), RATE), ("clipped", "error")),
        (lambda path: take(path, 0.1), ("short", "error")),
        (lambda path: take(path, 5.0), ("long", "error")),
        (lambda path: path.write_bytes(b"RIFF"), ("unreadable", "hopeless")),
        (lambda path: os.mkfifo(path), ("unreadable", "hopeless")),
        (lambda path: path.symlink_to("/etc/passwd"), ("name", "hopeless")),
        (lambda path: path.symlink_to("nowhere"), ("name", "hopeless")),
    ],
)
def test_each_fault_is_told_with_its_file(
    tmp_path: Path, made: Callable[[Path], object], fault: tuple[str, str]
) -> None:
    made(tmp_path / f"{HELLO.id}.wav")
    assert (f"{HELLO.id}.wav", *fault) in faults(tmp_path)
    assert all(fault.text and fault.zh for one in look(tmp_path) for fault in one.faults)


def test_a_take_is_judged_by_how_long_the_voice_takes(tmp_path: Path) -> None:
    take(tmp_path / f"{HELLO.id}.wav", 0.5)
    assert faults(tmp_path) == []


@pytest.mark.parametrize("name", [".DS_Store", "._zh-welcome.wav", "notes.txt", "script.xlsx", "zh"])
def test_what_is_no_recording_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir() if name == "zh" else (tmp_path / name).write_bytes(b"x")
    assert look(tmp_path) == ()


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    take(tmp_path / "elsewhere" / "welcome.wav")
    (tmp_path / "studio").mkdir()
    (tmp_path / "studio" / "zh").symlink_to(tmp_path / "elsewhere")
    assert look(tmp_path / "studio") == ()


@pytest.mark.parametrize(
    "name", ["😀.wav", "a\nb\x1b[2J.wav", "x" * 250 + ".wav", "\udcff.wav", "..wav.wav", "-rf.wav"]
)
def test_hostile_names_are_told_in_one_printable_line(tmp_path: Path, name: str) -> None:
    (tmp_path / os.fsencode(name).decode("utf-8", "surrogateescape")).write_bytes(b"x")
    for one in look(tmp_path):
        assert one.name.isprintable()
        assert len(one.name) <= 120
        assert not one.is_usable()


def test_deep_folders_are_not_searched(tmp_path: Path) -> None:
    take(tmp_path / "a" / "zh" / "welcome.wav")
    assert look(tmp_path) == ()


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(OSError, match="more than 3 files"):
        look(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "nowhere")


def test_progress_is_told(tmp_path: Path) -> None:
    take(tmp_path / "zh-welcome.wav")
    take(tmp_path / "en-welcome.wav")
    told: list[tuple[int, int]] = []
    look_through(tmp_path, ENTRIES, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text())
def test_any_name_can_be_shown(name: str) -> None:
    assert shown(name).isprintable()
    assert len(shown(name)) <= 120
