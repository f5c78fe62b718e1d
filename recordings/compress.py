"""A recording made smaller once nobody needs it as WAV any more: FLAC, which loses nothing, or Opus."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import soundfile

from ivr.files.durable import UNFINISHED
from recordings.place import opened
from recordings.sound import Unreadable

Smaller = Literal["flac", "opus"]
_AS = {"flac": ("FLAC", "PCM_16"), "opus": ("OGG", "OPUS")}
_BLOCK = 80_000  # samples of a channel at a time: an hour needs as little memory as a minute


def compress(path: Path, form: Smaller) -> Path:
    """Write the smaller file beside the WAV file, whole and on disk, and leave that where it is.

    What was written is read again and compared: every sample for FLAC, the length for Opus. Raises OSError
    and `Unreadable`; then all is as it was.
    """
    beside = path.with_name(f"{UNFINISHED}{path.stem}.{form}")
    beside.unlink(missing_ok=True)
    try:
        _encode(path, beside, form)
        if not _same(path, beside, exact=form == "flac"):
            raise OSError(f"{beside.name} does not hold what {path.name} does; is the disk full?")
        os.replace(beside, path.with_suffix(f".{form}"))
    except soundfile.SoundFileError as fault:
        raise Unreadable(str(fault)) from fault
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)
    return path.with_suffix(f".{form}")


def _encode(path: Path, into: Path, form: Smaller) -> None:
    kind, subtype = _AS[form]
    with soundfile.SoundFile(opened(path)) as source:
        mode = path.stat().st_mode & 0o777
        number = os.open(into, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        keep = os.dup(number)
        try:
            with soundfile.SoundFile(
                number, "w", source.samplerate, source.channels, subtype, format=kind
            ) as target:
                for block in _blocks(source):
                    target.write(block)
            os.fsync(keep)
        finally:
            os.close(keep)


def _same(one: Path, other: Path, *, exact: bool) -> bool:
    with soundfile.SoundFile(opened(one)) as first, soundfile.SoundFile(opened(other)) as second:
        if (first.frames, first.channels) != (second.frames, second.channels):
            return False
        return not exact or all((a == b).all() for a, b in zip(_blocks(first), _blocks(second), strict=True))


def _blocks(file: soundfile.SoundFile) -> Iterator[Any]:
    found: Iterator[Any] = file.blocks(_BLOCK, dtype="int16", always_2d=True)
    return found


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
