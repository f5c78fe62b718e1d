"""What a report is asked for, for a day in Shanghai."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.reports.asked import Asked, Reckoning
from ivr.reports.definitions import REPORTS

ZONE = ZoneInfo("Asia/Shanghai")
DAY = datetime(2025, 11, 22, tzinfo=ZONE)
NAMES = {"support": "Customer service", "li": "李娜"}


def asked(name: str = "queue", **changes: object) -> Asked:
    """A report over the whole day, made a week after it."""
    found = Asked(
        report=REPORTS[name],
        since=DAY,
        until=DAY + timedelta(days=1),
        by=REPORTS[name].by,
        reckoning=Reckoning(zone=ZONE),
        formula="D",
        language="en",
        names=NAMES,
        now=DAY + timedelta(days=8),
    )
    return replace(found, **changes)  # type: ignore[arg-type]
