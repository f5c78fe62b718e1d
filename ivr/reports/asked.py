"""What is asked of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from ivr.measures.settings import Settings as Reckoning
from ivr.reports.definitions import Report

__all__ = ["Asked", "Reckoning"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The report over [since, until), split `by` these dimensions. `formula` is the letter of the service
    level; `names`: what queues, agents and the like are called; `now`: when it is made."""

    report: Report
    since: datetime
    until: datetime
    by: tuple[str, ...]
    reckoning: Reckoning
    formula: str
    language: str
    names: Mapping[str, str]
    now: datetime

    @property
    def zone(self) -> tzinfo:
        """In which times are shown and days begin."""
        return self.reckoning.zone
