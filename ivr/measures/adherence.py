"""Adherence: time in the scheduled state at the scheduled time / scheduled time.

Who works as long as was scheduled, but at another time, has conformance without adherence: conformance is the
time worked / the time scheduled for work, and can be more than 100 %.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "adherence",
        "share",
        words("排班遵守率", "adherence"),
        words(
            "按排班时间处于排班状态的时长/排班时长",
            "time in the scheduled state at the scheduled time / scheduled",
        ),
        lambda parts: ratio(parts.adhered, parts.scheduled),
    ),
    Measure(
        "conformance",
        "share",
        words("排班符合率", "conformance"),
        words("工作时长/排班工作时长", "time worked / time scheduled for work"),
        lambda parts: ratio(parts.worked, parts.scheduled_work),
    ),
)
