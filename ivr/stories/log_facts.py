"""A fact that a story wants to see in the call log: `logs: {recording_stored: {kind: message}}`."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ivr import events
from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.events import CallEvent, Event, kind

KINDS: Mapping[str, type[Event]] = {
    kind(found): found
    for found in vars(events).values()
    if isinstance(found, type) and issubclass(found, CallEvent) and found is not CallEvent
}
_OF_EVERY_FACT = frozenset({"at", "call"})
_WORDS = {"yes": "true", "no": "false"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of fact, and what some of its fields have to be, as texts."""

    event: type[Event]
    fields: Mapping[str, str]

    def is_met_by(self, event: Event) -> bool:
        return all(_is(getattr(event, name), value) for name, value in self.fields.items())

    def shown(self, event: Event) -> str:
        """The fact as found, by the fields that are wanted."""
        return _shown(self.event, {name: str(getattr(event, name)) for name in self.fields})

    def __str__(self) -> str:
        return _shown(self.event, self.fields)


def _shown(event: type[Event], fields: Mapping[str, str]) -> str:
    return f"{kind(event)} {{{', '.join(f'{name}: {value}' for name, value in fields.items())}}}"


def _is(found: object, written: str) -> bool:
    if isinstance(found, bool):
        return str(found).lower() == _WORDS.get(written.lower(), written.lower())
    if isinstance(found, int | float):
        try:
            return abs(found - float(written)) < 0.05
        except ValueError:
            return False
    return str(found) == written


def wanted(written: object) -> Wanted:
    """From what stands in the story. Raises `Fault`, with the nearest spelling."""
    if isinstance(written, Wanted):
        return written
    if isinstance(written, str):
        written = {written: {}}
    if not isinstance(written, Mapping) or len(written) != 1:
        raise Fault(
            "expected one fact of the call log, such as recording_stored: {kind: message}",
            zh="应为一项通话记录，例如recording_stored: {kind: message}",
        )
    ((name, fields),) = written.items()
    event = KINDS.get(name)
    if event is None:
        raise _unknown(name, KINDS, [name])
    known = {field.name for field in dataclasses.fields(event)} - _OF_EVERY_FACT
    for field, value in (fields or {}).items() if isinstance(fields, Mapping) else ():
        if field not in known:
            raise _unknown(field, known, [name, field])
        if not isinstance(value, str):
            raise Fault("expected a text", [name, field], zh="应为文本")
    return Wanted(event, fields if isinstance(fields, Mapping) else {})


def _unknown(word: str, allowed: Collection[str], path: list[str]) -> Fault:
    return Fault(
        f"unknown fact '{word}'; {nearest(word, allowed)}",
        path,
        at_key=True,
        zh=f"未知的记录项“{word}”；{nearest(word, allowed, 'zh')}",
    )
