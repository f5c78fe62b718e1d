"""What a report is reckoned by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from ivr.measures.intervals import Interval
from ivr.measures.schedule import Scheduled
from ivr.measures.visits import SHORT

WEEK = 7 * 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`within`: the target time of the service level in seconds, `targets` those of queues with one of their
    own; `short`: up to which an abandon is a short one; `fcr_window`: seconds in which a caller may not call
    again; with `same_path` only a call of the same menu path counts as again. `zone` is the site's,
    `zero_keys` ask for a person. `teams` by agent.

    Only what happens in [`since`, `until`) is counted, by the times that `ivr.measures.split` tells; calls
    before and after serve to know who calls again. `known_until`: until when all calls are known; without it
    until the last time that the calls tell.
    """

    within: float = 20.0
    short: float = SHORT
    fcr_window: float = WEEK
    zone: tzinfo = UTC
    interval: Interval = "half_hour"
    since: float | None = None
    until: float | None = None
    known_until: float | None = None
    targets: Mapping[str, float] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    schedule: tuple[Scheduled, ...] = ()
    zero_keys: frozenset[str] = frozenset({"0"})
    same_path: bool = False

    def counts(self, at: float) -> bool:
        """Whether what happens at this moment is counted."""
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)
