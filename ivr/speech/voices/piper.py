"""Piper, a neural voice that runs on the machine itself: a model given by its path, one a language.

```yaml
voice:
  zh: {kind: piper, model: voices/zh_CN-huayan-medium.onnx}
  en: {kind: piper, model: voices/en_US-lessac-medium.onnx, run: [/opt/piper/piper]}
```

With `run` Piper's own program is started for each text; without it the package piper-tts keeps the model in
a process of its own (it is GPL-3, and stays beyond a pipe), so that texts of a call are said in time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from ivr.speech.voice import VoiceMissing
from ivr.speech.voices.command import CommandVoice
from ivr.speech.worker import Workers

RECIPE = 1
REMEDY = "pip install piper-tts callwright[voice]"
_MODULE = "ivr.speech.voices.piper_process"


class PiperVoice:
    """Speaks with the model. `program` is Piper's own with its first arguments, empty for the package."""

    def __init__(
        self, model: Path, program: Sequence[str] = (), limit: float = 20.0, version: str = "1"
    ) -> None:
        self._model, self._version = model, version
        arguments = ("--model", str(model), "--output_file", "{file}")
        self._program = CommandVoice((*program, *arguments), limit) if program else None
        self._workers = Workers(_MODULE, [str(model)], remedy=REMEDY, limit=limit)

    def recipe(self, language: str) -> str:
        return f"piper {RECIPE} {self._fingerprint} {self._version}"

    async def say(self, text: str, language: str, into: Path) -> None:
        for path in (self._model, Path(f"{self._model}.json")):
            if not path.is_file():
                raise VoiceMissing(
                    f"no Piper model at {path}; see 'voice' in config/ivr.yaml",
                    f"{path} 处没有Piper模型；请检查 config/ivr.yaml 中的“voice”",
                )
        plain = text.replace("[[", "[ [").replace("]]", "] ]")  # Piper takes phonemes between them
        if self._program:
            await self._program.say(plain, language, into)
            return
        if find_spec("piper") is None:
            raise VoiceMissing(
                f"no piper: install it ({REMEDY}), or give 'run' the path of its program",
                f"缺少piper：请安装（{REMEDY}），或在“run”中写明其程序的路径",
            )
        await self._workers.ask({"text": plain, "into": str(into)})

    async def close(self) -> None:
        await self._workers.close()

    @cached_property
    def _fingerprint(self) -> str:
        try:
            with self._model.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()[:16]
        except OSError:
            return "none"
