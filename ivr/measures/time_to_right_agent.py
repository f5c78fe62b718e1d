"""Time to the right agent: from the beginning of the call to the answer of the agent who served it.

The right agent is the last one, who sent the caller nowhere else: menus, waiting and wrong agents all count.
By menu path it tells which choices lead callers astray.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "calls_with_agent",
        "count",
        words("有坐席的来电", "calls with an agent"),
        words("与坐席通话的来电", "calls in which an agent talked"),
        lambda parts: parts.calls_with_agent,
    ),
    Measure(
        "time_to_right_agent",
        "seconds",
        words("到达合适坐席的时长", "time to the right agent"),
        words(
            "来电开始至最后一位坐席接听/有坐席的来电",
            "beginning to the last answer / calls with an agent",
        ),
        lambda parts: ratio(parts.to_right_agent, parts.calls_with_agent),
    ),
)
