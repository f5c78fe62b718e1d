"""Recordings into the index, and smaller on disk, after their calls have ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from ivr.archive.entry import MISSING, OUTSIDE, UNREADABLE, Entry, entries
from ivr.archive.index import Index, Unlisted
from recordings import place
from recordings.compress import Smaller, compress
from recordings.sound import Unreadable, checksum, look

_log = structlog.get_logger(__name__)

AT_ONCE = 20
HEARD = 3600.0
"""Seconds after which nobody goes on listening by phone to a message that was heard."""


@dataclass(slots=True)
class Intake:
    """Fills the index from the log; `after` is the number up to which all is done."""

    index: Index
    folder: Path
    after: int = 0

    def take_in(self, settled: float, stop: Callable[[], bool] = lambda: False) -> int:
        """Take in the recordings of calls that ended before `settled` (seconds since 1970); how many."""
        taken = 0
        while portion := self.index.unlisted(self.after):
            ready = [each for each in portion if each.ended is not None and each.ended <= settled]
            for each in ready:
                if stop():
                    return taken
                self._take(each)
            taken += len(ready)
            if len(ready) < len(portion):
                self.after = min(each.id for each in portion if each not in ready) - 1
                break
            self.after = portion[-1].id
        return taken

    def _take(self, unlisted: Unlisted) -> None:
        journey = self.index.journey(unlisted.call)
        entry = next((each for each in entries(journey) if each.id == unlisted.id), None)
        if entry is None:  # an event that this version cannot read
            _log.error("recordings.event_unreadable", event=unlisted.id, call=unlisted.call)
            return
        self.index.add(*examined(self.folder, entry))


def examined(folder: Path, entry: Entry) -> tuple[Entry, bytes | None]:
    """The entry with what its file says, and the peaks. Raises OSError when the disk fails."""
    try:
        path = place.found(folder, entry.file)
        if path is None:
            return replace(entry, problem=MISSING), None
        digest, size = checksum(path)
        entry = replace(entry, format=path.suffix[1:], sha256=digest, bytes=size)
        sound = look(path)
    except place.Outside:
        return replace(entry, problem=OUTSIDE), None
    except Unreadable:
        return replace(entry, problem=UNREADABLE), None
    return replace(entry, seconds=sound.seconds, channels=sound.channels), sound.peaks


def make_smaller(
    index: Index, folder: Path, form: Smaller, now: float, stop: Callable[[], bool] = lambda: False
) -> int:
    """Compress at most `AT_ONCE` recordings; how many were. Raises OSError when the disk fails.

    The index names the new file before the WAV file goes, so that whoever reads by name finds one of them
    whole at any time.
    """
    done = 0
    for entry in index.in_wav(AT_ONCE, now - HEARD):
        if stop():
            break
        done += _make_one_smaller(index, folder, form, entry)
    return done


def _make_one_smaller(index: Index, folder: Path, form: Smaller, entry: Entry) -> bool:
    path = place.inside(folder, entry.file)
    try:
        smaller = compress(path, form)
    except (FileNotFoundError, Unreadable) as fault:
        missing = isinstance(fault, FileNotFoundError)
        index.change([entry.id], problem=MISSING if missing else UNREADABLE)
        _log.error("recordings.not_compressed", file=entry.file, error=str(fault))
        return False
    digest, size = checksum(smaller)
    if not index.changed(entry, format=form, sha256=digest, bytes=size):
        smaller.unlink(missing_ok=True)
        return False
    path.unlink(missing_ok=True)
    return True
