"""The recording of one talk. Whatever the disk does, the talk goes on; what is lost is in its journey."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import structlog

from ivr.asterisk.dialogue import CommandRefused, Dialogue
from ivr.asterisk.disk import Disk
from ivr.asterisk.stereo import PATIENCE, StereoFile
from recordings.faults import reason

_SLACK = 2.0
_FULL = 1_000_000  # bytes; with less room than this, what is missing at the end did not fit

_log = structlog.get_logger("talk")
_DISK = Disk()


class Lost(Protocol):
    """Told of a recording that was not made, or not whole, and why."""

    def __call__(self, file: str, reason: str) -> None: ...


class Taping:
    """One talk's recording, if it has one."""

    def __init__(self, dialogue: Dialogue, folder: Path, lost: Lost, disk: Disk = _DISK) -> None:
        self._dialogue, self._folder, self._lost, self._disk = dialogue, folder, lost, disk
        self._file = ""
        self._tape: StereoFile | None = None

    @property
    def is_on(self) -> bool:
        """Whether there is a recording."""
        return self._tape is not None

    async def begin(self, file: str) -> None:
        """Record into this file from the answer on; '' for no recording."""
        if not file:
            return
        tape = StereoFile(self._folder, file, self._disk)
        try:
            await tape.prepare()
            await self._dialogue.send("EXEC", "MixMonitor", f"{tape.raw},abD")
        except (OSError, CommandRefused) as fault:
            self._tell(file, fault)
        else:
            self._file, self._tape = file, tape

    async def stop(self, talked: float) -> float:
        """The talk of so many seconds is over, and the caller on the line; the seconds recorded."""
        if self._tape is None:
            return 0.0
        try:
            await self._dialogue.send("EXEC", "StopMixMonitor")
        finally:
            seconds = await self.end(talked)
        return seconds

    async def end(self, talked: float) -> float:
        """The talk of so many seconds is over, and the caller gone; the seconds recorded."""
        tape, self._tape = self._tape, None
        if tape is None:
            return 0.0
        try:
            seconds = await tape.finish()
            if talked - seconds > _SLACK and await self._disk.do(self._is_full, PATIENCE):
                self._lost(self._file, "disk_full")
        except OSError as fault:
            self._tell(self._file, fault)
            return 0.0
        return seconds

    def _is_full(self) -> bool:
        room = os.statvfs(self._folder)
        return room.f_bavail * room.f_frsize < _FULL

    def _tell(self, file: str, fault: OSError | CommandRefused) -> None:
        _log.error("recording_failed", file=file, error=str(fault))
        self._lost(file, "refused" if isinstance(fault, CommandRefused) else reason(fault))
