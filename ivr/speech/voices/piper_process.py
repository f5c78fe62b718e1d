"""Piper with its model in a process of its own: `python -m ivr.speech.voices.piper_process MODEL`.

Needs the package piper-tts. A request is `{"text", "into"}`; see `ivr.speech.worker`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ivr.speech.serving import Say, serve
from ivr.speech.voice import SpeechFailed


def start() -> Say:
    import numpy as np
    from piper import PiperVoice

    from ivr.speech.telephone import telephone, write_wav

    voice = PiperVoice.load(sys.argv[1])

    def say(request: dict[str, Any]) -> None:
        chunks = list(voice.synthesize(request["text"]))
        if not chunks:
            raise SpeechFailed("Piper has no sounds for this text")
        samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
        write_wav(telephone(samples, chunks[0].sample_rate), Path(request["into"]))

    return say


if __name__ == "__main__":
    serve(start)
