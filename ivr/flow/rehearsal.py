"""A call without a telephone system: a world of simulated parts, and `rehearse`, which plays one call in it."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events import Event
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library
from ivr.flow.scripted import Act
from ivr.flow.session import Ending, World


@dataclass(frozen=True, slots=True)
class Told:
    """What happened: the texts the caller heard, the facts that were logged, the end, and how long it took."""

    heard: tuple[str, ...]
    events: tuple[Event, ...]
    ending: Ending
    seconds: float


def rehearse(dialplans: Library | Dialplan, *acts: Act, dialled: str = "95188", number: str = "13800000000") -> Told:
    """Play one call in virtual time; the caller performs the acts in order, then stays silently on the line."""
    raise NotImplementedError


def world() -> World:
    """A world of simulated parts; use `dataclasses.replace` to put another part in."""
    raise NotImplementedError
