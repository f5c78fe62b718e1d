"""Whom a logged caller wanted, as the router takes it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from ivr.ports import Wanted
from routing.events import CallerEntered
from routing.needs import needs


def entry(call: str, queue: str, said: Mapping[str, Any], waited: float) -> CallerEntered:
    """From what the event `queue_entered` says. What cannot be read (written by another version) is left out:
    the caller is then content with anybody."""
    wanted = _wanted(orjson.dumps(dict(said), option=orjson.OPT_SORT_KEYS))
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


@lru_cache(maxsize=1024)
def _wanted(plain: bytes) -> Wanted:
    """Skills with their levels are what events said before there were expressions."""
    said = orjson.loads(plain)
    try:
        if "needs" in said:
            return Wanted.of_plain(said)
        return Wanted(needs(said.get("skills", {})), priority=said.get("priority", 0))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Wanted()
