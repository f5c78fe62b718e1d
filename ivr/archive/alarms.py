"""What is wrong with a disk, found by using it: full, nearly full, read-only, slow."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.files.durable import UNFINISHED
from recordings.faults import reason

LOW = 500_000_000
"""Bytes: some eight hours of stereo."""
SLOW = 2.0
"""Seconds that a few bytes may take to the disk."""
STATE = "state_disk"
"""Begins the alarms of the disk of the state folder, before what is wrong with it."""
_PROBE = f"{UNFINISHED}probe"


@dataclass(frozen=True, slots=True)
class Alarm:
    """`what`: as in `ivr.events.AlarmRaised`. `detail` '' when it is over."""

    what: str
    detail: str = ""


def disk_alarms(folder: Path, monotonic: Callable[[], float] = time.monotonic) -> list[Alarm]:
    """What is wrong with the disk now."""
    began = monotonic()
    try:
        room = _used(folder)
    except OSError as fault:
        return [Alarm(reason(fault), str(fault))]
    took = monotonic() - began
    found = [Alarm("disk_low", f"{folder}: {room / 1e6:.0f} MB")] if room < LOW else []
    return found + ([Alarm("slow", f"{folder}: {took:.1f} s")] if took > SLOW else [])


def state_alarms(folder: Path, of_recordings: list[Alarm]) -> list[Alarm]:
    """What is wrong with the disk of the state folder, where events wait and Asterisk writes its records, and
    not with that of the recordings as well: often the two are one."""
    told = {alarm.what for alarm in of_recordings}
    found = [alarm for alarm in disk_alarms(folder) if alarm.what not in told]
    return [Alarm(f"{STATE} {alarm.what}", alarm.detail) for alarm in found]


def _used(folder: Path) -> int:
    """Write a few bytes to the disk; the bytes that are free. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / _PROBE
    probe.unlink(missing_ok=True)
    try:
        number = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(b"\0" * 65536)
            file.flush()
            os.fsync(number)
    finally:
        probe.unlink(missing_ok=True)
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


@dataclass(slots=True)
class Watch:
    """Tells each alarm once when it begins, and once when it is over."""

    raised: Mapping[str, Alarm] = field(default_factory=dict)

    def now(self, alarms: list[Alarm]) -> Iterator[Alarm]:
        """The changes, when these are the alarms there are."""
        present = {alarm.what: alarm for alarm in alarms}
        yield from (alarm for what, alarm in present.items() if what not in self.raised)
        yield from (Alarm(what) for what in self.raised if what not in present)
        self.raised = present
