"""What is to be known of a recording's sound, read once: its length, and the peaks that draw its wave."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy
import soundfile

from recordings.place import opened

WIDTH = 500
"""Peaks of a channel: more than a player draws side by side."""


class Unreadable(Exception):
    """It is no sound, or a damaged one; the text is the reader's."""


@dataclass(frozen=True, slots=True)
class Sound:
    """`peaks`: the loudest sample of each five-hundredth, 0 to 255, the channels one behind the other."""

    seconds: float
    channels: int
    peaks: bytes


def look(path: Path) -> Sound:
    """Read it once. Raises OSError and `Unreadable`."""
    try:
        with soundfile.SoundFile(opened(path)) as file:
            if not file.frames:
                raise Unreadable("there is no sound in it")
            step = -(-file.frames // WIDTH)
            blocks = file.blocks(step, dtype="float32", always_2d=True)
            loudest = numpy.array([numpy.abs(block).max(axis=0) for block in blocks])
            scaled = numpy.clip(loudest * 255, 0, 255).astype(numpy.uint8)
            return Sound(file.frames / file.samplerate, file.channels, scaled.T.tobytes())
    except soundfile.SoundFileError as fault:
        raise Unreadable(str(fault)) from fault


def checksum(path: Path) -> tuple[str, int]:
    """The SHA-256 of the file, in hexadecimal, and its bytes. Raises OSError."""
    with os.fdopen(opened(path), "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()
