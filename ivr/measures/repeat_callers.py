"""Repeat callers: the share of calls from a number that had called within the window before.

Whatever became of the earlier call: also who gave up or hung up in the menu calls again. Withheld numbers are
left out. It is a share of calls, not of people, since only that adds up over days.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "repeat_callers",
        "share",
        words("重复来电率", "repeat callers"),
        words(
            "期限内曾来电的号码的来电/号码已知的来电",
            "calls of who had called before / calls with a number",
        ),
        lambda parts: ratio(parts.repeat_callers, parts.known_callers),
    ),
)
