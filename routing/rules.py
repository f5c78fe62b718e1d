"""What holds for the whole floor: how priority and waiting are weighed, and the channels beside the phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel other than the phone: how many contacts of it one agent has at once, and whether a phone call
    may be offered meanwhile."""

    at_once: int = 1
    interruptible: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """`worth`: the seconds of waiting that one point of priority counts for; priorities are held within
    `most` points on either side of 0. So a caller of priority p is overtaken only by callers of a priority q
    who come within worth * (q - p) seconds after: at the defaults never later than 20 minutes.

    `urgent`: a contact with a due time stands behind all callers until so many seconds before it; one that
    calls may interrupt stands behind all calls even then.
    """

    worth: float = 6.0
    most: int = 100
    urgent: float = 7200.0
    channels: Mapping[str, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if PHONE in self.channels:
            raise ValueError("the phone is no channel to be set: an agent has one call at a time")
        if self.worth < 0 or self.most < 0:
            raise ValueError("worth and most cannot be negative")

    @property
    def interruptible(self) -> frozenset[str]:
        """The channels that calls may interrupt. What is of one of them goes behind all calls."""
        return frozenset(name for name, channel in self.channels.items() if channel.interruptible)

    def head_start(self, priority: int) -> float:
        """The seconds of waiting that this priority stands for."""
        return self.worth * max(-self.most, min(self.most, priority))

    def counts_from(self, arrived: float, due: float | None) -> float:
        """When who arrived then begins to wait, as far as the place in the line goes."""
        return arrived if due is None else max(arrived, due - self.urgent)
