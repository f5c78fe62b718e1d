"""Abandon rate: those who hung up while waiting / those who entered the queue."""

from __future__ import annotations

from ivr.measures.counts import Counts


def abandon_rate(counts: Counts) -> float | None:
    """None when nobody entered."""
    return counts.abandoned / counts.entered if counts.entered else None
