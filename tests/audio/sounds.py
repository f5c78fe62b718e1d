"""Sounds to measure: speech-like, tones, silence, and files of every form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from ivr.audio.measure import Samples


def speech(seconds: float = 1.0, rate: int = 8000, loud: float = 0.3) -> Samples:
    """Harmonics of 150 Hz that swell and fall like syllables; `loud` is the peak."""
    times = np.arange(int(seconds * rate)) / rate
    voice = sum(np.sin(2 * np.pi * 150 * k * times + k * k) / k for k in range(1, 20))
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * times)
    wave = np.asarray(voice * syllables)
    return np.asarray(loud * wave / np.abs(wave).max(), dtype=np.float32)


def silence(seconds: float, rate: int = 8000) -> Samples:
    return np.zeros(int(seconds * rate), dtype=np.float32)


def write(path: Path, samples: Samples, rate: int = 8000, coding: str = "PCM_16") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, subtype=coding)
    return path
