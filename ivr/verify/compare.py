"""The comparison of a call in the log with what Asterisk says of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.verify.calls import AsteriskCall
from ivr.verify.logged import Logged, Talked
from ivr.verify.records import Cdr

TOLERANCE = 1.0
"""Seconds that the two may lie apart: the engine notes a time when it is told, Asterisk when it happens."""
LOST = "asterisk_ended"
"""The cause of calls that Asterisk took with it: it wrote no end."""
CALLBACK = "callback-"
"""How the ids of calls begin that the engine places: in the log they begin before there is a channel."""

Kind = Literal[
    "not_in_log", "not_in_asterisk", "no_cdr", "began", "answered", "ended", "by", "cause", "phones", "talked"
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the log says and what Asterisk says, where that is not the same; times in seconds since 1970."""

    call: str
    at: float
    kind: Kind
    log: float | str | None
    asterisk: float | str | None


@dataclass
class Legs:
    """The CDRs of the calls, by the id of the channel that is charged for them; `since` the first of all that
    Asterisk has written, infinite where it writes none."""

    since: float = math.inf
    legs: defaultdict[str, list[Cdr]] = field(default_factory=lambda: defaultdict(list))

    def add(self, leg: Cdr) -> None:
        self.legs[leg.id].append(leg)

    def of(self, call: AsteriskCall) -> list[Cdr] | None:
        """Those of a call, None where Asterisk wrote none yet."""
        if call.ended is None or call.ended < self.since - TOLERANCE:
            return None
        return self.legs.get(call.id, [])


def differences(ours: Logged, theirs: AsteriskCall, legs: list[Cdr] | None) -> Iterator[Difference]:
    """Where a call that both have is not the same; `legs` None where Asterisk writes no CDRs."""
    for kind, log, asterisk in _all(ours, theirs, legs):
        yield Difference(ours.record.id, ours.record.began, kind, log, asterisk)


def _all(
    ours: Logged, theirs: AsteriskCall, legs: list[Cdr] | None
) -> Iterator[tuple[Kind, float | str | None, float | str | None]]:
    record = ours.record
    if not record.id.startswith(CALLBACK) and _apart(record.began, theirs.entered):
        yield "began", record.began, theirs.entered
    answered = None if theirs.answered is None else max(theirs.answered, theirs.entered)
    if _apart(record.answered, answered) and not record.id.startswith(CALLBACK):
        yield "answered", record.answered, answered
    if theirs.ended is None and record.ended is not None and record.cause != LOST:
        yield "ended", record.ended, None
    if theirs.ended is None:
        return
    yield from _ends(ours, theirs)
    yield from _cdrs(ours, legs)
    yield from _talks(ours, theirs)


def _ends(
    ours: Logged, theirs: AsteriskCall
) -> Iterator[tuple[Kind, float | str | None, float | str | None]]:
    record = ours.record
    if _apart(record.ended, theirs.ended):
        yield "ended", record.ended, theirs.ended
    if (record.ended_by == "caller") != (theirs.by == "caller"):
        yield "by", record.ended_by, theirs.by
    # Of a caller who left, the log tells what that was, whatever Asterisk makes of a phone that was rung.
    if record.cause != theirs.cause and not (record.ended_by == "caller" and record.cause == "normal"):
        yield "cause", record.cause, theirs.cause


def _cdrs(
    ours: Logged, legs: list[Cdr] | None
) -> Iterator[tuple[Kind, float | str | None, float | str | None]]:
    record = ours.record
    if legs is None:
        return
    if not legs:
        yield "no_cdr", record.ended, None
    elif (record.answered is not None) != any(leg.answered for leg in legs):
        yield "answered", record.answered, "CDR"
    elif record.ended is not None and max(leg.ended for leg in legs) > record.ended + TOLERANCE:
        # It may be over earlier: Asterisk begins no new one when a caller leaves a room for the dialplan.
        yield "ended", record.ended, max(leg.ended for leg in legs)


def _talks(
    ours: Logged, theirs: AsteriskCall
) -> Iterator[tuple[Kind, float | str | None, float | str | None]]:
    heard: defaultdict[str, float] = defaultdict(float)
    for talk in theirs.talks:
        heard[talk.phone] += talk.seconds
    for phone in sorted(ours.talks.keys() | heard.keys()):
        said, seconds = ours.talks.get(phone), heard.get(phone)
        if said is None and phone in ours.beside:
            continue  # a supervisor who only listened
        if said is None or seconds is None:
            if _counts(said, seconds):
                yield "phones", phone if said else None, phone if seconds is not None else None
        elif not -TOLERANCE <= said.seconds - seconds <= TOLERANCE + said.held:
            yield "talked", f"{phone}: {said.seconds:.1f} s", f"{phone}: {seconds:.1f} s"


def _counts(said: Talked | None, seconds: float | None) -> bool:
    """Whether a phone that only one of the two knows was there for longer than the tolerance."""
    if said is not None:
        return said.seconds - said.held > TOLERANCE
    return (seconds or 0.0) > TOLERANCE


def _apart(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > TOLERANCE


def sums(found: list[Difference]) -> Mapping[Kind, int]:
    """How many there are of each kind."""
    return {kind: count for kind in KINDS if (count := sum(each.kind == kind for each in found))}
