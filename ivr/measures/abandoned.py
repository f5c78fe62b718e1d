"""Abandoned: callers who hung up while waiting. A hang-up in the menu is none.

The rate is abandoned / offered. With short abandons excluded, these leave both parts of it.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def abandon_rate(parts: Parts) -> float | None:
    """None when nobody entered."""
    return ratio(parts.abandoned, parts.entered)


def abandon_rate_without_short(parts: Parts) -> float | None:
    """None when nobody entered but those who gave up at once."""
    short = parts.short_abandoned
    return ratio(parts.abandoned - short, parts.entered - short)


MEASURES = (
    Measure(
        "abandoned",
        "count",
        words("放弃量", "abandoned"),
        words("排队中挂机的来电", "callers who hung up while waiting"),
        lambda parts: parts.abandoned,
    ),
    Measure(
        "abandon_rate",
        "share",
        words("放弃率", "abandon rate"),
        words("放弃/呼入", "abandoned / offered"),
        abandon_rate,
    ),
    Measure(
        "abandon_rate_without_short",
        "share",
        words("放弃率（不含短时放弃）", "abandon rate without short abandons"),
        words("(放弃-短时放弃)/(呼入-短时放弃)", "(abandoned - short) / (offered - short)"),
        abandon_rate_without_short,
    ),
    Measure(
        "time_to_abandon",
        "seconds",
        words("平均放弃等待", "mean time to abandon"),
        words("放弃者等待时长合计/放弃", "wait of those who abandoned / abandoned"),
        lambda parts: ratio(parts.waited_abandoned, parts.abandoned),
    ),
)
