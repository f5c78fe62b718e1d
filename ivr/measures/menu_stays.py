"""Stays in menus, from the events of one call.

A menu goes by the name of its flow. A stay begins with the last event before the menu's prompts, lasts over
all its tries, and ends with the key that leads on, with the last try, or with the end of the call. A key that
is pressed while the caller waits in a queue belongs to no menu.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ivr.events import (
    BroadcastHeard,
    CallAnswered,
    CallEnded,
    CallEvent,
    CallsCounted,
    FlowEntered,
    HoursChecked,
    LanguageChosen,
    ListChecked,
    LookedUp,
    MenuAnswered,
    PromptMissing,
    PromptPlayed,
    QueueEntered,
    QueueLeft,
    ShareDrawn,
    SourceAsked,
    VariableSet,
)

_PROMPTS = (PromptPlayed, PromptMissing)
_IN_PASSING = (
    BroadcastHeard,
    CallAnswered,
    CallsCounted,
    HoursChecked,
    LanguageChosen,
    ListChecked,
    LookedUp,
    ShareDrawn,
    SourceAsked,
    VariableSet,
)
"""What a flow does on its way to a menu, without a question to the caller."""


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
    walk.close("open")
    return tuple(walk.found)


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
    menu: str = ""
    """Where the caller is, '' for in none."""
    entered: float = 0.0
    presses: list[Press] = field(default_factory=list)
    flow: str = ""
    since: float | None = None
    """The last event besides prompts and keys that stay in the menu."""
    last: float = 0.0
    fresh: bool = False
    """The flow has asked nothing yet."""
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

    def close(self, how: str) -> None:
        if self.menu:
            left = max(self.entered, self.last)  # the clock on the wall may have been set back
            self.found.append(MenuStay(self.menu, self.entered, left, tuple(self.presses), how))
        self.menu, self.presses = "", []

    def _open(self, menu: str, at: float) -> None:
        self.menu, self.entered = menu, at if self.since is None else min(self.since, at)

    def _answered(self, event: MenuAnswered) -> None:
        if self.menu != event.flow:
            self.close("open")
            self._open(event.flow, event.at)
        self.presses.append(Press(event.key, event.outcome))
        self.since = self.last = event.at
        self.fresh = False
        if event.target != "repeat":
            self.close("chosen" if event.outcome == "match" else "gave_up")

    def _ended(self, event: CallEnded) -> None:
        if event.by == "caller":
            if not self.menu and self.fresh:
                self._open(self.flow, event.at)
            self.last = event.at
            self.close("dropped")

    def _elsewhere(self, event: CallEvent) -> None:
        self.close("open")
        self.since = event.at
        if isinstance(event, FlowEntered):
            self.flow, self.fresh = event.flow, True
        elif not isinstance(event, _IN_PASSING):
            self.fresh = False
