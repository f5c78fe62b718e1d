"""What a receiver's answer means, and how long to wait after it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

Verdict = Literal["accepted", "refused", "gone", "away", "failed"]
"""`refused`: this item, for good; `gone`: it wants nothing any more; `away`: nobody is there, or too busy, so
nothing else would get through either; `failed`: this item, for now."""

_REFUSED = frozenset({400, 413, 415, 422})
_AWAY = frozenset({408, 425, 429, 502, 503, 504})
_DIGITS = 10


def verdict(status: int) -> Verdict:
    """What this status means; 0 is no answer at all."""
    if 200 <= status < 300:
        return "accepted"
    if status == 410:
        return "gone"
    if status in _REFUSED:
        return "refused"
    return "away" if status in _AWAY or not status else "failed"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between attempts for one item: from `first`, doubled each time, to `most`; while the receiver
    is away to `away`. What the receiver asks for counts up to `most`."""

    first: float = 1.0
    most: float = 3600.0
    away: float = 60.0

    def after(self, failures: int, draw: Callable[[], float], most: float | None = None) -> float:
        """How long to wait after so many failures in a row (1 or more); `draw` gives [0, 1), so that not all
        come back at the same moment."""
        longest = self.most if most is None else most
        return min(longest, self.first * 2.0 ** min(failures - 1, 30)) * (0.75 + draw() / 2)


def asked_for(retry_after: str, now: float) -> float:
    """The seconds that a header Retry-After asks for, by number or by date; 0 for what cannot be read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:_DIGITS])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError, TypeError):
        return 0.0
