"""FCR, first-call resolution: of the served callers, those who did not call again within the window.

Served is who talked with an agent or was served by the menu. Withheld numbers are left out. The calls of the
last window are pending, not resolved: a day's figure is final when the window after it has passed.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def first_call_resolution(parts: Parts) -> float | None:
    """None while all are pending."""
    return ratio(parts.resolved, parts.resolved + parts.called_again)


MEASURES = (
    Measure(
        "fcr",
        "share",
        words("首次解决率", "FCR"),
        words("期限内未再来电/(未再来电+再来电)", "not again within the window / (not again + again)"),
        first_call_resolution,
    ),
    Measure(
        "fcr_pending",
        "count",
        words("首次解决待定", "FCR pending"),
        words("期限未满的来电", "calls whose window has not passed"),
        lambda parts: parts.pending,
    ),
)
