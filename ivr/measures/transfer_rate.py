"""Transfer rate: transfers out / handled. Consultations without a transfer do not count.

Blind and attended transfers, and escalations to the second line, stand apart as well.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def transfer_rate(parts: Parts) -> float | None:
    """None when nothing was handled."""
    return ratio(parts.sent_blind + parts.sent_attended + parts.escalated, parts.handled)


MEASURES = (
    Measure(
        "transfer_rate",
        "share",
        words("转接率", "transfer rate"),
        words("转出/处理量", "transfers out / handled"),
        transfer_rate,
    ),
    Measure(
        "blind_transfer_rate",
        "share",
        words("盲转率", "blind transfer rate"),
        words("盲转/处理量", "blind transfers / handled"),
        lambda parts: ratio(parts.sent_blind, parts.handled),
    ),
    Measure(
        "attended_transfer_rate",
        "share",
        words("咨询转接率", "attended transfer rate"),
        words("咨询转接/处理量", "attended transfers / handled"),
        lambda parts: ratio(parts.sent_attended, parts.handled),
    ),
    Measure(
        "escalation_rate",
        "share",
        words("升级率", "escalation rate"),
        words("升级二线/处理量", "escalations / handled"),
        lambda parts: ratio(parts.escalated, parts.handled),
    ),
)
