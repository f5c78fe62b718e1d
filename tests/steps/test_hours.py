"""`hours`: one way inside the opening hours, another outside."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.events import HoursChecked

from .calls import call, problems

LINE = """
main: [{hours: {of: office, open: desk, closed: shut}}]
desk: [{play: 开。}]
shut: [{play: 关。}]
"""


class Clock:
    """Stands still at a moment in Shanghai."""

    def __init__(self, at: str) -> None:
        self._now = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return 0.0


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        ("2026-11-23 08:59", "关。"),
        ("2026-11-23 09:00", "开。"),
        ("2026-11-23 17:59", "开。"),
        ("2026-11-23 18:00", "关。"),
        ("2026-11-22 12:00", "关。"),  # a Sunday
    ],
)
def test_follows_the_clock(at: str, heard: str) -> None:
    told = call(LINE, clock=Clock(at))
    assert told.heard == (heard,)
    assert [(fact.hours, fact.open) for fact in told.all(HoursChecked)] == [("office", heard == "开。")]


def test_a_way_that_is_not_given_goes_on() -> None:
    told = call("main: [{hours: {of: office, open: hangup}}, {play: 关。}]", clock=Clock("2026-11-22 12:00"))
    assert told.heard == ("关。",)


def test_hours_that_are_not_declared_are_told() -> None:
    assert any("office" in text for text in problems("main: [{hours: {of: ofice, closed: hangup}}]"))
