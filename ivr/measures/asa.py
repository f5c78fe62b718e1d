"""ASA, average speed of answer: the mean wait of those who were answered, zero waits included, in seconds.

It is the wait in this queue. `wait_in_all` is the caller's own view: from the first queue they entered,
however often they were moved. Neither is the mean of all callers, nor of those who had to wait.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def asa(parts: Parts) -> float | None:
    """None when nobody was answered."""
    return ratio(parts.waited, parts.answered)


MEASURES = (
    Measure(
        "asa",
        "seconds",
        words("平均应答速度", "ASA"),
        words("接通者在本队列的等待时长合计/接通", "wait of the answered in this queue / answered"),
        asa,
    ),
    Measure(
        "wait_in_all",
        "seconds",
        words("平均总等待（客户视角）", "mean wait in all (the caller's view)"),
        words(
            "接通者自首次排队起的等待时长合计/接通", "wait of the answered since their first queue / answered"
        ),
        lambda parts: ratio(parts.waited_in_all, parts.answered),
    ),
)
