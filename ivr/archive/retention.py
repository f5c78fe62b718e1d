"""How long recordings are kept, which of them have been kept long enough, and their removal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ivr.archive.entry import Entry
from ivr.archive.index import Index, Wanted
from ivr.settings.archive import Archive, Kind
from recordings import place

_log = structlog.get_logger(__name__)

RETENTION, REQUEST = "retention", "request"
"""Why a recording was erased."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Seconds that recordings are kept after their end, by kind, and by line and kind where a line has its
    own; for ever where nothing is said."""

    keep: Mapping[str, float] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive) -> Retention:
        """What these settings say."""
        return cls(_plain(archive.keep), {line: _plain(keep) for line, keep in archive.lines.items()})

    def lasts(self, line: str, kind: str) -> float:
        """Seconds; infinite for ever."""
        return self.lines.get(line, {}).get(kind, self.keep.get(kind, math.inf))

    def shortest(self) -> float:
        """The least that anything is kept; infinite where all is."""
        everything = [self.keep, *self.lines.values()]
        return min((lasts for kinds in everything for lasts in kinds.values()), default=math.inf)

    def over(self, entries: Iterable[Entry], now: float) -> list[Entry]:
        """Those that are to go. What is held stays."""
        return [
            entry
            for entry in entries
            if entry.held is None
            and entry.erased is None
            and entry.began + entry.seconds + self.lasts(entry.line, entry.kind) <= now
        ]


def _plain(keep: Mapping[Kind, float]) -> dict[str, float]:
    return {str(kind): lasts for kind, lasts in keep.items()}


def due(index: Index, retention: Retention, now: float) -> list[Entry]:
    """The recordings that have been kept long enough, the oldest first. Raises `DatabaseUnusable`."""
    shortest = retention.shortest()
    if math.isinf(shortest):
        return []
    return retention.over(index.find(Wanted(until=now - shortest, left=True)), now)[::-1]


def remove(index: Index, folder: Path, entries: Sequence[Entry], now: float, why: str) -> None:
    """Remove the files, and say so in the index, which keeps all but the sound. Raises OSError when the disk
    fails, and `DatabaseUnusable`; what was removed by then is as good as removed."""
    for entry in entries:
        _unlink(folder, entry)
        index.change([entry.id], erased=now, why=why, peaks=None, sha256="", bytes=0)
        _unlink(folder, entry)  # what was being compressed from it this moment


def ids(entries: Sequence[Entry]) -> str:
    """Their numbers, for the trail."""
    return " ".join(str(entry.id) for entry in entries)


def _unlink(folder: Path, entry: Entry) -> None:
    try:
        forms = place.forms_of(folder, entry.file)
    except place.Outside as fault:  # no file of ours: whatever it leads to stays
        _log.warning("recordings.not_removed", file=entry.file, error=str(fault))
        return
    for path in forms:
        path.unlink(missing_ok=True)
