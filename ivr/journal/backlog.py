"""What was appended and is not in the database yet, and who takes it from there."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from queue import SimpleQueue
from threading import Event as Flag
from threading import Lock
from typing import Literal

from ivr.events import Event
from ivr.journal.batch import encoded
from ivr.journal.spool import Entry

MOST_IN_ONE_COMMIT = 2_000


@dataclass(frozen=True, slots=True)
class Marker:
    """Travels in line with the events; done once everything before it is there."""

    where: Literal["disk", "database", "end"]
    done: Future[None] = field(default_factory=Future)


class _Reached:
    """Up to which number events have got somewhere, and who waits for that."""

    def __init__(self) -> None:
        self.number = 0
        self._expecting: list[tuple[int, Future[None]]] = []

    def expect(self, number: int, done: Future[None]) -> None:
        self._expecting.append((number, done))
        self.advance(self.number)

    def advance(self, number: int) -> None:
        self.number = number
        late = [(wanted, done) for wanted, done in self._expecting if wanted > number]
        for wanted, done in self._expecting:
            if wanted <= number and done.set_running_or_notify_cancel():
                done.set_result(None)
        self._expecting = late


class Backlog:
    """`direct`: the thread of the database takes events from the line; else that of the spool does.

    `lock` guards that; only `append` needs none, and the first event of a batch is waited for without it.
    """

    def __init__(self, capacity: int) -> None:
        self.lock = Lock()
        self.direct = True
        self.since: float | None = None
        """When, on the monotonic clock, the commit began that is going on."""
        self.number = 0
        """Of the last event that was taken from the line; they count from 1."""
        self.kept: deque[Entry] = deque()
        """Taken from the line and not on disk."""
        self.ending = False
        self.closing = Flag()
        self._capacity = capacity
        self._line: SimpleQueue[Event | Marker] = SimpleQueue()
        self._on_disk, self._written = _Reached(), _Reached()

    @property
    def written(self) -> int:
        """The number of the last event in the database."""
        return self._written.number

    @property
    def waiting(self) -> int:
        """How many events are not in the database."""
        return self._line.qsize() + self.number - self._written.number

    @property
    def in_memory(self) -> int:
        """How many events are not on disk."""
        return self._line.qsize() + len(self.kept)

    def append(self, event: Event) -> bool:
        """Take the event, if there is room. Never blocks."""
        if self.in_memory >= self._capacity:
            return False
        self._line.put(event)
        return True

    def mark(self, marker: Marker) -> None:
        self._line.put(marker)

    def wait(self) -> None:
        """Until there is an event or a marker, which is taken."""
        item = self._line.get()
        with self.lock:
            self._take(item)

    def collect(self) -> None:
        """Take what is in the line. Hold the lock."""
        for _ in range(self._line.qsize()):
            self._take(self._line.get())

    def batch(self) -> list[Entry]:
        """The first events that are kept, as many as one commit takes."""
        return list(islice(self.kept, MOST_IN_ONE_COMMIT))

    def is_on_disk(self, number: int) -> None:
        """Everything up to this number is in the spool or in the database. Hold the lock."""
        while self.kept and self.kept[0].number <= number:
            self.kept.popleft()
        self._on_disk.advance(max(number, self._on_disk.number))

    def is_written(self, number: int) -> None:
        """Everything up to this number is in the database. Hold the lock."""
        self.is_on_disk(number)
        self._written.advance(number)

    def is_late(self, patience: float) -> bool:
        """Whether a commit has been going on for so many seconds. Hold the lock."""
        return self.since is not None and time.monotonic() - self.since >= patience

    def _take(self, item: Event | Marker) -> None:
        if not isinstance(item, Marker):
            if row := encoded(item):
                self.number += 1
                self.kept.append(Entry(self.number, row, item))
        elif item.where == "disk":
            self._on_disk.expect(self.number, item.done)
        else:
            self._written.expect(self.number, item.done)
            self.ending = self.ending or item.where == "end"
