"""How far the call log is behind what happened."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Standing:
    """`away_since`: since when the database fails or is slow, in seconds since 1970, None while it is well;
    `reason`: what it said last. So many `events` wait, the first of them from `oldest`, in `bytes` of spools;
    `in_memory` of them are not on disk yet, and `lost` are gone, for neither the database nor a disk took
    them."""

    away_since: float | None
    reason: str
    events: int
    oldest: float | None
    bytes: int
    in_memory: int
    lost: int


def size(files: Iterable[Path]) -> int:
    """Bytes of those that are there."""
    found = 0
    for file in files:
        with suppress(OSError):
            found += file.stat().st_size
    return found
