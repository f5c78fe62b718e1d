"""How long a WAV file is, also one that is still being written."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

# RIFF, fmt and data chunk as Asterisk (formats/format_wav.c) and our own stereo files have them.
HEADER = 44


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds on disk; `complete` when the header has caught up with them, as on closing the file."""

    seconds: float
    complete: bool


def length(path: Path) -> Length | None:
    """From the header and the size of the file; None for no file, no seconds for what is not WAV."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEADER)
    except OSError:
        return None
    if len(head) < HEADER or head[:4] != b"RIFF" or head[36:40] != b"data":
        return Length(0.0, False)
    (bytes_per_second,) = struct.unpack("<I", head[28:32])
    (declared,) = struct.unpack("<I", head[40:44])
    data = size - HEADER
    return Length(data / bytes_per_second if bytes_per_second else 0.0, 0 < declared <= data)
