"""The figures of an audio file are those that were put into it; what is no audio file is told so."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.audio import measure as module
from ivr.audio.measure import Measured, Unreadable, decibels, measure
from tests.audio.sounds import silence, speech, write


def test_a_telephone_file(tmp_path: Path) -> None:
    found = measure(write(tmp_path / "a.wav", speech(2.0, loud=0.5)))
    assert (found.form, found.coding, found.rate, found.channels) == ("WAV", "PCM_16", 8000, 1)
    assert found.seconds == 2.0
    assert found.peak == pytest.approx(decibels(0.5), abs=0.1)
    assert found.clipped == 0


@pytest.mark.parametrize(
    ("name", "rate", "coding"),
    [
        ("a.wav", 44100, "PCM_24"),
        ("a.wav", 48000, "FLOAT"),
        ("a.flac", 48000, "PCM_16"),
        ("a.ogg", 48000, "VORBIS"),
        ("a.aiff", 22050, "PCM_16"),
        ("a.wav", 8000, "ULAW"),
    ],
)
def test_every_form_gives_the_same_level_and_length(
    tmp_path: Path, name: str, rate: int, coding: str
) -> None:
    found = measure(write(tmp_path / name, speech(1.0, rate), rate, coding))
    reference = measure(write(tmp_path / "reference.wav", speech(1.0, rate), rate))
    assert (found.rate, found.coding) == (rate, coding)
    assert found.level == pytest.approx(reference.level, abs=0.5)
    assert found.seconds == pytest.approx(1.0, abs=0.01)
    assert found.clipped == 0


@pytest.mark.parametrize("loud", [0.02, 0.1, 0.5])
def test_twice_the_amplitude_is_six_decibels(tmp_path: Path, loud: float) -> None:
    single = measure(write(tmp_path / "a.wav", speech(loud=loud)))
    double = measure(write(tmp_path / "b.wav", speech(loud=2 * loud)))
    assert double.level - single.level == pytest.approx(6.02, abs=0.05)


def test_pauses_do_not_change_the_level_of_speech(tmp_path: Path) -> None:
    alone = measure(write(tmp_path / "a.wav", speech(1)))
    paused = measure(write(tmp_path / "b.wav", np.concatenate([speech(1), silence(3), speech(1)])))
    assert paused.level == pytest.approx(alone.level, abs=0.1)


def test_a_word_of_a_fifth_of_a_second_has_a_level(tmp_path: Path) -> None:
    word, sentence = speech(0.25), speech(4)
    assert measure(write(tmp_path / "a.wav", word)).level == pytest.approx(
        measure(write(tmp_path / "b.wav", sentence)).level, abs=2
    )


def test_silence_at_both_ends_is_measured(tmp_path: Path) -> None:
    found = measure(write(tmp_path / "a.wav", np.concatenate([silence(0.5), speech(1), silence(1.5)])))
    assert [found.lead, found.tail] == pytest.approx([0.5, 1.5], abs=0.01)


def test_noise_far_below_the_speech_counts_as_silence(tmp_path: Path) -> None:
    hiss = (np.random.default_rng(1).normal(0, 0.0005, 8000 * 3)).astype(np.float32)
    hiss[8000:16000] += speech(1)
    found = measure(write(tmp_path / "a.wav", hiss))
    assert [found.lead, found.tail] == pytest.approx([1, 1], abs=0.02)


def test_an_offset_is_measured_and_is_no_speech(tmp_path: Path) -> None:
    shifted = np.concatenate([silence(1), speech(1), silence(1)]) + np.float32(0.1)
    found = measure(write(tmp_path / "a.wav", shifted))
    assert found.offset == pytest.approx(0.1, abs=0.01)
    assert found.lead == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("samples", [silence(0), silence(0.001), silence(2)])
def test_silence_has_no_level(tmp_path: Path, samples: module.Samples) -> None:
    assert measure(write(tmp_path / "a.wav", samples)).level == -math.inf


# Clipping


@pytest.mark.parametrize("rate", [8000, 44100, 96000])
@pytest.mark.parametrize("coding", ["PCM_16", "PCM_24", "FLOAT"])
def test_flat_tops_are_counted(tmp_path: Path, rate: int, coding: str) -> None:
    loud = np.clip(speech(1, rate, loud=3.0), -1, 1)
    assert measure(write(tmp_path / "a.wav", loud, rate, coding)).clipped > 20


def test_flat_tops_are_counted_when_they_were_made_quieter_later(tmp_path: Path) -> None:
    assert measure(write(tmp_path / "a.wav", np.clip(speech(loud=3.0), -1, 1) * np.float32(0.5))).clipped > 20


@pytest.mark.parametrize("loud", [0.01, 0.3, 0.7, 0.999])
@pytest.mark.parametrize("rate", [8000, 48000, 96000])
@pytest.mark.parametrize("coding", ["PCM_16", "ULAW", "ALAW"])
def test_round_tops_are_not_clipped(tmp_path: Path, loud: float, rate: int, coding: str) -> None:
    assert measure(write(tmp_path / "a.wav", speech(1, rate, loud), rate, coding)).clipped < 10


def test_one_clipped_channel_is_enough(tmp_path: Path) -> None:
    both = np.stack([speech(loud=0.2), np.clip(speech(loud=3.0), -1, 1)], axis=1)
    assert measure(write(tmp_path / "a.wav", both)).clipped > 20


# What is no audio file


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x24\0\0\0WAVEfmt ", b"hello" * 100, b"\0" * 5000])
def test_a_file_without_audio_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(Unreadable, match="save it as WAV or FLAC") as fault:
        measure(tmp_path / "a.wav")
    assert "WAV" in fault.value.zh


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        measure(tmp_path / "absent.wav")


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    for path in (tmp_path, tmp_path / "pipe.wav"):
        with pytest.raises(Unreadable, match="not a plain file"):
            measure(path)


@pytest.mark.parametrize(("limit", "value"), [("LONGEST", 0.5), ("LARGEST", 1000), ("MOST", 4000)])
def test_what_is_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(module, limit, value)
    with pytest.raises(Unreadable, match="longer than 5 minutes"):
        measure(write(tmp_path / "a.wav", speech(1)))


@pytest.mark.parametrize("rate", [1, 3999, 200_000])
def test_a_rate_that_no_recorder_has_is_refused(tmp_path: Path, rate: int) -> None:
    with pytest.raises(Unreadable, match=f"{rate} Hz"):
        measure(write(tmp_path / "a.wav", silence(1), rate))


def test_what_is_no_number_counts_as_nothing(tmp_path: Path) -> None:
    odd = speech(1)
    odd[10:20] = [np.nan, np.inf, -np.inf, *[0] * 7]
    found = measure(write(tmp_path / "a.wav", odd, coding="FLOAT"))
    assert math.isfinite(found.level)
    assert math.isfinite(found.peak)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 200), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_damaged_file_is_measured_or_refused(tmp_path: Path, at: int, damage: bytes, cut: bool) -> None:
    soundfile.write(tmp_path / "a.wav", speech(0.1), 8000)
    content = bytearray((tmp_path / "a.wav").read_bytes())
    content[at : at + len(damage)] = damage
    (tmp_path / "b.wav").write_bytes(content[: len(content) // 2] if cut else content)
    with suppress(Unreadable):
        assert isinstance(measure(tmp_path / "b.wav"), Measured)
