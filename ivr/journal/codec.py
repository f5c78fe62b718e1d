"""Events to rows and back. The dataclasses of `ivr.events` are the only description of what is stored."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from ivr import events
from ivr.events import CallEvent, Event, WorkEvent
from ivr.journal.json import to_json

_BESIDE_DATA = {"at", "call", "work"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent(CallEvent):
    """A row that this version cannot read, kept as it is. `call` is '' for a fact without a call."""

    kind: str
    data: Mapping[str, Any]


class Row(NamedTuple):
    """One row of the table `events`, without the `seq` that the database gives; `data` is JSON. `call` is the
    id of what has a journey: of the call, or of the work."""

    call: str | None
    kind: str
    at: float
    data: str


def _classes() -> dict[str, type[Event]]:
    found = [item for item in vars(events).values() if isinstance(item, type) and issubclass(item, Event)]
    return {events.kind(item): item for item in found if item not in (Event, CallEvent, WorkEvent)}


KINDS = _classes()


def encode(event: Event) -> Row:
    """The row of an event. Raises TypeError or ValueError if its time is no number."""
    kind, names = _shape(type(event))
    at = float(event.at)
    if not isfinite(at):
        raise ValueError(f"a time of {at}")
    return Row(journey_of(event), kind, at, to_json({name: getattr(event, name) for name in names}))


def journey_of(event: Event) -> str | None:
    """The id of the call or of the work that it is a fact of, if it is one."""
    if isinstance(event, CallEvent):
        return str(event.call)
    return event.work if isinstance(event, WorkEvent) else None


def data_of(event: Event) -> Mapping[str, Any]:
    """What an event says besides its time and its call."""
    if isinstance(event, UnknownEvent):
        return event.data
    return {name: getattr(event, name) for name in _shape(type(event))[1]}


def kind_of(event: Event) -> str:
    """The event's name in the journal, also of one that this version does not know."""
    return event.kind if isinstance(event, UnknownEvent) else events.kind(event)


def decode(row: Mapping[Any, Any]) -> Event:
    """The event of a row; `UnknownEvent` if its kind is unknown or a field is missing. Extras are dropped."""
    return read(row["call"], row["kind"], row["at"], row["data"])


def read(call: str | None, kind: str, at: float, data: Mapping[str, Any]) -> Event:
    """The same, of the columns of a row."""
    reading = _READINGS.get(kind)
    if reading is not None:
        cls, names, journey = reading
        values = _as_now(kind, data)
        if not values.keys() <= names:
            values = {name: value for name, value in values.items() if name in names}
        try:
            return cls(at=at, **({journey: call or ""} if journey else {}), **values)
        except TypeError:
            pass  # written by another version, with other fields
    return UnknownEvent(at=at, call=call or "", kind=kind, data=data)


def _as_now(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an event says, where versions before this one wrote it otherwise."""
    if kind == "queue_entered" and "skills" in data:
        asked = (f"{skill} >= {level}" for skill, level in data["skills"].items())
        return {**data, "needs": " and ".join(asked) or "anybody"}
    return data


def _shape(cls: type[Event]) -> tuple[str, tuple[str, ...]]:
    """The kind of an event class and the fields that go into `data`."""
    if cls not in _SHAPES:
        names = tuple(field.name for field in dataclasses.fields(cls) if field.name not in _BESIDE_DATA)
        _SHAPES[cls] = (events.kind(cls), names)
    return _SHAPES[cls]


def _reading(cls: type[Event]) -> tuple[type[Event], frozenset[str], str]:
    """The class, its fields in `data`, and the one that has the id of its journey, '' for none."""
    journey = "call" if issubclass(cls, CallEvent) else "work" if issubclass(cls, WorkEvent) else ""
    return cls, frozenset(_shape(cls)[1]), journey


_SHAPES: dict[type[Event], tuple[str, tuple[str, ...]]] = {}
_READINGS = {kind: _reading(cls) for kind, cls in KINDS.items()}
