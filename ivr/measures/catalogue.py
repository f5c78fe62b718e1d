"""All measures, by name."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.measures import (
    abandoned,
    answered,
    asa,
    longest_wait,
    occupancy,
    offered,
    service_level,
    short_abandons,
)
from ivr.measures.measure import Measure

_FILES = (offered, answered, abandoned, short_abandons, service_level, asa, longest_wait, occupancy)

MEASURES: Mapping[str, Measure] = {measure.name: measure for file in _FILES for measure in file.MEASURES}
