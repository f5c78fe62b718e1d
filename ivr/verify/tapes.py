"""Recordings of which a killed engine could not tell: their sound is on the disk, and no log names them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from ivr.asterisk.stereo import StereoFile
from ivr.events import RecordingStored
from recordings import names
from recordings.length import length

TALK = "conversation"
"""The kind that is in stereo; it is written to a `.raw` file, which becomes the recording at the end."""
OF_CASES = frozenset({"suggestion", "part"})
"""Kinds that `ivr.hotline.recovery` sees to: there is a draft of whatever was being said."""

_log = structlog.get_logger("recovery")


@dataclass(frozen=True, slots=True)
class _Tape:
    """`file` as the log has it; `at` is when the last of it was written."""

    call: str
    kind: str
    file: str
    at: float

    def stored(self, seconds: float) -> RecordingStored:
        return RecordingStored(
            call=self.call,
            at=self.at,
            kind=self.kind,
            file=self.file,
            seconds=seconds,
            channels=2 if self.kind == TALK else 1,
            recovered=True,
        )


@dataclass(frozen=True, slots=True)
class Tapes:
    """The folder of the recordings."""

    folder: Path

    async def left(self, calls: Mapping[str, Collection[str]], since: float) -> list[RecordingStored]:
        """The recordings of these calls, which are over and began after that time, but for those that the
        log names already: a collection for each call. Those of talks get their header and their name."""
        found = []
        for tape in await asyncio.to_thread(lambda: list(self._unnamed(calls, since))):
            try:
                seconds = await self._seconds(tape)
            except OSError as fault:
                _log.error("recording_not_recovered", file=tape.file, error=str(fault))
                continue
            if seconds:
                found.append(tape.stored(seconds))
        return found

    def _unnamed(self, calls: Mapping[str, Collection[str]], since: float) -> Iterator[_Tape]:
        by_name = {names.of_call(call): call for call in calls}
        day, last = datetime.fromtimestamp(since, UTC).date(), datetime.now(UTC).date()
        while by_name and day <= last:
            for path in sorted((self.folder / f"{day:%Y/%m/%d}").glob("*")):
                whose, kind = names.parts(path.stem) or ("", "")
                call, file = by_name.get(whose), f"{day:%Y/%m/%d}/{path.stem}.wav"
                if not call or kind in OF_CASES or file in calls[call]:
                    continue
                if path.suffix in (".raw", ".wav") and _is_plain(path):
                    yield _Tape(call, kind, file, path.stat().st_mtime)
            day += timedelta(days=1)

    async def _seconds(self, tape: _Tape) -> float:
        path = self.folder / tape.file
        if await asyncio.to_thread(path.with_suffix(".raw").exists):
            return await StereoFile(self.folder, tape.file).finish()
        found = await asyncio.to_thread(length, path)
        return found.seconds if found else 0.0


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
