"""What the engine uses of the package piper-tts, with beeps instead of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass
class AudioChunk:
    sample_rate: int
    audio_float_array: NDArray[np.float32]


class PiperVoice:
    @staticmethod
    def load(model_path: str) -> PiperVoice:
        Path(f"{model_path}.json").read_text()
        print("libraries print what they like")
        return PiperVoice()

    def synthesize(self, text: str) -> Iterator[AudioChunk]:
        for sentence in text.split("."):
            times = np.arange(len(sentence) * 2205) / 22050
            yield AudioChunk(22050, (0.3 * np.sin(2 * np.pi * 440 * times)).astype(np.float32))
