"""What keeps a prompt from being heard as it should is found; a sound file has no faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ivr.audio.faults import prompt_faults
from tests.audio.sounds import silence, speech, write


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(fault.kind, fault.severity) for fault in prompt_faults(path)]


def test_a_sound_file_has_no_faults(tmp_path: Path) -> None:
    assert prompt_faults(write(tmp_path / "a.wav", speech())) == ()


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (lambda path: write(path, speech(rate=44100), 44100), ("format", "error")),
        (lambda path: write(path, speech(rate=16000), 16000), ("format", "error")),
        (lambda path: write(path, np.stack([speech()] * 2, axis=1)), ("format", "error")),
        (lambda path: write(path, speech(), coding="PCM_24"), ("format", "error")),
        (lambda path: write(path, speech(), coding="ULAW"), ("format", "error")),
        (lambda path: write(path.with_suffix(".flac"), speech()).rename(path), ("format", "error")),
        (lambda path: write(path, silence(1)), ("silent", "error")),
        (lambda path: write(path, speech(loud=0.002)), ("silent", "error")),
        (lambda path: write(path, silence(0)), ("silent", "error")),
        (lambda path: write(path, np.clip(speech(loud=4.0), -1, 1)), ("clipped", "warning")),
        (lambda path: path.write_bytes(b"nothing"), ("unreadable", "error")),
        (lambda path: path.mkdir(), ("unreadable", "error")),
        (lambda path: None, ("absent", "error")),
    ],
)
def test_each_fault_is_found_and_no_other(
    tmp_path: Path, made: Callable[[Path], object], fault: tuple[str, str]
) -> None:
    made(tmp_path / "a.wav")
    assert kinds(tmp_path / "a.wav") == [fault]


def test_all_faults_of_a_file_are_told_with_what_to_do_in_both_languages(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.clip(speech(rate=44100, loud=4.0), -1, 1), 44100)
    form, clipped = prompt_faults(path)
    assert "44100 Hz" in form.text
    assert "ivr prompts import" in form.text
    assert "ivr prompts import" in form.zh
    assert "record it again" in clipped.text
    assert "重新录制" in clipped.zh
