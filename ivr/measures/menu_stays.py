"""Stays in menus, from the events of one call.

A menu goes by the name of its flow. A stay begins with the last event before the menu's prompts, lasts over
all its tries, and ends with the key that leads on, with the last try, or with the end of the call. A key that
is pressed while the caller waits in a queue belongs to no menu.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ivr.events import (
    CallEnded,
    CallEvent,
    FlowEntered,
    MenuAnswered,
    PromptMissing,
    PromptPlayed,
    QueueEntered,
    QueueLeft,
)

_PROMPTS = (PromptPlayed, PromptMissing)


@dataclass(frozen=True, slots=True)
class Press:
    """One try: `outcome` match, no_match or no_input (without a `key`)."""

    key: str
    outcome: str


@dataclass(frozen=True, slots=True)
class MenuStay:
    """`entered` and `left` in seconds since 1970. `how`: chosen (a key led on), gave_up (all tries used up),
    dropped (the caller hung up), or open while it lasts and when the engine ended the call. Without `presses`
    the caller hung up in this flow before the first key: nothing tells whether it has a menu."""

    menu: str
    entered: float
    left: float
    presses: tuple[Press, ...]
    how: str


def menu_stays(events: Iterable[CallEvent]) -> tuple[MenuStay, ...]:
    """In the order of the call."""
    walk = _Walk()
    for event in events:
        walk.see(event)
    return tuple(walk.found + ([walk.stay] if walk.stay else []))


def menu_path(events: Iterable[CallEvent]) -> tuple[str, ...]:
    """The keys that led on, each with its menu: `main_menu:2`."""
    found: list[str] = []
    queued = False
    for event in events:
        queued = _is_queued(event, queued)
        if isinstance(event, MenuAnswered) and event.outcome == "match" and event.target != "repeat":
            found += [] if queued else [f"{event.flow}:{event.key}"]
    return tuple(found)


def _is_queued(event: CallEvent, before: bool) -> bool:
    return isinstance(event, QueueEntered) or (before and not isinstance(event, QueueLeft))


@dataclass
class _Walk:
    found: list[MenuStay] = field(default_factory=list)
    stay: MenuStay | None = None
    flow: str = ""
    since: float = 0.0
    fresh: bool = False
    """Nothing but prompts since the flow began."""
    queued: bool = False

    def see(self, event: CallEvent) -> None:
        self.queued = _is_queued(event, self.queued)
        if isinstance(event, MenuAnswered):
            if not self.queued:
                self._answered(event)
        elif isinstance(event, CallEnded):
            self._ended(event)
        elif not isinstance(event, _PROMPTS):
            self._elsewhere(event)

    def _answered(self, event: MenuAnswered) -> None:
        if self.stay is None or self.stay.menu != event.flow:
            self._close()
            self.stay = MenuStay(event.flow, min(self.since or event.at, event.at), event.at, (), "open")
        press = Press(event.key, event.outcome)
        self.stay = replace(self.stay, left=event.at, presses=(*self.stay.presses, press))
        self.since, self.fresh = event.at, False
        if event.target != "repeat":
            self._close("chosen" if event.outcome == "match" else "gave_up")

    def _ended(self, event: CallEnded) -> None:
        if event.by != "caller":
            return
        if self.stay is None and self.flow and self.fresh:
            self.stay = MenuStay(self.flow, min(self.since, event.at), event.at, (), "open")
        if self.stay is not None:
            self.stay = replace(self.stay, left=event.at)
            self._close("dropped")

    def _elsewhere(self, event: CallEvent) -> None:
        self._close()
        self.since, self.fresh = event.at, isinstance(event, FlowEntered)
        if isinstance(event, FlowEntered):
            self.flow = event.flow

    def _close(self, how: str = "open") -> None:
        if self.stay is not None:
            self.found.append(replace(self.stay, how=how))
            self.stay = None
