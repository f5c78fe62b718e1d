"""Studio sound → telephone sound: resampled, trimmed, and all at one loudness. Needs the extra `voice`."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from ivr.speech.voice import RATE, SpeechFailed

Samples = NDArray[np.float32]  # -1.0 to 1.0

LOUDNESS = 10 ** (-18 / 20)  # root mean square of the speech: -18 dBFS
PEAK = 10 ** (-1 / 20)  # -1 dBFS, so that nothing clips
FLOOR = 10 ** (-45 / 20)  # quieter than this below the peak is silence
FRAME = RATE // 200  # 5 ms
BEFORE, AFTER = RATE // 50, RATE * 6 // 100  # 20 ms and 60 ms of silence stay, so that words can be joined
FADE = RATE // 250  # 4 ms, so that no edge clicks


def telephone(samples: Samples, rate: int) -> Samples:
    """The same speech at 8 kHz, trimmed and levelled. Raises `SpeechFailed` for silence."""
    line = np.asarray(soxr.resample(samples, rate, RATE, quality="VHQ"), dtype=np.float32)
    return _fade(_level(_trim(line)))


def write_wav(samples: Samples, path: Path) -> None:
    """8 kHz, 16-bit, mono: what Asterisk's format_wav reads."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def _frames(samples: Samples) -> NDArray[np.float64]:
    """Root mean square of each 5 ms."""
    whole = len(samples) // FRAME * FRAME
    power = np.square(samples[:whole].reshape(-1, FRAME), dtype=np.float64).mean(axis=1)
    return np.asarray(np.sqrt(power))


def _trim(samples: Samples) -> Samples:
    frames = _frames(samples)
    loud = np.flatnonzero(frames > max(frames.max(initial=0.0) * FLOOR, 1e-4))
    if not len(loud):
        raise SpeechFailed("the voice gave only silence")
    begin, end = int(loud[0]) * FRAME, int(loud[-1] + 1) * FRAME
    return np.pad(samples[begin:end], (BEFORE, AFTER))


def _level(samples: Samples) -> Samples:
    """One gain for the whole text: pauses do not count, and peaks stay below full scale."""
    frames = _frames(samples)
    spoken = frames[frames > frames.max() * FLOOR]
    gain = min(LOUDNESS / float(np.sqrt(np.mean(spoken**2))), PEAK / float(np.abs(samples).max()))
    return (samples * np.float32(gain)).astype(np.float32)


def _fade(samples: Samples) -> Samples:
    ramp = np.linspace(0, 1, FADE, dtype=np.float32)
    begin, end = BEFORE, len(samples) - AFTER
    samples[begin : begin + FADE] *= ramp
    samples[end - FADE : end] *= ramp[::-1]
    return samples
