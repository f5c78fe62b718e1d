"""Whom a logged caller wanted, as the router takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routing.events import CallerEntered
from routing.needs import NOTHING_SPECIAL, Needs, NeedsError, needs


def entry(call: str, queue: str, said: Mapping[str, Any], waited: float) -> CallerEntered:
    """From what the event `queue_entered` says. What cannot be read (of another version) is left out: the
    caller is then content with anybody."""
    return CallerEntered(call, queue, _needs(said), priority=said.get("priority", 0), waited=waited)


def _needs(said: Mapping[str, Any]) -> Needs:
    try:
        return needs(said.get("skills", {}))
    except (NeedsError, TypeError, ValueError):
        return NOTHING_SPECIAL
