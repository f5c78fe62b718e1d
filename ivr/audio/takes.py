"""What is wrong with a take that came from a studio, before it is made fit for the telephone.

A take may have any rate from 8000 Hz and any number of channels: that is put right. What cannot be put right
is told, with what the voice artist has to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ivr.audio.faults import FLAT, RATE, SILENT
from ivr.audio.measure import Measured

QUIET = -40.0  # dBFS; made loud enough, its noise is loud as well
OFFSET = 0.02  # share of full scale
ABRUPT = 0.005  # seconds; with less silence than this a word may have lost its first or last sound
PADDED = 1.0  # seconds of silence that are worth a word; they are cut
SHORT, LONG = 0.4, 3.0  # of the time that the text takes
SLACK = 0.6  # seconds; single words vary much
SHORTEST = 0.4  # seconds that one syllable may take
SIGNS_A_SECOND = {"zh": 4.5, "en": 14.0}  # of a calm voice


@dataclass(frozen=True, slots=True)
class TakeFault:
    """One thing about a take: `text` in English, `zh` in Chinese. After an `error` it should be recorded
    again, `hopeless` is one that cannot be used at all, a `warning` was put right or may be heard."""

    kind: str
    text: str
    zh: str
    severity: Literal["hopeless", "error", "warning"] = "error"


def take_faults(found: Measured, expected: float | None) -> Iterator[TakeFault]:
    """All faults of a take whose text takes about `expected` seconds to say (None: not known)."""
    if found.level < SILENT:
        yield TakeFault(
            "silent", "there is nothing to hear in it; record it again", "听不到声音；请重新录制", "hopeless"
        )
        return
    yield from _of_the_signal(found)
    yield from _of_the_ends(found)
    if expected is not None:
        yield from _of_the_length(found.seconds - found.lead - found.tail, expected)


def expected_seconds(text: str, language: str, synthetic: float | None = None) -> float | None:
    """How long a text takes to say: as the voice does, else by its length; None for an unknown text."""
    if synthetic is not None:
        return synthetic
    return max(SHORTEST, len(text) / SIGNS_A_SECOND[language]) if text else None


def _of_the_signal(found: Measured) -> Iterator[TakeFault]:
    if found.rate < RATE:
        yield TakeFault(
            "rate",
            f"{found.rate} Hz, which sounds muffled; record it again with 16000 Hz or more",
            f"{found.rate} Hz，声音发闷；请用16000 Hz以上重新录制",
        )
    if found.clipped >= FLAT:
        yield TakeFault(
            "clipped",
            f"{found.clipped} samples are clipped and crackle; record it again with the level turned down",
            f"有{found.clipped}个采样削波，有破音；请降低录音电平后重新录制",
        )
    if found.level < QUIET:
        yield TakeFault(
            "quiet",
            f"very quiet ({found.level:.0f} dBFS): its noise will be heard; go closer to the microphone",
            f"音量很小（{found.level:.0f} dBFS），放大后噪声明显；请靠近话筒重新录制",
            "warning",
        )
    if abs(found.offset) > OFFSET:
        yield TakeFault(
            "offset",
            f"it has an offset of {found.offset:.0%}, which is taken out; check the sound card",
            f"有{found.offset:.0%}的直流偏移，已去除；请检查声卡",
            "warning",
        )


def _of_the_ends(found: Measured) -> Iterator[TakeFault]:
    if min(found.lead, found.tail) < ABRUPT:
        yield TakeFault(
            "abrupt",
            "no silence before or after the speech: listen whether a sound is cut off",
            "开头或结尾没有静音：请试听是否缺音",
            "warning",
        )
    if max(found.lead, found.tail) > PADDED:
        yield TakeFault(
            "padded",
            f"{found.lead:.1f} s of silence before and {found.tail:.1f} s after the speech are cut",
            f"已剪去开头{found.lead:.1f}秒和结尾{found.tail:.1f}秒的静音",
            "warning",
        )


def _of_the_length(spoken: float, expected: float) -> Iterator[TakeFault]:
    if spoken < expected * SHORT - SLACK / 4 or spoken > expected * LONG + SLACK:
        short = spoken < expected
        yield TakeFault(
            "short" if short else "long",
            f"{spoken:.1f} s for a text of about {expected:.1f} s: "
            + ("is it cut off, or another text?" if short else "is it another text, or said twice?"),
            f"时长{spoken:.1f}秒，而文本约需{expected:.1f}秒："
            + ("是否被截断或文本不符？" if short else "是否文本不符或重复？"),
        )
