"""What stands above every report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ivr.measures.parts import Parts
from ivr.reports.making import Rows, sheet_of
from ivr.reports.stated import Seen
from tests.reports.asks import DAY, asked

SUPPORT = Parts(entered=10, answered=8, abandoned=2)
ROWS: Rows = {("vip",): Parts(entered=1, waiting=1), ("support",): SUPPORT}


def test_queues_with_a_time_of_their_own_are_named_with_it() -> None:
    own = replace(asked().reckoning, targets={"support": 30.0})
    sheet = sheet_of(asked(reckoning=own), ROWS, Seen(11, 1))
    assert "20 (Customer service 30) s" in dict(sheet.facts)["Service level"]


def test_range_zone_calls_and_the_time_it_was_made_are_told() -> None:
    facts = dict(sheet_of(asked(), ROWS, Seen(11, 1)).facts)
    assert facts["Range"] == "2025-11-22 00:00 to 2025-11-23 00:00"
    assert facts["Time zone"] == "Asia/Shanghai"
    assert facts["Calls"] == "11"
    assert facts["Made"] == "2025-11-30 00:00"


def test_what_is_still_open_is_told() -> None:
    running = asked(now=DAY + timedelta(hours=9))
    told = dict(sheet_of(running, ROWS, Seen(11, 2)).facts)["Still open"]
    assert told == "the range is not over yet; calls still running: 2; callers still waiting: 1"
    up_to_now = asked(now=DAY + timedelta(days=1))
    assert "not over" in dict(sheet_of(up_to_now, {}, Seen(0, 0)).facts)["Still open"]
    over = sheet_of(asked(), {("support",): SUPPORT}, Seen(10, 0))
    assert dict(over.facts)["Still open"] == "nothing, the figures are final"


def test_calls_whose_window_is_open_are_told_where_they_matter() -> None:
    rows: Rows = {("support",): Parts(pending=3, resolved=1)}
    told = dict(sheet_of(asked("quality"), rows, Seen(4, 0)).facts)["Still open"]
    assert told == "first-call resolution not known yet: 3, final after 7 days"
    assert dict(sheet_of(asked("queue"), rows, Seen(4, 0)).facts)["Still open"].startswith("nothing")
