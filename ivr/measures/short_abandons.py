"""Short abandons: callers who hung up within a few seconds of entering, whom no agent could have served.

They are among the abandoned. Formula C of the service level and one of the abandon rates leave them out.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words

MEASURES = (
    Measure(
        "short_abandons",
        "count",
        words("短时放弃", "short abandons"),
        words("进入队列后几秒内放弃", "abandoned within a few seconds of entering"),
        lambda parts: parts.short_abandoned,
    ),
)
