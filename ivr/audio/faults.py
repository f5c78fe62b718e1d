"""What is wrong with a prompt file that is to be played as it is.

for fault in prompt_faults(Path("var/prompts/recorded/zh/welcome.wav")):
    print(fault.severity, fault.text)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ivr.audio.measure import Measured

RATE = 8000  # Hz; what a telephone line carries
SILENT = -50.0  # dBFS; speech that is quieter is not heard on a telephone
FLAT = 10  # samples in flat tops; fewer happen by chance

Kind = Literal["absent", "unreadable", "format", "silent", "clipped"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class AudioFault:
    """One thing that is wrong, with what to do: `text` in English, `zh` in Chinese. An `error` keeps the
    prompt from being heard, a `warning` does not."""

    kind: Kind
    text: str
    zh: str
    severity: Literal["error", "warning"] = "error"


def prompt_faults(path: Path) -> tuple[AudioFault, ...]:
    """All faults of a file that Asterisk is to play; none for a sound one. Raises OSError when it is there
    and may not be read."""
    from ivr.audio.measure import Unreadable, measure  # numpy is loaded when there is a file to measure

    try:
        return tuple(_faults(measure(path)))
    except FileNotFoundError:
        return (AudioFault("absent", "there is no such file", "文件不存在"),)
    except Unreadable as fault:
        return (AudioFault("unreadable", str(fault), fault.zh),)


def is_playable(found: Measured) -> bool:
    """True for the one form that Asterisk plays under the ending .wav: 8000 Hz, 16 bit, one channel."""
    return (found.form, found.coding, found.rate, found.channels) == ("WAV", "PCM_16", RATE, 1)


def _faults(found: Measured) -> Iterator[AudioFault]:
    if not is_playable(found):
        yield AudioFault(
            "format",
            f"{found.form} {found.coding}, {found.rate} Hz, {found.channels} channel(s); Asterisk plays WAV, "
            "8000 Hz, 16 bit, 1 channel: `ivr prompts import` converts it",
            f"{found.form} {found.coding}，{found.rate} Hz，{found.channels}声道；Asterisk只播放WAV、"
            "8000 Hz、16位、单声道：用 `ivr prompts import` 转换",
        )
    if found.level < SILENT:
        yield AudioFault(
            "silent", "there is nothing to hear in it; record it again", "听不到声音；请重新录制"
        )
    if found.clipped >= FLAT:
        yield AudioFault(
            "clipped",
            f"{found.clipped} samples are clipped: it was recorded too loud and crackles; record it again",
            f"有{found.clipped}个采样削波：录音过响，有破音；请重新录制",
            "warning",
        )
