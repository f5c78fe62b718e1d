"""What a caller says after the beep, in one piece or several: with pauses, heard again, added to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ivr.flow.prompt import Prompt
from ivr.ports import KEYS, CallerHungUp
from recordings import names

from .asking import ask_key
from .recording import LEAST, Limits, left_behind

if TYPE_CHECKING:
    from ivr.flow.session import Session

Noted = Callable[[Sequence[str]], Awaitable[None]]
"""Told of the files of all parts before the next one begins, so that they are found if this program dies."""


@dataclass(frozen=True, slots=True)
class Dictated:
    """The whole: a `file` relative to the recordings folder, `seconds` long."""

    file: str
    seconds: float


class Dictation:
    """The parts so far. `limits.limit` is of all together; `pause` is a key that pauses, '' for none."""

    paused: ClassVar[Prompt] = Prompt.of(
        zh="录音已暂停。继续请按任意键，结束请按井号键。",
        en="Paused. Press any key to go on, or the hash key to finish.",
    )

    def __init__(self, session: Session, limits: Limits, pause: str, noted: Noted) -> None:
        self._session, self._limits, self._pause, self._noted = session, limits, pause, noted
        self._parts: list[tuple[str, float]] = []
        self._last = ""

    @property
    def seconds(self) -> float:
        """Of all parts."""
        return sum(seconds for _, seconds in self._parts)

    @property
    def files(self) -> Sequence[str]:
        """Of the parts, in order."""
        return [file for file, _ in self._parts]

    async def speak(self, since: int = 0) -> bool:
        """Record until the caller has finished; False, and no part more, for under a second. Parts before the
        mark `since` leave the time of the others alone."""
        before, said = len(self._parts), 0.0
        while True:
            heard, key = await self._part(since)
            said += heard
            if key != self._pause or not key or self._left(since) <= 0:
                break
            if await ask_key(self._session, self.paused, 60.0) in ("", "#", *self._limits.keys):
                break
        if said < LEAST:
            await self._forget(self._parts[before:])
            del self._parts[before:]
        return said >= LEAST

    async def _part(self, since: int) -> tuple[float, str]:
        """Seconds that were said, and the key that ended it."""
        session, file = self._session, self._fresh()
        left = max(self._left(since), LEAST)
        limits = Limits(left, self._limits.silence, self._limits.keys + self._pause)
        await self._noted([*self.files, file])
        try:
            recorded = await session.caller.record(file, limit=left, silence=limits.silence, keys=limits.keys)
        except CallerHungUp:
            seconds = await left_behind(session.world.recordings / file)
            if seconds > 0:
                self._parts.append((file, seconds))
            raise
        self._parts.append((file, recorded.seconds))
        return limits.said(recorded), recorded.key

    def _left(self, since: int) -> float:
        return self._limits.limit - sum(seconds for _, seconds in self._parts[since:])

    def _fresh(self) -> str:
        """A name that no part of this call has, though it began in the same second."""
        at = self._session.world.clock.now()
        while (file := names.part(self._session.caller.call.id, at)) <= self._last:
            at += timedelta(seconds=1)
        self._last = file
        return file

    async def replay(self) -> None:
        """Let the caller hear it; a key ends that, and counts for the next question."""
        for file in self.files:
            heard = await self._session.caller.replay(file, keys=KEYS)
            if heard.key:
                self._session.ahead = heard.key
                return

    def mark(self) -> int:
        """How many parts there are; for `forget`."""
        return len(self._parts)

    async def forget(self, before: int) -> None:
        """Throw away the parts before this mark."""
        await self._forget(self._parts[:before])
        del self._parts[:before]

    async def discard(self) -> None:
        """As if nothing had been said."""
        await self.forget(len(self._parts))

    async def whole(self, file: str) -> Dictated | None:
        """All parts as one file of this name, without the silence around it; None where nobody spoke."""
        if self.seconds < LEAST:
            return None
        folder = self._session.world.recordings
        seconds = await asyncio.to_thread(
            _joined, [folder / part for part in self.files], folder / file, self.seconds
        )
        return Dictated(file, seconds) if seconds else None

    async def _forget(self, parts: Sequence[tuple[str, float]]) -> None:
        folder = self._session.world.recordings
        await asyncio.to_thread(remove, [folder / file for file, _ in parts])


def remove(files: Sequence[Path]) -> None:
    """Remove those that are there."""
    for file in files:
        file.unlink(missing_ok=True)


def _joined(parts: Sequence[Path], into: Path, seconds: float) -> float:
    """Where there are no files at all, as in a simulated call, the seconds that were counted."""
    from ivr.audio.joined import join  # numpy comes when there is something to join

    if not any(part.exists() for part in parts):
        return seconds
    return join(parts, into)
