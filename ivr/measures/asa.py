"""ASA, average speed of answer: the mean wait of those who were answered, zero waits included, in seconds."""

from __future__ import annotations

from ivr.measures.counts import Counts


def asa(counts: Counts) -> float | None:
    """None when nobody was answered."""
    return counts.waited / counts.answered if counts.answered else None
