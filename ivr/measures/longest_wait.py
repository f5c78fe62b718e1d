"""Longest wait: of all who entered the queue, also those who gave up, in seconds."""

from __future__ import annotations

from ivr.measures.counts import Counts


def longest_wait(counts: Counts) -> float | None:
    """None when nobody entered."""
    return counts.longest if counts.entered else None
