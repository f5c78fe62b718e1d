"""A dialplan in memory: its numbers, its hours and its flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ivr.flow.step import Place, Step


class Hours:
    """When a line is open (filled in below)."""

    def is_open(self, at: datetime) -> bool:
        raise NotImplementedError


@dataclass(frozen=True)
class Dialplan:
    """One YAML file. `version` is a short hash of its bytes; `places` says where each flow stands."""

    name: str
    file: str
    version: str
    numbers: tuple[str, ...]
    language: str
    start: str
    flows: Mapping[str, tuple[Step, ...]]
    hours: Mapping[str, Hours] = field(default_factory=dict)
    on_error: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
