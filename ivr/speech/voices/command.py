"""A voice of your own: any program that turns a text into WAV.

```yaml
voice:
  zh: {kind: command, run: [/opt/tts/say, --voice, xiaoyan]}               # WAV on its standard output
  en: {kind: command, run: [/opt/tts/say, --lang, "{language}", --out, "{file}"]}
```

The text comes on standard input, UTF-8, one line. It never becomes an argument, and there is no shell.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ivr.speech.program import run_program
from ivr.speech.received import receive

AT_ONCE = 2


class CommandVoice:
    """Runs `command` for each text, two at a time; `{file}` and `{language}` in its arguments are filled in.

    A text that takes longer than `limit` seconds fails. Another `version` is another recipe.
    """

    def __init__(self, command: Sequence[str], limit: float = 20.0, version: str = "1") -> None:
        self._command, self._limit, self._version = tuple(command), limit, version
        self._seats = asyncio.Semaphore(AT_ONCE)

    def recipe(self, language: str) -> str:
        return "\0".join(("command", *self._command, self._version))

    async def say(self, text: str, language: str, into: Path) -> None:
        async with self._seats:
            with tempfile.TemporaryDirectory(prefix="callwright-voice-") as folder:
                given = Path(folder, "said.wav")
                command = [
                    part.replace("{file}", str(given)).replace("{language}", language)
                    for part in self._command
                ]
                printed = await run_program(command, text, self._limit)
                await receive(printed, given, into)

    async def close(self) -> None:
        """Nothing outlives a text."""
