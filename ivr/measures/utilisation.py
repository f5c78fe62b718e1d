"""Utilisation: (handling + idle) / paid time, of the agents who have a schedule.

Of several agents the times are added first, then divided. Work outside of the paid time is in both parts, so
that it is never more than 100 %. Without a schedule nobody knows the paid time, and there is no figure.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def utilisation(parts: Parts) -> float | None:
    """None without paid time."""
    return ratio(parts.paid_work, parts.paid)


MEASURES = (
    Measure(
        "utilisation",
        "share",
        words("利用率", "utilisation"),
        words("(处理时长+空闲)/带薪时长", "(handling + idle) / paid time"),
        utilisation,
    ),
)
