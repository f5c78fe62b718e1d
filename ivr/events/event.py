"""What every fact has, and its name in the journal."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact with a time."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(Event):
    """A fact of one call."""

    call: str


def kind(event: type[Event] | Event) -> str:
    """The journal's name of an event: its class in snake_case, such as `queue_entered`."""
    name = event.__name__ if isinstance(event, type) else type(event).__name__
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
