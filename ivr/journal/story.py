"""A journey told as a person would tell it, in Chinese or English:

10:02:11     +0.8s  pressed 2 → seller
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from ivr.events import CallEvent, Event, kind
from ivr.journal.codec import UnknownEvent
from ivr.journal.story_asides import asides
from ivr.journal.story_texts import RECOVERED, SENTENCES, TELLING_FIELD, WORDS

_LONGEST = 300
_AS_THEY_ARE = {"at", "call", "work"}
_TRANSLATED = {"outcome", "cause", "old", "state", "was", "found", "needs", "reason"}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events in one language (zh or en) and time zone, with the `names` of agents and queues."""

    language: str
    zone: tzinfo
    names: Mapping[str, str] = field(default_factory=dict)

    def journey(self, events: Sequence[CallEvent]) -> list[str]:
        """One line per event, with the time since the first."""
        return [self.line(event, events[0].at) for event in events]

    def line(self, event: Event, began: float) -> str:
        """Clock time, seconds since `began`, and what happened, with a mark at what was recovered."""
        mark = RECOVERED[self.language] if getattr(event, "recovered", False) else ""
        return f"{self.clock(event.at)}  {event.at - began:+7.1f}s  {self.sentence(event)}{mark}"

    def clock(self, at: float) -> str:
        """The local time of day."""
        return f"{datetime.fromtimestamp(at, self.zone):%H:%M:%S}"

    def sentence(self, event: Event) -> str:
        """What happened, without a time."""
        if isinstance(event, UnknownEvent):
            return clean(f"{event.kind} {dict(event.data)}")
        name, fields = kind(event), self._fields(event)
        value = getattr(event, TELLING_FIELD.get(name, ""), None)
        word = str(value).partition(" ")[0]  # an alarm may name what it is about behind it
        texts = SENTENCES.get(f"{name}.{word}") or SENTENCES[name]
        try:
            fields |= asides(event, fields, self.language)
            return " ".join(texts[self.language].format(**fields).split())
        except (ValueError, TypeError):  # a field of another type, written by another version
            return clean(f"{name} {fields}")

    def word(self, value: str) -> str:
        """A value such as `wrap_up`, for people."""
        return WORDS.get(value, {}).get(self.language) or clean(value)

    def _fields(self, event: Event) -> dict[str, Any]:
        found = ((item.name, getattr(event, item.name)) for item in dataclasses.fields(event))
        return {name: self._shown(name, value) for name, value in found if name not in _AS_THEY_ARE}

    def _shown(self, name: str, value: object) -> object:
        if not isinstance(value, str):
            return value
        if name == "needs":
            value = value.replace(">=", "≥")
        if name in _TRANSLATED:
            return self.word(value)
        names = ("agent", "queue", "code", "to", "supervisor")
        return clean(self.names.get(value, value) if name in names else value)


def clean(text: str) -> str:
    """Printable, on one line, of bearable length: safe to show whatever the caller sent."""
    shown = "".join(_printable(text[: _LONGEST + 1]))
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _printable(text: str) -> Iterable[str]:
    return (char if char.isprintable() else " " for char in text)
