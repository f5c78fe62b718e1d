"""Whom a logged caller wanted, as the router takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivr.ports import Wanted
from routing.events import CallerEntered
from routing.needs import needs


def entry(call: str, queue: str, said: Mapping[str, Any], waited: float) -> CallerEntered:
    """From what the event `queue_entered` says. What cannot be read (of another version) is left out: the
    caller is then content with anybody."""
    wanted = _wanted(said)
    return CallerEntered(
        call,
        queue,
        needs=wanted.needs,
        priority=wanted.priority,
        waited=waited,
        relax=wanted.relax,
        agent=wanted.agent,
        patience=wanted.patience,
    )


def _wanted(said: Mapping[str, Any]) -> Wanted:
    try:
        if "skills" in said:  # as versions wrote it that had no expressions
            return Wanted(needs(dict(said["skills"])), priority=said["priority"])
        return Wanted.of_plain(said)
    except (KeyError, TypeError, ValueError):
        return Wanted()
