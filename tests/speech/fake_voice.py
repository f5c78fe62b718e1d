"""A voice that beeps at once, or does what the test tells it to."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path

from ivr.speech.voice import SpeechFailed


class FakeVoice:
    """`faults` maps a text to the exception it raises; texts wait for `hold`; `begun` tells of the first."""

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.said: list[str] = []
        self.faults: dict[str, SpeechFailed] = {}
        self.hold: asyncio.Event | None = None
        self.begun = asyncio.Event()
        self.closed = False
        self.at_once = self.most_at_once = 0

    def recipe(self, language: str) -> str:
        return f"fake {self.version}"

    async def say(self, text: str, language: str, into: Path) -> None:
        self.said.append(text)
        self.begun.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        if self.hold:
            await self.hold.wait()
        self.at_once -= 1
        if text in self.faults:
            raise self.faults[text]
        write_wav(into)

    async def close(self) -> None:
        self.closed = True


def write_wav(
    path: Path, *, rate: int = 8000, channels: int = 1, bits: int = 16, seconds: float = 0.5
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(bits // 8)
        file.setframerate(rate)
        file.writeframes(b"\1" * (int(rate * seconds) * channels * bits // 8))
