"""A compressed recording holds what the WAV file held, and is whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from recordings.compress import compress
from recordings.sound import Unreadable
from tests.recordings.full import full_disk
from tests.recordings.wav import write_wav


def test_flac_holds_every_sample(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", 25.0)
    smaller = compress(path, "flac")
    assert smaller == tmp_path / "a.flac"
    assert smaller.stat().st_size < path.stat().st_size
    assert (soundfile.read(smaller)[0] == soundfile.read(path)[0]).all()


def test_opus_is_as_long_and_far_smaller(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", 25.0)
    smaller = compress(path, "opus")
    assert soundfile.info(smaller).frames == 25 * 8000
    assert soundfile.info(smaller).channels == 2
    assert smaller.stat().st_size < path.stat().st_size / 3


def test_the_wav_file_stays_until_somebody_takes_it_away(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav")
    compress(path, "flac")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.flac", "a.wav"]


def test_a_disk_that_becomes_full_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", 60.0)
    with full_disk(), pytest.raises((OSError, Unreadable)):
        compress(path, "flac")
    assert [each.name for each in tmp_path.iterdir()] == ["a.wav"]


def test_what_a_crash_left_half_is_written_anew(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav")
    (tmp_path / ".half-a.flac").write_bytes(b"fLaC half")
    compress(path, "flac")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.flac", "a.wav"]


def test_what_is_no_sound_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound at all, but a letter" * 9)
    with pytest.raises(Unreadable):
        compress(tmp_path / "a.wav", "flac")
    assert [each.name for each in tmp_path.iterdir()] == ["a.wav"]
