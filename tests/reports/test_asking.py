"""From what somebody wrote to what is asked of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.document.model import Fault
from ivr.reports.asking import Written, asked_of
from ivr.settings import load

SHIPPED = load(Path(__file__).parents[2] / "config")
NOW = datetime(2026, 11, 25, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = Written(name="inbound", since=NOW.replace(hour=0, minute=0), until=NOW)


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"name": "inbond"}, "name", "did you mean 'inbound'"),
        ({"by": "queue,agnet"}, "by", "did you mean 'agent'"),
        ({"interval": "fortnight"}, "interval", "no length of an interval"),
        ({"interval": "0m"}, "interval", "no length of an interval"),
        ({"formula": "Z"}, "formula", "allowed: A, B"),
        ({"within": "soon"}, "within", "not a duration"),
        ({"short": "5 apples"}, "short", "not a duration"),
        ({"until": TODAY.since}, "from", "or there"),
        ({"until": TODAY.since - timedelta(minutes=1)}, "from", "ends before it begins"),
        ({"since": NOW - timedelta(days=3650), "interval": "15m"}, "interval", "give the interval 'month'"),
        ({"name": "anomaly", "since": NOW - timedelta(days=3)}, "from", "one day"),
    ],
)
def test_what_cannot_be_meant_is_told_by_its_field_in_both_languages(
    changes: dict[str, object], field: str, text: str
) -> None:
    with pytest.raises(Fault, match=text) as fault:
        asked_of(replace(TODAY, **changes), SHIPPED, NOW)  # type: ignore[arg-type]
    assert fault.value.path == (field,)
    assert any("一" <= char <= "鿿" for char in fault.value.zh)


def test_ten_years_are_a_table_of_months() -> None:
    asked = asked_of(replace(TODAY, since=NOW - timedelta(days=3650)), SHIPPED, NOW)
    assert asked.reckoning.interval == "month"


def test_the_time_of_the_service_level_is_its_own_where_it_is_told() -> None:
    assert asked_of(replace(TODAY, within="45s"), SHIPPED, NOW).reckoning.within == 45.0
