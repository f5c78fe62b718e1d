"""A caller in memory: no Asterisk, no sound; keys and hang-ups come from a script or from a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.ports import DialOutcome


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys one by one: when a text containing `hearing` begins, else as soon as the engine listens for keys
    (a barge-in); `after` seconds later."""

    keys: str
    hearing: str = ""
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class HangUp:
    """Hang up when a text containing `hearing` begins (at once if ''), `after` seconds later."""

    hearing: str = ""
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How a phone behaves when it is rung."""

    outcome: DialOutcome = "answered"
    rings: float = 2.0
    talks: float = 10.0


Act = Press | HangUp
