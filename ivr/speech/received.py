"""The audio that a program gave → the telephone's, or a clear complaint. Needs the extra `voice`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ivr.speech.voice import SpeechFailed, check_resampler


async def receive(printed: bytes, given: Path, into: Path) -> None:
    """Write the audio in the file `given`, or what was printed if there is no such file, as every other
    voice's audio. Raises `SpeechFailed`."""
    check_resampler()
    await asyncio.to_thread(_convert, printed, given, into)


def _convert(printed: bytes, given: Path, into: Path) -> None:
    from ivr.audio.measure import Unreadable, load  # numpy comes when there is audio to convert
    from ivr.speech.telephone import telephone, write_wav

    if not given.exists():
        given.write_bytes(printed)
    try:
        samples, form = load(given)
    except Unreadable as fault:
        raise SpeechFailed(f"the voice gave {fault}", f"语音程序给出的{fault.zh}") from None
    try:
        write_wav(telephone(samples.mean(axis=1), form.rate), into)
    except OSError as error:
        raise SpeechFailed(f"{into.parent}: {error.strerror}", f"{into.parent}：{error.strerror}") from None
