"""The voice that installs with pip: espeak-ng, Mandarin and English, a little robotic, never in doubt.

voice = EspeakVoice()
await voice.say("欢迎致电。", "zh", Path("welcome.wav"))
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ivr.speech.voice import SpeechFailed, VoiceMissing

RECIPE = 1  # raise it whenever the same text would sound different: then all prompts are made again
SPEAKERS = {"zh": ("cmn", 165), "en": ("en-us", 155)}  # espeak's voice and its words per minute
NEEDS = ("espeakng_loader", "soxr", "numpy")
_MODULE = "ivr.speech.voices.espeak_process"


class EspeakVoice:
    """Up to `processes` espeak processes, started when they are needed and again when one has died.

    A text that takes longer than `limit` seconds fails, and its process is replaced.
    """

    name = "espeak"

    def __init__(self, processes: int = 2, limit: float = 20.0) -> None:
        self.version = f"{_installed('espeakng-loader')}-{RECIPE}"
        self._limit = limit
        self._seats = asyncio.Semaphore(processes)
        self._idle: list[_Process] = []

    async def say(self, text: str, language: str, into: Path) -> None:
        if language not in SPEAKERS:
            raise SpeechFailed(f"espeak speaks {', '.join(SPEAKERS)}, not '{language:.20}'")
        speaker, speed = SPEAKERS[language]
        request = {"text": text, "voice": speaker, "speed": speed, "into": str(into)}
        async with self._seats:
            try:
                async with asyncio.timeout(self._limit):
                    answer = await self._ask(json.dumps(request).encode() + b"\n")
            except TimeoutError:
                raise SpeechFailed(f"the voice took longer than {self._limit:g} seconds") from None
        if "error" in answer:
            raise SpeechFailed(answer["error"])

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().stop()

    async def _ask(self, line: bytes) -> dict[str, str]:
        while self._idle:  # one that died while it was idle is no fault of this text
            try:
                return await self._ask_one(self._idle.pop(), line)
            except _Died:
                continue
        try:
            return await self._ask_one(await _Process.start(), line)
        except _Died:
            raise SpeechFailed("the voice's process died") from None

    async def _ask_one(self, process: _Process, line: bytes) -> dict[str, str]:
        try:
            answer = await process.ask(line)
        except BaseException:  # cancelled too: its answer would be taken for the next one's
            await process.stop()
            raise
        self._idle.append(process)
        return answer


class _Died(Exception):
    """The process is gone."""


class _Process:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        self._process, self._stdin, self._stdout = process, process.stdin, process.stdout

    @classmethod
    async def start(cls) -> _Process:
        missing = [name for name in NEEDS if find_spec(name) is None]
        if missing:
            raise VoiceMissing(
                f"no {', '.join(missing)}: the voice is an extra; pip install callwright[voice]"
            )
        self = cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", _MODULE),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,  # Ctrl-C is for the engine; this one ends with its input
            )
        )
        try:
            ready = await self._answer()
        except BaseException as error:
            await self.stop()
            if isinstance(error, _Died):
                raise VoiceMissing("the voice does not start; pip install callwright[voice]") from None
            raise
        if "error" in ready:
            await self.stop()
            raise VoiceMissing(f"{ready['error']}; pip install callwright[voice]")
        return self

    async def ask(self, line: bytes) -> dict[str, str]:
        try:
            self._stdin.write(line)
            await self._stdin.drain()
        except ConnectionError:
            raise _Died from None
        return await self._answer()

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        self._stdin.close()
        await self._process.wait()

    async def _answer(self) -> dict[str, str]:
        line = await self._stdout.readline()
        try:
            answer: dict[str, str] = json.loads(line)
        except ValueError:  # the end of its output, or not one of our answers
            raise _Died from None
        return answer


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
