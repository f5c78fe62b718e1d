"""Intervals in which nothing happened."""

from __future__ import annotations

from datetime import timedelta

from ivr.measures.parts import Parts
from ivr.reports.filling import filled
from ivr.reports.making import Rows
from tests.reports.asks import DAY, asked

TEN, ELEVEN = "2025-11-22T02:00:00Z", "2025-11-22T03:00:00Z"
SOME = Parts(entered=1)


def test_there_is_a_row_for_every_interval_between_the_first_and_the_last() -> None:
    found = filled(asked("inbound"), {(TEN,): SOME, (ELEVEN,): SOME})
    assert sorted(found) == [(TEN,), ("2025-11-22T02:30:00Z",), (ELEVEN,)]
    assert found["2025-11-22T02:30:00Z",] == Parts()


def test_a_time_that_goes_on_has_them_up_to_now() -> None:
    running = asked("inbound", until=DAY + timedelta(hours=12), now=DAY + timedelta(hours=12))
    assert max(filled(running, {(TEN,): SOME})) == ("2025-11-22T03:30:00Z",)


def test_nothing_at_all_stays_nothing() -> None:
    assert filled(asked("inbound"), {}) == {}


def test_other_splits_stay_as_they_are() -> None:
    rows: Rows = {("support",): SOME}
    assert filled(asked("queue"), rows) == rows
