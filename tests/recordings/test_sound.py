"""The length, the peaks and the checksum of a recording."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from recordings.sound import WIDTH, Unreadable, checksum, look
from tests.recordings.wav import write_wav


def test_the_peaks_of_both_sides_stand_one_behind_the_other(tmp_path: Path) -> None:
    sound = look(write_wav(tmp_path / "a.wav", 4.0))
    assert (sound.seconds, sound.channels, len(sound.peaks)) == (4.0, 2, 2 * WIDTH)
    caller, agent = sound.peaks[:WIDTH], sound.peaks[WIDTH:]
    assert caller[0] < 5
    assert abs(caller[-1] - 0.9 * 255) < 3
    assert max(agent[: WIDTH // 2 - 1]) == 0
    assert abs(agent[-1] - 0.5 * 255) < 3


def test_a_very_short_one_has_fewer_peaks(tmp_path: Path) -> None:
    assert len(look(write_wav(tmp_path / "a.wav", 100 / 8000, channels=1)).peaks) == 100


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\xff\xff\xff\xffWAVEfmt " + b"\0" * 40, b"\0" * 9999]
)
def test_what_is_no_sound_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(Unreadable):
        look(tmp_path / "a.wav")


def test_the_checksum_is_that_of_every_other_program(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav")
    content = path.read_bytes()
    assert checksum(path) == (hashlib.sha256(content).hexdigest(), len(content))
