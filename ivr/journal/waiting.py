"""What waits in the spool, for who reads the call log: it is missing there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ivr.events import CallBegan, kind
from ivr.journal.spool import Entry, entry_of, spools

_TAIL = 64 * 1024
_BEGAN = f'"{kind(CallBegan)}"'.encode()


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many events of an engine, the first of them from `since`, in seconds since 1970."""

    events: int
    since: float


def waiting(folder: Path, written: Mapping[str, int]) -> list[Waiting]:
    """What the spools in this folder have beyond the number that the database has `written` of each one."""
    return waiting_in(spools(folder), written)


def waiting_in(files: Iterable[Path], written: Mapping[str, int]) -> list[Waiting]:
    """What these spools have beyond it.

    Reads only the ends of the files, so that it is quick beside a running engine.
    """
    found = []
    for spool in files:
        with suppress(OSError):  # an engine may be done with it just now
            first, last = _ends(spool)
            if first and last and last.number > (known := written.get(spool.stem, 0)):
                events = last.number - max(first.number - 1, known)
                found.append(Waiting(events, first.row.at))
    return found


def calls_waiting(folder: Path, written: Mapping[str, int]) -> Iterator[CallBegan]:
    """The beginnings of calls among what waits, as `waiting` counts it."""
    for spool in spools(folder):
        with suppress(OSError), spool.open("rb") as file:
            for line in file:
                entry = _entry(line) if _BEGAN in line else None
                if entry and entry.number > written.get(spool.stem, 0) and isinstance(entry.event, CallBegan):
                    yield entry.event


def _ends(spool: Path) -> tuple[Entry | None, Entry | None]:
    with spool.open("rb") as file:
        first = _entry(file.readline())
        file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL))
        whole = file.read().split(b"\n")[:-1]
    return first, next((entry for line in reversed(whole) if (entry := _entry(line))), None)


def _entry(line: bytes) -> Entry | None:
    try:
        return entry_of(line.rstrip(b"\n"))
    except ValueError:
        return None
