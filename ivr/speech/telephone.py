"""Studio sound → telephone sound: resampled, trimmed, and all at one loudness. Needs the extra `voice`."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import soxr

from ivr.audio.measure import Samples, frames_of, spoken
from ivr.speech.voice import RATE, SpeechFailed

LOUDNESS = 10 ** (-18 / 20)  # root mean square of the speech: -18 dBFS
PEAK = 10 ** (-1 / 20)  # -1 dBFS, so that nothing clips
FRAME = RATE // 200  # 5 ms
BEFORE, AFTER = RATE // 50, RATE * 6 // 100  # 20 ms and 60 ms of silence stay, so that words can be joined
FADE = RATE // 250  # 4 ms, so that no edge clicks


def telephone(samples: Samples, rate: int) -> Samples:
    """The same speech at 8 kHz, without offset, trimmed and levelled. Raises `SpeechFailed` for silence."""
    samples = samples - samples.mean() if len(samples) else samples
    line = np.asarray(soxr.resample(samples, rate, RATE, quality="VHQ"), dtype=np.float32)
    return _fade(_level(_trim(line)))


def write_wav(samples: Samples, path: Path) -> None:
    """8 kHz, 16-bit, mono: what Asterisk's format_wav reads."""
    with path.open("wb") as target, wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def _trim(samples: Samples) -> Samples:
    loud = np.flatnonzero(spoken(frames_of(samples, RATE)))
    if not len(loud):
        raise SpeechFailed("the voice gave only silence", "语音中没有声音")
    begin, end = int(loud[0]) * FRAME, int(loud[-1] + 1) * FRAME
    return np.pad(samples[begin:end], (BEFORE, AFTER))


def _level(samples: Samples) -> Samples:
    """One gain for the whole text: pauses do not count, and peaks stay below full scale."""
    frames = frames_of(samples, RATE)
    speech = frames[spoken(frames)]
    gain = min(LOUDNESS / float(np.sqrt(np.mean(speech**2))), PEAK / float(np.abs(samples).max()))
    return (samples * np.float32(gain)).astype(np.float32)


def _fade(samples: Samples) -> Samples:
    ramp = np.linspace(0, 1, FADE, dtype=np.float32)
    begin, end = BEFORE, len(samples) - AFTER
    samples[begin : begin + FADE] *= ramp
    samples[end - FADE : end] *= ramp[::-1]
    return samples
