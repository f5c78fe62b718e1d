"""Calls as the interface shows them. Who may not see callers' numbers gets them without the person."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ivr.archive.blanking import Blanking, hiding
from ivr.events import CallEvent
from ivr.journal.codec import UnknownEvent, data_of, kind_of
from ivr.journal.record import CallRecord, Handle
from ivr.journal.shown import iso


@dataclass(frozen=True, slots=True, kw_only=True)
class CallShown:
    """A call. Times are ISO 8601, null until they happen; durations are in seconds. `caller_number` and
    `caller_name` are null for a token without the right `numbers`, '' where they are withheld. `recovered`:
    the engine was away for a part of it, which Asterisk's own records told afterwards."""

    id: str
    began: str
    answered: str | None
    ended: str | None
    duration: float | None
    caller_number: str | None
    caller_name: str | None
    dialled_number: str
    dialplan: str
    version: str
    language: str
    flows: tuple[str, ...]
    keys: tuple[str, ...]
    queue: str
    waited: float
    agent: str
    talked: float
    outcome: str
    ended_by: str
    cause: str
    recordings: tuple[str, ...]
    reference: str
    disposition: str
    handles: tuple[Handle, ...]
    recovered: bool


@dataclass(frozen=True, slots=True)
class CallPage:
    """Calls, newest first. `next` is the `cursor` for those behind them, null where there are none."""

    calls: tuple[CallShown, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class EventShown:
    """A fact of a call: its time, its name in the log, and what it says."""

    at: str
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoryShown:
    """Lines for people, in both languages."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JourneyShown:
    """All that happened in a call, in order."""

    call: str
    events: tuple[EventShown, ...]
    story: StoryShown


@dataclass(frozen=True, slots=True)
class WhyShown:
    """Every choice of an agent for a call, and every time it had to wait; none for a call in no queue."""

    call: str
    choices: tuple[EventShown, ...]
    story: StoryShown


def shown(record: CallRecord, zone: ZoneInfo, *, numbers: bool) -> CallShown:
    """The record for programs."""
    names = {field.name for field in dataclasses.fields(CallShown)}
    values = {name: getattr(record, name) for name in names & CallRecord.__dataclass_fields__.keys()}
    times = {
        "began": iso(record.began, zone),
        "answered": iso(record.answered, zone),
        "ended": iso(record.ended, zone),
    }
    hidden = {} if numbers else {"caller_number": None, "caller_name": None}
    return CallShown(**{**values, **times, **hidden, "duration": record.duration})


def event_shown(event: CallEvent, zone: ZoneInfo) -> EventShown:
    """The fact for programs."""
    return EventShown(iso(event.at, zone) or "", kind_of(event), dict(data_of(event)))


Tell = Callable[[str, Sequence[CallEvent]], Sequence[str]]


def story(events: Sequence[CallEvent], tell: Tell) -> StoryShown:
    """In both languages; `tell` gives the lines in one."""
    return StoryShown(tuple(tell("zh", events)), tuple(tell("en", events)))


def without_the_person(record: CallRecord, events: Sequence[CallEvent], country: str) -> list[CallEvent]:
    """The events without the caller's number and name, and without what they said, heard and keyed in."""
    blank = hiding(record.caller_number, country)
    return [_blanked(event, blank) for event in events]


def _blanked(event: CallEvent, blank: Blanking) -> CallEvent:
    data = blank.data(data_of(event))
    if isinstance(event, UnknownEvent):
        return dataclasses.replace(event, data=data)
    return dataclasses.replace(event, **data)
