"""Events on disk that the database has not taken yet: one file, one line for each event.

A line is the CRC-32 of the rest in hexadecimal digits, a space, and the JSON list of number, call, kind, time
and data. Numbers grow by one from event to event. The name of the file, without its ending, is its id; the
database knows under this id up to which number it has the events (`ivr.journal.tables.positions`).
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import structlog

from ivr.events import Event
from ivr.files import durable
from ivr.journal.codec import Row, decode
from ivr.journal.json import to_json

_log = structlog.get_logger(__name__)

FOLDER = "spool"
ENDING = ".spool"
PORTION_BYTES = 64 * 1024
_REMEDY = "the lines are kept as they were read, and none of them is in the call log"


class Damaged(ValueError):
    """A line of a spool that is not what was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its place: its number counts the events of one writer, from 1."""

    number: int
    row: Row
    event: Event


def line_of(entry: Entry) -> bytes:
    """The line of an event; neither broken Unicode nor a time that is no number spoils it."""
    call, kind, at, data = entry.row
    text = to_json([entry.number, call, kind, repr(at), data]).encode()
    return b"%08x %s\n" % (crc32(text), text)


def entry_of(line: bytes) -> Entry:
    """The event of a line without its end. Raises `Damaged`."""
    text = line[9:]
    if line[:9] != b"%08x " % crc32(text):
        raise Damaged
    number, call, kind, at, data = json.loads(text)
    row = Row(call, kind, float(at), data)
    return Entry(number, row, decode({**row._asdict(), "data": json.loads(data)}))


def spools(folder: Path) -> list[Path]:
    """The spools that are there, oldest first; none where there is no folder, or none that we may see."""
    return sorted(folder.glob(f"*{ENDING}"))


class Spool:
    """A new file in the folder, which is made where it is missing; for one thread. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        self.file = durable.private_folder(folder) / f"{name}{ENDING}"
        durable.create(self.file, b"")
        self.end = 0
        self._open = os.open(self.file, os.O_WRONLY | os.O_CLOEXEC)

    @property
    def id(self) -> str:
        """Under what name the database knows it."""
        return self.file.stem

    def append(self, entries: Sequence[Entry]) -> None:
        """Have these on disk when this returns. Raises OSError; then none of them is in the file."""
        data = b"".join(map(line_of, entries))
        try:
            written = 0
            while written < len(data):
                written += os.pwrite(self._open, data[written:], self.end + written)
            os.fdatasync(self._open)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._open, self.end)
            raise
        self.end += len(data)

    def clear(self) -> None:
        """Forget all: the database has it. What a crash leaves of it is known by its numbers."""
        self.end = 0
        with suppress(OSError):
            os.ftruncate(self._open, 0)

    def close(self) -> None:
        """Write no more; the file stays for the next start."""
        number, self._open = self._open, -1
        os.close(number)


class Reading:
    """Reads a spool from its beginning, in portions. What is damaged is put aside. Raises OSError."""

    def __init__(self, file: Path) -> None:
        self.offset = 0
        self._path = file
        self._file = file.open("rb")

    def portion(self, end: int | None = None) -> list[Entry]:
        """What comes next, up to the byte `end` or that of the file; none when that is reached."""
        found: list[Entry] = []
        while not found and (lines := self._lines(end)):
            for line in lines:
                self._take(line, found)
        return found

    def close(self) -> None:
        self._file.close()

    def _take(self, line: bytes, found: list[Entry]) -> None:
        try:
            found.append(entry_of(line))
        except ValueError:
            self._put_aside(line)

    def _lines(self, end: int | None) -> list[bytes]:
        last = os.fstat(self._file.fileno()).st_size if end is None else end
        self._file.seek(self.offset)
        data = self._file.read(max(0, min(PORTION_BYTES, last - self.offset)))
        if b"\n" not in data and self.offset + len(data) < last:
            data += self._file.readline()
        whole, newline, rest = data.rpartition(b"\n")
        if newline:
            self.offset += len(whole) + 1
            return whole.split(b"\n")
        if rest:
            _log.warning("journal.spool_ends_torn", file=str(self._path), bytes=len(rest))
            self.offset += len(rest)
        return []

    def _put_aside(self, line: bytes) -> None:
        """Keep it in a file beside; a second reading of the same spool does not double it."""
        beside = self._path.with_suffix(".damaged")
        with suppress(OSError):
            known = beside.read_bytes().split(b"\n") if beside.exists() else []
            if line not in known:
                with beside.open("ab") as file:
                    file.write(line + b"\n")
        _log.error("journal.spool_damaged", line=repr(line[:200]), kept_in=str(beside), remedy=_REMEDY)
