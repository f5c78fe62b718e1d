"""A conversation's recording: MixMonitor writes stereo samples behind a WAV header of ours, so that a
finished recording needs no copying, however long the talk was.

MixMonitor's option D writes the two sides as interleaved 16-bit samples and knows no header
(`app_mixmonitor.c`); with option `a` it goes on at the end of the file it finds (`ast_writefile` in
main/file.c). The header is RIFF WAVE, PCM: http://soundfile.sapp.org/doc/WaveFormat/.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import signal
import struct
from pathlib import Path

from ivr.asterisk.disk import Disk

RATE = 8000  # samples per second
_CHANNELS = 2
_FRAME = 2 * _CHANNELS  # bytes
_NAME = re.compile(r"(?:[0-9A-Za-z][0-9A-Za-z._-]*/)*[0-9A-Za-z][0-9A-Za-z._-]*\.wav")

# Asterisk closes the file within milliseconds after the channel is gone.
_CLOSED_WITHIN = 3.0

PATIENCE = 0.5
"""Seconds that a caller waits for the disk before a talk, and once only: while it hangs nobody is kept."""
_AT_THE_END = 5.0


def recording_path(folder: Path, file: str) -> Path:
    """Where a recording goes. Raises ValueError for a name that is not a plain relative one ending in
    .wav."""
    if not _NAME.fullmatch(file) or ".." in file:
        raise ValueError(
            f"{file!r} is not the name of a recording: letters, digits, . _ - and /, ending in .wav"
        )
    return folder / file


class StereoFile:
    """A recording while it is made: `raw` is what MixMonitor writes to, `path` what it becomes."""

    def __init__(self, folder: Path, file: str, disk: Disk | None = None) -> None:
        self.path = recording_path(folder, file)
        self.raw = self.path.with_suffix(".raw")
        self._disk = disk or Disk()

    async def prepare(self) -> None:
        """Write the header. Raises OSError; TimeoutError when that takes longer than a caller can wait."""
        await self._disk.do(self._prepare, PATIENCE)

    def _prepare(self) -> None:
        self.raw.parent.mkdir(parents=True, exist_ok=True)
        self.raw.write_bytes(_header(0))

    async def finish(self) -> float:
        """Wait until Asterisk has closed it and put it in its place; its seconds. A recording without a
        sound is removed and has 0.0. Raises OSError."""
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + _CLOSED_WITHIN, 0.002
        while not await self._disk.do(lambda: _is_closed(self.raw), _AT_THE_END) and loop.time() < end:
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.1)
        return await self._disk.do(self._finish, _AT_THE_END)

    def _finish(self) -> float:
        size = self.raw.stat().st_size - len(_header(0))
        if size < _FRAME:
            self.raw.unlink()
            return 0.0
        with self.raw.open("r+b") as file:
            file.write(_header(size))
        self.raw.rename(self.path)
        return size / (_FRAME * RATE)


def _header(size: int) -> bytes:
    """A WAV header for `size` bytes of sound."""
    size = min(size, 0xFFFFFFFF - 36)
    sound = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, _CHANNELS, RATE, RATE * _FRAME, _FRAME, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + sound + struct.pack("<4sI", b"data", size)


def _is_closed(path: Path) -> bool:
    """True when nobody has the file open for writing. Linux gives a read lease only then (fcntl(2),
    F_SETLEASE); where there are no leases it is taken for closed."""
    file = os.open(path, os.O_RDONLY)
    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # the default SIGIO would end the process
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return False
    except (OSError, AttributeError):
        return True
    finally:
        os.close(file)
    return True
