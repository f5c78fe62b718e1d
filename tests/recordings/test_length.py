"""How long a recording is, whatever state its file is in."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from recordings.length import HEADER, Length, length


@pytest.mark.parametrize(("channels", "seconds"), [(1, 2.0), (2, 0.5)])
def test_a_closed_file(tmp_path: Path, channels: int, seconds: float) -> None:
    assert length(_written(tmp_path, channels, seconds)) == Length(seconds, complete=True)


def test_a_file_whose_header_is_not_filled_in_yet(tmp_path: Path) -> None:
    file = _written(tmp_path, 1, 3.0)
    data = file.read_bytes()
    file.write_bytes(data[:40] + bytes(4) + data[HEADER:])
    assert length(file) == Length(3.0, complete=False)


def test_no_file(tmp_path: Path) -> None:
    assert length(tmp_path / "absent.wav") is None


@pytest.mark.parametrize("content", [b"", b"RIFF", b"x" * 100])
def test_no_sound(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.wav").write_bytes(content)
    assert length(tmp_path / "x.wav") == Length(0.0, complete=False)


def _written(folder: Path, channels: int, seconds: float) -> Path:
    path = folder / "x.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(round(8000 * seconds) * 2 * channels))
    return path
