"""Occupancy: handling / (handling + idle).

Handling is talk, hold and wrap-up; ringing and pauses belong to neither. Of several agents the times are
added first, then divided. Of an interval it is what lies in it, also of a call that began before.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def handling(parts: Parts) -> float:
    """Seconds in talks and wrap-ups."""
    return parts.talking + parts.wrap_up


def occupancy(parts: Parts) -> float | None:
    """None when nobody was there."""
    return ratio(handling(parts), handling(parts) + parts.idle)


MEASURES = (
    Measure(
        "occupancy",
        "share",
        words("占用率", "occupancy"),
        words("处理时长/(处理时长+空闲)", "handling / (handling + idle)"),
        occupancy,
    ),
)
