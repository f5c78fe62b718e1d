"""One audio file → its figures: form, length, level, peak, flat tops, offset, silence at both ends.

Reads what libsndfile reads (WAV, FLAC, OGG, MP3, AIFF, …). Levels are in dBFS: 0 is full scale, -inf is
digital silence. The level of speech is the root mean square of the 5 ms frames that are within 45 dB of the
loudest one, so pauses do not count: a word of 0.2 s has one just as a sentence has. (ITU-R BS.1770 measures
blocks of 400 ms, and has none for shorter words: decision 0030.)
"""

from __future__ import annotations

import math
import os
import stat
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Samples = NDArray[np.float32]  # -1.0 to 1.0

FLOOR = 45.0  # dB below the loudest frame; what is quieter is silence
FRAMES = 200  # frames a second
LONGEST = 300.0  # seconds of one file
LARGEST = 100 * 2**20  # bytes of one file
MOST = 60_000_000  # samples of one file: 5 minutes of 96 kHz stereo, and what memory bears
RATES = range(4000, 192_001)
NOTHING = 1e-4  # a frame quieter than this (-80 dBFS) is silence whatever the rest is


class Unreadable(Exception):
    """Not an audio file that can be read; the message says why in English, `zh` in Chinese."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one file.

    `form` and `coding` are libsndfile's names (`WAV`, `PCM_16`). `level` of the speech and `peak` in dBFS.
    `clipped`: samples in flat tops. `offset`: the mean, as a share of full scale. `lead` and `tail`: seconds
    of silence before and after the speech.
    """

    form: str
    coding: str
    rate: int
    channels: int
    seconds: float
    level: float
    peak: float
    clipped: int
    offset: float
    lead: float
    tail: float


def measure(path: Path) -> Measured:
    """The figures of a file. Raises `Unreadable` for what is no audio file, or one over 5 minutes or 100 MB,
    and OSError."""
    samples, form = load(path)
    mono = samples.mean(axis=1)
    level, lead, tail = _speech(mono, form.rate)
    return Measured(
        form=form.form,
        coding=form.coding,
        rate=form.rate,
        channels=form.channels,
        seconds=len(samples) / form.rate,
        level=level,
        peak=decibels(float(abs(samples).max(initial=0.0))),
        clipped=max(_clipped(samples[:, channel], form.rate) for channel in range(form.channels)),
        offset=float(mono.mean()) if len(mono) else 0.0,
        lead=lead,
        tail=tail,
    )


@dataclass(frozen=True, slots=True)
class Form:
    """How a file holds its samples."""

    form: str
    coding: str
    rate: int
    channels: int


def load(path: Path) -> tuple[Samples, Form]:
    """The samples (frames by channels) and their form. Raises as `measure` does."""
    with open(path, "rb", opener=_opened) as file:
        try:
            with soundfile.SoundFile(file.fileno(), closefd=False) as sound:
                form = Form(sound.format, sound.subtype, sound.samplerate, sound.channels)
                if form.rate not in RATES:
                    raise ValueError(f"{form.rate} Hz")
                most = min(int(LONGEST * form.rate), MOST // form.channels)
                if sound.frames > most:
                    raise _too_much()
                samples = sound.read(most, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, ValueError) as error:
            raise Unreadable(
                f"not an audio file that can be read ({_reason(error)}); save it as WAV or FLAC",
                f"不是可以读取的音频文件（{_reason(error)}）；请另存为WAV或FLAC",
            ) from None
    return np.nan_to_num(samples, copy=False, nan=0.0, posinf=1.0, neginf=-1.0), form


def decibels(amplitude: float) -> float:
    """An amplitude (1.0 is full scale) in dBFS."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def frames_of(samples: Samples, rate: int) -> NDArray[np.float64]:
    """The root mean square of each 5 ms."""
    size = rate // FRAMES
    whole = len(samples) // size * size
    return np.asarray(np.sqrt(np.square(samples[:whole].reshape(-1, size), dtype=np.float64).mean(axis=1)))


def spoken(frames: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which frames are speech, not silence."""
    return frames > max(float(frames.max(initial=0.0)) * 10 ** (-FLOOR / 20), NOTHING)


def _opened(path: str, flags: int) -> int:
    """Only a plain file of a bearable size; a pipe would never end."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST:
        return descriptor
    os.close(descriptor)
    raise _too_much() if stat.S_ISREG(found.st_mode) else Unreadable("not a plain file", "不是普通文件")


def _too_much() -> Unreadable:
    return Unreadable("longer than 5 minutes or larger than 100 MB; cut it", "超过5分钟或100MB；请剪短")


def _reason(error: Exception) -> str:
    return str(getattr(error, "error_string", error)).rstrip(".")[:80]


def _speech(samples: Samples, rate: int) -> tuple[float, float, float]:
    """Its level, and the seconds of silence before and after it."""
    frames = frames_of(samples - samples.mean() if len(samples) else samples, rate)
    heard = np.flatnonzero(spoken(frames))
    if not len(heard):
        return -math.inf, len(samples) / rate, 0.0
    level = decibels(float(np.sqrt(np.mean(frames[heard] ** 2))))
    return level, float(heard[0]) / FRAMES, len(samples) / rate - float(heard[-1] + 1) / FRAMES


def _clipped(samples: Samples, rate: int) -> int:
    """Samples in flat tops: three or more in a row at full scale, or equal at the very peak (clipped first
    and made quieter then). Sound that went through a telephone has few levels; its equal ones say nothing."""
    loud = np.abs(samples)
    peak = float(loud.max(initial=0.0))
    flat = loud >= 32766 / 32768
    if peak >= 0.25 and len(np.unique(samples[: 10 * rate])) > 256:
        flat = flat | (loud >= peak * (1 - 1e-6))
    return _in_runs(flat, least=max(3, rate // 16000))


def _in_runs(marks: NDArray[np.bool_], least: int) -> int:
    """How many marks stand in runs of at least `least`."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marks, [False])).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return int(lengths[lengths >= least].sum())
