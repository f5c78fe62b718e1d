"""A clock that stands still."""

from __future__ import annotations

from datetime import datetime

from ivr.flow.virtual import START


class FrozenClock:
    def now(self) -> datetime:
        return START

    def monotonic(self) -> float:
        return 0.0
