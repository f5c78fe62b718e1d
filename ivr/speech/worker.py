"""Processes of our own that say texts: one request a line, JSON both ways.

workers = Workers("ivr.speech.voices.espeak_process", remedy="pip install callwright[voice]")
await workers.ask({"text": "您好", "into": "/tmp/hello.wav"})

In: one JSON object a line. Out: `{}` or `{"error"}` for each; the first line, before any request, says that
the process is ready. It ends at the end of its input.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence

from ivr.speech.program import environment
from ivr.speech.voice import SpeechFailed, VoiceMissing


class Workers:
    """Up to `processes` processes of a Python module, started when they are needed and again when one has
    died. A text that takes longer than `limit` seconds fails, and its process is replaced."""

    def __init__(
        self, module: str, arguments: Sequence[str] = (), *, remedy: str, limit: float, processes: int = 2
    ) -> None:
        self.limit = limit
        self._command = (sys.executable, "-P", "-m", module, *arguments)
        self._remedy = remedy
        self._seats = asyncio.Semaphore(processes)
        self._idle: list[_Process] = []

    async def ask(self, request: Mapping[str, object]) -> None:
        """Have it done. Raises `SpeechFailed`, and `VoiceMissing` when the process does not start."""
        line = json.dumps(request).encode() + b"\n"
        async with self._seats:
            try:
                async with asyncio.timeout(self.limit):
                    answer = await self._ask(line)
            except TimeoutError:
                raise SpeechFailed(
                    f"the voice took longer than {self.limit:g} seconds", f"语音合成超过{self.limit:g}秒"
                ) from None
        if "error" in answer:
            raise SpeechFailed(answer["error"])

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().stop()

    async def _ask(self, line: bytes) -> Mapping[str, str]:
        while self._idle:  # one that died while it was idle is no fault of this text
            try:
                return await self._ask_one(self._idle.pop(), line)
            except _Died:
                continue
        try:
            return await self._ask_one(await _Process.start(self._command, self._remedy), line)
        except _Died:
            raise SpeechFailed("the voice's process died", "语音合成进程已退出") from None

    async def _ask_one(self, process: _Process, line: bytes) -> Mapping[str, str]:
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
    async def start(cls, command: Sequence[str], remedy: str) -> _Process:
        self = cls(
            await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**environment(), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,  # Ctrl-C is for the engine; this one ends with its input
            )
        )
        try:
            ready = await self._answer()
        except BaseException as error:
            await self.stop()
            if isinstance(error, _Died):
                raise VoiceMissing(f"the voice does not start; {remedy}", f"语音无法启动；{remedy}") from None
            raise
        if "error" in ready:
            await self.stop()
            raise VoiceMissing(f"{ready['error']}; {remedy}", f"语音无法启动（{ready['error']}）；{remedy}")
        return self

    async def ask(self, line: bytes) -> Mapping[str, str]:
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

    async def _answer(self) -> Mapping[str, str]:
        line = await self._stdout.readline()
        try:
            answer: Mapping[str, str] = json.loads(line)
        except ValueError:  # the end of its output, or not one of our answers
            raise _Died from None
        return answer
