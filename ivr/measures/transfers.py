"""Transfers per call: how often a caller was sent on by agents, over the calls with an agent.

By menu path it tells which choices bring callers to the wrong people. The transfer rate is another figure:
that of an agent's parts of calls.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "transfers",
        "count",
        words("转接次数", "transfers"),
        words("坐席转出的次数", "how often agents sent a caller on"),
        lambda parts: parts.transfers,
    ),
    Measure(
        "transfers_per_call",
        "score",
        words("每通转接次数", "transfers per call"),
        words("转接次数/有坐席的来电", "transfers / calls with an agent"),
        lambda parts: ratio(parts.transfers, parts.calls_with_agent),
    ),
)
