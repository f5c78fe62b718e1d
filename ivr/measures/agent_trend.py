"""Agent trend: does it rise? The slope of the line through an agent's satisfaction scores over time.

In points of the score for each 30 days, by least squares. A slope says little by itself: it rises or falls
only where it is more than twice its standard error, else it is steady.
"""

from __future__ import annotations

from math import sqrt

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts

PER = 30.0
"""Days."""
_CLEAR = 2.0
_LEAST = 3
"""With fewer scores any line fits."""


def trend(parts: Parts) -> float | None:
    """None where all scores are of one moment, or there are fewer than three."""
    spread = _spread(parts)
    return PER * _together(parts) / spread if spread else None


def direction(parts: Parts) -> int | None:
    """1 for a clear rise, -1 for a clear fall, else 0. None where there is no trend to tell."""
    spread, number = _spread(parts), parts.csat_answers
    if not spread:
        return None
    slope = _together(parts) / spread
    rest = max(0.0, parts.trend_yy - parts.trend_y**2 / number - slope * _together(parts))
    error = sqrt(rest / (number - 2) / spread)
    if abs(slope) <= max(_CLEAR * error, _NOUGHT):
        return 0
    return 1 if slope > 0 else -1


_NOUGHT = 1e-9


def _spread(parts: Parts) -> float:
    """Of the days around their mean; 0 for too few."""
    if parts.csat_answers < _LEAST:
        return 0.0
    found = parts.trend_tt - parts.trend_t**2 / parts.csat_answers
    return found if found > _NOUGHT * parts.trend_tt else 0.0


def _together(parts: Parts) -> float:
    return parts.trend_ty - parts.trend_t * parts.trend_y / parts.csat_answers


MEASURES = (
    Measure(
        "agent_trend",
        "score",
        words("坐席满意度趋势（每30天）", "agent trend (per 30 days)"),
        words("满意度分数随时间的最小二乘斜率", "least-squares slope of the satisfaction scores over time"),
        trend,
    ),
    Measure(
        "agent_rises",
        "direction",
        words("坐席在提升吗", "does the agent rise?"),
        words(
            "1上升，0平稳，-1下降；须超过两倍标准误",
            "1 rises, 0 steady, -1 falls; beyond twice the standard error",
        ),
        direction,
    ),
)
