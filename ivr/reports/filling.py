"""Intervals in which nothing happened: a chart over time would be wrong without them.

They are there from the first interval in which something happened to the last one, and to the end of a time
that is not over, where silence may mean that no call comes through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ivr.measures.intervals import Intervals
from ivr.measures.parts import Parts
from ivr.reports.asked import Asked


def filled(asked: Asked, rows: Mapping[tuple[str, ...], Parts]) -> dict[tuple[str, ...], Parts]:
    """The rows with nothing for each interval that has none, where the split is by interval alone."""
    if asked.by != ("interval",) or not rows or asked.reckoning.interval == "all":
        return dict(rows)
    first, last = (datetime.fromisoformat(key).timestamp() for (key,) in (min(rows), max(rows)))
    until = asked.now.timestamp() if asked.until >= asked.now else last + 1
    return dict.fromkeys(((key,) for key in _keys(asked, first, until)), Parts()) | dict(rows)


def _keys(asked: Asked, at: float, until: float) -> Iterator[str]:
    grid = Intervals(asked.reckoning.interval, asked.zone)
    while at < until:
        yield grid.key(at)
        at = grid.around(at)[1]
