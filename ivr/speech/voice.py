"""What a voice is, and how a text is cleaned before any voice sees it.

SpeechFailed          this text has no audio; the call goes on without it
└─ VoiceMissing       there is no such voice on this machine; no text has audio
"""

from __future__ import annotations

import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

RATE = 8000  # Hz; what a telephone line carries and format_wav of Asterisk plays
LONGEST = 1000  # characters of one text


class SpeechFailed(Exception):
    """No audio could be made of a text; the message says why in English, `zh` in Chinese."""

    def __init__(self, text: str, zh: str = "") -> None:
        super().__init__(text)
        self.zh = zh

    def said(self, language: str) -> str:
        """Why, in zh or en."""
        return self.zh if language == "zh" and self.zh else str(self)


class NothingToSay(SpeechFailed):
    """The text has no letter and no digit, as a prompt of whose values only the full stop is left."""


class VoiceMissing(SpeechFailed):
    """The voice is not installed; the message says how to get it."""


class Voice(Protocol):
    """Says texts."""

    def recipe(self, language: str) -> str:
        """What shapes the sound of this language: changes whenever the audio of the same text would. Never
        raises."""
        ...

    async def say(self, text: str, language: str, into: Path) -> None:
        """Write the text as 8 kHz, 16-bit, mono WAV. Raises `SpeechFailed`; then there may be half a file."""
        ...

    async def close(self) -> None: ...


def check_resampler() -> None:
    """Raises `VoiceMissing` without the extra `voice`, which brings soxr."""
    if find_spec("soxr") is None:
        remedy = "pip install callwright[voice]"
        raise VoiceMissing(f"no soxr, which resamples; {remedy}", f"缺少用于重采样的soxr；{remedy}")


def clean(text: str) -> str:
    """The text as one line without control, format or unassigned characters.

    espeak takes commands after control characters (U+0001 changes its speed for good), so this is a wall, not
    cosmetics. Raises `SpeechFailed` for a text that is too long, `NothingToSay`.
    """
    if len(text) > LONGEST:
        raise SpeechFailed(
            f"a text of {len(text)} characters is too long to say; at most {LONGEST}, split it",
            f"文本有{len(text)}个字符，过长；最多{LONGEST}个，请拆分",
        )
    kept = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    line = unicodedata.normalize("NFC", " ".join(kept.split()))
    if not any(sign.isalnum() for sign in line):
        raise NothingToSay("there is nothing to say in this text", "文本中没有可读的内容")
    return line
