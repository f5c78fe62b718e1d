"""What is heard in a conversation in stereo: how long nobody speaks, and how long both do.

A side speaks in each 20 ms that are louder than -40 dBFS (root mean square), and for 200 ms after them:
pauses between syllables are no silence. Telephone speech is louder than that, the noise of a line is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import soundfile

from recordings.place import opened
from recordings.sound import Unreadable

FRAME = 0.02
"""Seconds that are either spoken in or not."""
LEVEL = 10 ** (-40 / 20)
LINGERS = 10
"""Frames for which a side still speaks."""
_FRAMES = 500  # read at a time


@dataclass(frozen=True, slots=True)
class Heard:
    """In seconds: the longest stretch of `silence` on both sides, `both` speaking in all, and the whole."""

    silence: float
    both: float
    seconds: float

    @property
    def both_share(self) -> float:
        """Of the whole."""
        return self.both / self.seconds


def heard(path: Path) -> Heard:
    """Read it once, a block at a time; what stays in memory is 100 bytes for each second. Raises OSError, and
    Unreadable also for what is not in stereo."""
    try:
        with soundfile.SoundFile(opened(path)) as file:
            if file.channels != 2 or not file.frames:
                raise Unreadable("it is not in stereo, or there is no sound in it")
            spoken = _spoken(file)
            return Heard(
                _longest(~spoken.any(axis=1)), _sum(spoken.all(axis=1)), file.frames / file.samplerate
            )
    except soundfile.SoundFileError as fault:
        raise Unreadable(str(fault)) from fault


def _spoken(file: soundfile.SoundFile) -> Any:
    """By frame and side, whether it is spoken in."""
    step = max(1, round(file.samplerate * FRAME))
    loud = []
    for block in file.blocks(step * _FRAMES, dtype="float32", always_2d=True):
        whole = numpy.pad(block, ((0, -len(block) % step), (0, 0)))
        power = (whole.reshape(-1, step, 2) ** 2).mean(axis=1)
        loud.append(power > LEVEL**2)
    frames = numpy.concatenate(loud)
    at = numpy.arange(len(frames))[:, None]
    last = numpy.maximum.accumulate(numpy.where(frames, at, -LINGERS - 1), axis=0)
    return at - last <= LINGERS


def _longest(quiet: Any) -> float:
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], quiet.astype(numpy.int8), [0]))))
    return float((edges[1::2] - edges[::2]).max(initial=0) * FRAME)


def _sum(frames: Any) -> float:
    return float(frames.sum() * FRAME)
