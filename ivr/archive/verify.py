"""Whether a recording is what was stored."""

from __future__ import annotations

from pathlib import Path

from ivr.archive.entry import CHANGED, MISSING, OUTSIDE, UNREADABLE, Entry
from ivr.archive.index import Index
from recordings import place
from recordings.sound import checksum


def stored(folder: Path, entry: Entry) -> Path:
    """The file that the index says it is in. Raises `Outside`."""
    return place.inside(folder, entry.file).with_suffix(f".{entry.format}")


def verified(index: Index, folder: Path, entry: Entry) -> str:
    """What is wrong with it, '' for nothing. Raises OSError when the disk fails, and `DatabaseUnusable`."""
    fault = _fault(folder, entry)
    now = index.get(entry.id) if fault else None
    if now and now[0] != entry:  # it was compressed or erased this moment
        return "" if now[0].erased else _fault(folder, now[0])
    return fault


def _fault(folder: Path, entry: Entry) -> str:
    try:
        digest, _ = checksum(stored(folder, entry))
    except place.Outside:
        return OUTSIDE
    except FileNotFoundError:
        return MISSING
    if digest != entry.sha256:
        return CHANGED
    return UNREADABLE if entry.problem == UNREADABLE else ""
