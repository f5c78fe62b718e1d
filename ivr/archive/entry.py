"""One recording in the index, and what the journey of its call says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.events import CallBegan, CallEvent, RecordingStored, TalkEnded, Transferred

MISSING, UNREADABLE, CHANGED, OUTSIDE = "missing", "unreadable", "changed", "outside"
"""What can be wrong with a file: not there, no sound, not what was stored, a name that leads elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A recording. `id` is the number of its event in the journal, `line` the number that was dialled, `file`
    its name in the log, `format` what it is on disk: wav, flac or opus; `problem` '' for none. `held` since,
    with a `note`, and `erased` when and `why` (retention or request): seconds since 1970, None for not."""

    id: int
    call: str
    kind: str
    line: str
    queue: str
    agent: str
    began: float
    seconds: float
    channels: int
    file: str
    format: str = "wav"
    bytes: int = 0
    sha256: str = ""
    problem: str = ""
    held: float | None = None
    note: str = ""
    erased: float | None = None
    why: str = ""


def entries(journey: Sequence[tuple[int, CallEvent]]) -> Iterator[Entry]:
    """The recordings of a call, from all its events with their numbers."""
    events = [event for _, event in journey]
    line = next((event.dialled_number for event in events if isinstance(event, CallBegan)), "")
    for at, (number, event) in enumerate(journey):
        if isinstance(event, RecordingStored):
            talked = event.kind == "conversation"
            queue, agent = _talk(events[:at], events[at + 1 :]) if talked else ("", "")
            yield Entry(
                id=number,
                call=event.call,
                kind=event.kind,
                line=line,
                queue=queue,
                agent=agent,
                began=event.at - event.seconds,
                seconds=event.seconds,
                channels=event.channels,
                file=event.file,
            )


def _talk(before: Sequence[CallEvent], after: Sequence[CallEvent]) -> tuple[str, str]:
    """Queue and agent of the talk that a recording holds: the one that ended just before it was stored, or,
    after a transfer, is told just behind it."""
    for event in reversed(before):
        if isinstance(event, TalkEnded):
            return event.queue, event.agent
        if isinstance(event, RecordingStored):
            break
    for event in after:
        if isinstance(event, Transferred) and event.answered_by:
            return event.queue, event.answered_by
        if isinstance(event, RecordingStored | TalkEnded):
            break
    return "", ""
