"""The process that looks after the recordings beside the engine, at the lowest priority:

    python -m ivr.archive.worker < plan

The plan is one line of JSON (`Plan`). It goes on until the end of its input, which is the end of the engine.
Its log lines go to standard error. On standard output there is a line of JSON after each round: the alarms
that began or are over (`ivr.archive.alarms.Alarm`), mostly none; so it is known to be at work.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event

import orjson
import structlog

from ivr.archive.alarms import Alarm, Watch, disk_alarms, state_alarms
from ivr.archive.beside import end_with_the_engine, plan_line, tell
from ivr.archive.erasure import Eraser
from ivr.archive.index import Index
from ivr.archive.intake import AT_ONCE, Intake, make_smaller
from ivr.archive.retention import RETENTION, Retention, due, ids, remove
from ivr.files.log import log_to_standard_error
from ivr.journal.database import DatabaseUnusable, absolute_url
from ivr.journal.spool import FOLDER
from ivr.settings import Settings
from ivr.settings.archive import DAY
from recordings.place import Form

_log = structlog.get_logger("recordings")

MODULE, STOPPED = "ivr.archive.worker", "stopped"
"""What runs it, and the alarm that tells that it does not run."""
PAUSE = 5.0
"""Seconds between two rounds."""
PROBE_EVERY = 30.0
"""Seconds between two looks at the disk, which write to it."""
ERASE_EVERY = 300.0
"""Seconds between two looks for what came into the log of callers who are to be erased."""
_LOWEST = 19


@dataclass(frozen=True, slots=True)
class Plan:
    """What the process is told: the database, the folders of recordings, of the engine's spool and of its
    state ('' for one that is not looked at), and the settings. None: for ever."""

    url: str
    folder: str
    format: Form
    after: float
    keep: Mapping[str, float | None] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    country: str = "CN"
    spool: str = FOLDER
    state: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Plan:
        """What these settings say."""
        engine = settings.engine
        keep = Retention.of(engine.archive)
        return cls(
            absolute_url(engine.database, settings.root),
            str(settings.path(engine.recordings).absolute()),
            engine.archive.format,
            engine.archive.after,
            {**keep.keep},
            {**keep.lines},
            engine.country,
            str((settings.path(engine.state) / FOLDER).absolute()),
            str(settings.path(engine.state).absolute()),
        )

    def retention(self) -> Retention:
        """How long recordings are kept."""
        return Retention(_finite(self.keep), {line: _finite(keep) for line, keep in self.lines.items()})

    def written(self) -> bytes:
        return orjson.dumps(asdict(self)) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Plan:
        return cls(**orjson.loads(line))


def _finite(keep: Mapping[str, float | None]) -> dict[str, float]:
    """JSON has no infinity: it comes back as None."""
    return {kind: math.inf if lasts is None else lasts for kind, lasts in keep.items()}


class Rounds:
    """What is done again and again. `stop` is asked before each recording."""

    def __init__(self, plan: Plan, index: Index, stop: Callable[[], bool] = lambda: False) -> None:
        self._plan, self._index, self._stop = plan, index, stop
        self._folder = Path(plan.folder)
        self._intake = Intake(index, self._folder)
        self._pruned, self._erased = -math.inf, -math.inf
        self._watch = Watch()
        self._probed, self._said = -math.inf, ""
        self._of_disk: list[Alarm] = []
        self._of_database: list[Alarm] = []

    def alarms(self, now: float) -> list[Alarm]:
        """What began and what is over since it was last asked."""
        if _is_time(now, self._probed, PROBE_EVERY):
            self._probed, self._of_disk = now, self._disks()
        return list(self._watch.now([*self._of_disk, *self._of_database]))

    def _disks(self) -> list[Alarm]:
        found = disk_alarms(self._folder)
        return found + (state_alarms(Path(self._plan.state), found) if self._plan.state else [])

    def go_round(self, now: float) -> bool:
        """Everything once; True when there is more to do at once."""
        self._of_database = []
        try:
            taken = self._intake.take_in(now - self._plan.after, self._stop)
            smaller = 0
            if self._plan.format != "wav":
                smaller = make_smaller(self._index, self._folder, self._plan.format, now, self._stop)
            if _is_time(now, self._pruned, DAY):
                self._prune(now)
            if _is_time(now, self._erased, ERASE_EVERY):
                self._erase(now)
        except (DatabaseUnusable, OSError) as fault:
            if isinstance(fault, DatabaseUnusable):
                self._of_database = [Alarm("database", str(fault))]
            if str(fault) != self._said:
                _log.error("recordings.not_looked_after", error=str(fault))
            self._said = str(fault)
            return False
        self._said = ""
        if taken or smaller:
            _log.info("recordings.taken_in", taken_in=taken, compressed=smaller)
        return smaller >= AT_ONCE

    def _prune(self, now: float) -> None:
        """Remove what has been kept long enough, once a day."""
        entries = due(self._index, self._plan.retention(), now)
        remove(self._index, self._folder, entries, now, RETENTION)
        self._pruned = now
        if entries:
            self._index.trace(now, "engine", "recordings_pruned", ids(entries))
            size = sum(entry.bytes for entry in entries)
            _log.info("recordings.pruned", recordings=len(entries), bytes=size)

    def _erase(self, now: float) -> None:
        """What could not go yet when callers were erased."""
        spool = Path(self._plan.spool)
        with closing(Eraser(self._plan.url, self._index, self._folder, spool, self._plan.country)) as eraser:
            callers = eraser.go_on(now)
        self._erased = now
        if callers:
            _log.info("recordings.erased_later", callers=callers)


def _is_time(now: float, last: float, every: float) -> bool:
    """Whether so much time has passed; a clock that was set back makes nobody wait for it."""
    return not last <= now < last + every


def main() -> None:
    """Run until the end of the input."""
    log_to_standard_error()
    os.nice(_LOWEST)
    if not (line := plan_line()):
        return
    plan, over = Plan.read(line), Event()
    end_with_the_engine(over.set)
    with Index(plan.url) as index:
        rounds = Rounds(plan, index, over.is_set)
        more = True
        while not over.wait(0 if more else PAUSE):
            more = rounds.go_round(time.time())
            tell(rounds.alarms(time.time()))


if __name__ == "__main__":
    main()
