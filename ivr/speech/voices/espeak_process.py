"""espeak-ng in a process of its own: `python -m ivr.speech.voices.espeak_process`. Needs the extra `voice`.

espeak-ng is GPL-3 and this engine is Apache-2.0, so the library is loaded here only, beyond a pipe.
A request is `{"text", "voice", "speed", "into"}`; see `ivr.speech.worker`.

The constants are those of espeak-ng's `speak_lib.h`. Neither espeakSSML nor espeakPHONEMES is ever set: a
text that holds markup is read out, not obeyed.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

from ivr.speech.serving import Say, serve
from ivr.speech.voice import SpeechFailed

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples come by callback, nothing is played
CHARS_UTF8 = 1
SPEED, VOLUME = 1, 2  # espeakRATE in words per minute, espeakVOLUME
QUIET = 50  # at its usual 100, espeak clips loud vowels; loudness is set later

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The library, loaded and silent. Raises `SpeechFailed` when it does not start."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate = int(self._library.espeak_Initialize(SYNCHRONOUS, 0, data, 0))
        if self.rate <= 0:
            raise SpeechFailed("espeak-ng cannot read its voices; reinstall: pip install callwright[voice]")
        self._pieces: list[bytes] = []
        self._callback = _Callback(self._collect)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: str, speed: int) -> bytes:
        """16-bit samples at `rate`."""
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise SpeechFailed(f"espeak-ng has no voice '{voice}'")
        self._library.espeak_SetParameter(SPEED, speed, 0)
        self._library.espeak_SetParameter(VOLUME, QUIET, 0)
        self._pieces.clear()
        data = text.encode() + b"\0"
        if self._library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, CHARS_UTF8, None, None):
            raise SpeechFailed("espeak-ng refused the text")
        return b"".join(self._pieces)

    def _collect(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, count * 2))
        return 0


def start() -> Say:
    import numpy as np

    from ivr.speech.telephone import telephone, write_wav

    espeak = Espeak()

    def say(request: dict[str, Any]) -> None:
        samples = np.frombuffer(espeak.speak(request["text"], request["voice"], request["speed"]), "<i2")
        line = telephone(samples.astype(np.float32) / np.float32(32768), espeak.rate)
        write_wav(line, Path(request["into"]))

    return say


if __name__ == "__main__":
    serve(start)
