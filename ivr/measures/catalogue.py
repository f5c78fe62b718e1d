"""All measures, by name."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.measures import (
    abandoned,
    adherence,
    agent_trend,
    aht,
    answered,
    asa,
    callback_outcome,
    containment,
    csat,
    first_call_resolution,
    key_heat_map,
    longest_wait,
    nps,
    occupancy,
    offered,
    repeat_callers,
    service_level,
    short_abandons,
    time_to_right_agent,
    transfer_rate,
    transfers,
    utilisation,
)
from ivr.measures.measure import Measure

_FILES = (
    offered,
    answered,
    abandoned,
    short_abandons,
    service_level,
    asa,
    longest_wait,
    aht,
    occupancy,
    utilisation,
    adherence,
    transfer_rate,
    first_call_resolution,
    repeat_callers,
    containment,
    time_to_right_agent,
    transfers,
    key_heat_map,
    callback_outcome,
    csat,
    nps,
    agent_trend,
)

MEASURES: Mapping[str, Measure] = {measure.name: measure for file in _FILES for measure in file.MEASURES}

LOOKS_AROUND = frozenset({"fcr", "fcr_pending", "repeat_callers", "callback_rate", "callback_wait"})
"""Measures of a time that depend on calls before or after it."""
