"""The whole comparison: every call of a time, in the log and in Asterisk's records."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Literal, get_args

from sqlalchemy import func, select

from ivr.journal.reader import JournalReader
from ivr.journal.tables import calls
from ivr.verify.calls import AsteriskCall, Channels
from ivr.verify.compare import CALLBACK, LOST, TOLERANCE, Difference, Legs, differences
from ivr.verify.files import AsteriskFiles, Progress, RecordsMissing
from ivr.verify.logged import Logged, Phones, all_logged

SETTLED = 5.0
"""Seconds after which both have surely written down what happened."""
_OFTEN = 1_000
_CLOCK = 2.0
"""Seconds within which the times of two clocks that differ lie apart in the same way."""

Stage = Literal["cel", "cdr", "log"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Stages = Callable[[Stage, int, int], None]
"""Told what is read, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until before `until`, in seconds since 1970."""

    since: float
    until: float

    def __contains__(self, at: float) -> bool:
        return self.since <= at < self.until


@dataclass
class Verdict:
    """What was compared: how many calls each side has and `both`, `cdr` None where Asterisk writes none; how
    many of the log's are `recovered`, `running` (or over since a moment only), and from `before` Asterisk's
    first record; how many of Asterisk's records are `damaged`; what differs; and the seconds that Asterisk's
    `clock` is ahead of ours, None as far as one can see."""

    over: Period
    asterisk: int = 0
    cdr: int | None = None
    log: int = 0
    both: int = 0
    recovered: int = 0
    running: int = 0
    before: int = 0
    damaged: int = 0
    clock: float | None = None
    found: list[Difference] = field(default_factory=list)


async def verify(
    reader: JournalReader,
    files: AsteriskFiles,
    phones: Phones,
    over: Period,
    stages: Stages = lambda _stage, _done, _total: None,
    settled: float = SETTLED,
) -> Verdict:
    """Compare the calls that began in that time. Raises `RecordsMissing`, `DatabaseUnusable`, and OSError for
    a file of Asterisk's that cannot be read."""
    asked, first, now = over, files.began(over.since), time.time()
    over = Period(max(over.since, first), over.until)
    theirs = _seen(files, over, partial(stages, "cel"))
    comparison = _Comparison(over, theirs, _legs(files, over.since, partial(stages, "cdr")), now - settled)
    done, total = 0, await _count(reader, asked.since, over.until) if theirs else 0
    async for portion in all_logged(reader, asked.since, over.until + TOLERANCE, phones):
        for ours in portion:
            comparison.take(ours)
        done += len(portion)
        stages("log", min(done, total), total)
    return comparison.verdict(files.damaged)


async def _count(reader: JournalReader, since: float, until: float) -> int:
    query = select(func.count()).select_from(calls).where(calls.c.began >= since, calls.c.began < until)
    return int((await reader.rows(query))[0][0])


def _legs(files: AsteriskFiles, since: float, progress: Progress) -> Legs:
    try:
        legs = Legs(files.cdr_began(since))
    except RecordsMissing:
        return Legs()
    for leg in files.cdr(since, progress):
        legs.add(leg)
    return legs


def _seen(files: AsteriskFiles, over: Period, progress: Progress) -> dict[str, AsteriskCall]:
    channels = Channels()
    for number, event in enumerate(files.cel(over.since - TOLERANCE, progress)):
        channels.see(event)
        if event.at > over.until and number % _OFTEN == 0 and not channels.any_open(over.until):
            break
    return {call.id: call for call in channels.calls()}


class _Comparison:
    def __init__(self, over: Period, theirs: dict[str, AsteriskCall], legs: Legs, settled: float) -> None:
        self._theirs = theirs
        self._legs = legs
        self._settled = settled
        self._verdict = Verdict(over, cdr=0 if legs.since < math.inf else None)
        self._apart: list[float] = []
        """How many seconds later than in the log each call ended by Asterisk's clock."""

    def take(self, ours: Logged) -> None:
        record, over = ours.record, self._verdict.over
        call = self._theirs.pop(record.id, None)
        if record.began not in over and (call is None or call.entered not in over):
            self._verdict.before += record.began < over.since - TOLERANCE
            return
        if call is None and record.id.startswith(CALLBACK) and record.answered is None:
            return  # looked for an agent in vain, and nobody was dialled or answered
        self._verdict.log += 1
        self._verdict.recovered += record.recovered
        if call is not None:
            self._count(call)
            self._verdict.both += 1
        if self._goes_on(ours, call):
            self._verdict.running += 1
        elif call is None:
            self._verdict.found.append(
                Difference(record.id, record.began, "not_in_asterisk", record.dialled_number, None)
            )
        else:
            if call.ended is not None and record.ended is not None and record.cause != LOST:
                self._apart.append(call.ended - record.ended)
            self._verdict.found += differences(ours, call, self._legs.of(call))

    def verdict(self, damaged: int) -> Verdict:
        for call in self._theirs.values():
            if call.entered in self._verdict.over:
                self._alone(call)
        self._verdict.damaged = damaged
        self._verdict.clock = self._clock()
        self._verdict.found.sort(key=lambda each: (each.at, each.call))
        return self._verdict

    def _clock(self) -> float | None:
        if not self._apart or max(self._apart) - min(self._apart) > _CLOCK:
            return None
        ahead = median(self._apart)
        return ahead if abs(ahead) > _CLOCK else None

    def _alone(self, call: AsteriskCall) -> None:
        self._count(call)
        if call.ended is None or call.ended > self._settled:
            self._verdict.running += 1  # the engine is told of it once it is over
        else:
            self._verdict.found.append(Difference(call.id, call.entered, "not_in_log", None, call.dialled))

    def _count(self, call: AsteriskCall) -> None:
        self._verdict.asterisk += 1
        if self._verdict.cdr is not None:
            self._verdict.cdr += call.id in self._legs.legs

    def _goes_on(self, ours: Logged, call: AsteriskCall | None) -> bool:
        ended = ours.record.ended
        if call is None:
            return ours.record.began > self._settled
        if ended is None:
            return call.ended is None or call.ended > self._settled
        return ended > self._settled
