"""Recordings as Asterisk leaves them: 8000 Hz, 16 bits."""

from __future__ import annotations

from pathlib import Path

import numpy
import soundfile

RATE = 8000


def write_wav(path: Path, seconds: float = 2.0, channels: int = 2) -> Path:
    """The caller hums louder and louder, the agent (on the second channel) speaks in the second half."""
    frames = round(seconds * RATE)
    t = numpy.arange(frames) / RATE
    caller = numpy.sin(2 * numpy.pi * 300 * t) * t / seconds * 0.9
    agent = numpy.where(t > seconds / 2, numpy.sin(2 * numpy.pi * 500 * t) * 0.5, 0.0)
    path.parent.mkdir(parents=True, exist_ok=True)
    sides = numpy.stack([caller, agent][:channels], axis=1)
    soundfile.write(path, sides, RATE, subtype="PCM_16")
    return path
