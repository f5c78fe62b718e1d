"""Several recordings of one voice → one file, without the silence before and after it.

What is quieter than -50 dBFS, or 45 dB below the loudest 5 ms, is silence; a voice is at least 0.2 s of the
rest. A line's own noise is below -60 dBFS (ITU-T G.712 allows -65 dBm0p in an idle channel), a quiet talker's
speech around -35.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from ivr.audio.measure import FLOOR, FRAMES, Samples, frames_of

QUIET = 10 ** (-50 / 20)
VOICE = 0.2
AROUND = 0.3
"""Seconds of silence that stay at both ends, so that no word is cut."""


def join(parts: Sequence[Path], into: Path) -> float:
    """Write what was said as 16-bit mono of the first part's rate; its seconds, 0.0 and no file where nobody
    spoke. Parts that are not there, or hold no sound, are left out. The file is there whole or not at all.
    Raises OSError."""
    read = [found for part in parts if (found := _read(part)) is not None]
    if not read:
        return 0.0
    rate = read[0][1]
    samples = np.concatenate([part for part, of in read if of == rate])
    spoken = _said(samples, rate)
    if spoken is None:
        return 0.0
    draft = into.with_name(f"{into.name}.part")
    with draft.open("wb") as file:
        soundfile.write(file, spoken, rate, format="WAV", subtype="PCM_16")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(into)
    return len(spoken) / rate


def _read(part: Path) -> tuple[Samples, int] | None:
    try:
        samples, rate = soundfile.read(part, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, ValueError):
        return None
    mono: Samples = samples.mean(axis=1)
    return mono, rate


def _said(samples: Samples, rate: int) -> Samples | None:
    frames = frames_of(samples, rate)
    heard: NDArray[np.intp] = np.flatnonzero(
        frames > max(float(frames.max(initial=0.0)) * 10 ** (-FLOOR / 20), QUIET)
    )
    if len(heard) < VOICE * FRAMES:
        return None
    size, around = rate // FRAMES, int(AROUND * rate)
    begin, end = int(heard[0]) * size - around, (int(heard[-1]) + 1) * size + around
    return samples[max(begin, 0) : end]
