"""Rows as dialplans see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Protocol

Rows = Sequence[Mapping[str, Any]]

_AS_THEY_ARE = (str, int, float, bool, type(None), list, dict)


class Asked(Protocol):
    """A source of one kind. `keeps` is true when its answers may be kept for a while."""

    keeps: bool

    async def rows(self, values: Mapping[str, str], seconds: float) -> Rows:
        """What it has. Raises `LookupFailed`; whoever asks sees to the time limit, by cancelling."""
        ...

    async def close(self) -> None: ...


def plain(value: object) -> object:
    """A database's value as texts, numbers and the like; amounts are texts, so that no cent is lost."""
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
