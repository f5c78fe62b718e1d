"""Longest wait: of all who entered the queue, also those who gave up, in seconds.

Who waits longest at this moment is another figure, that of the live view.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts


def longest_wait(parts: Parts) -> float | None:
    """None when nobody entered."""
    return parts.longest if parts.entered else None


MEASURES = (
    Measure(
        "longest_wait",
        "seconds",
        words("最长等待", "longest wait"),
        words("全部进入者中等待最久的，含放弃者", "the longest of all who entered, who abandoned included"),
        longest_wait,
    ),
)
