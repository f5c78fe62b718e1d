"""Answered: callers whose stay in the queue ended with an agent."""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def answer_rate(parts: Parts) -> float | None:
    """None when nobody entered."""
    return ratio(parts.answered, parts.entered)


MEASURES = (
    Measure(
        "answered",
        "count",
        words("接通量", "answered"),
        words("坐席接听的来电", "callers whom an agent answered"),
        lambda parts: parts.answered,
    ),
    Measure(
        "answer_rate",
        "share",
        words("接通率", "answer rate"),
        words("接通/呼入", "answered / offered"),
        answer_rate,
    ),
)
