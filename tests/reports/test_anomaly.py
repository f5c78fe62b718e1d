"""What is unusual in a day, from the log of nine weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ivr.events import Event
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.reports.anomaly import anomalies
from ivr.reports.asked import Asked
from ivr.reports.sheet import Sheet
from tests.journal.paths import BEGAN, journey
from tests.reports.asks import DAY, asked
from tests.stores import fresh

CALL = """
0  call_began
1  queue_entered queue=support
5  queue_left queue=support outcome={outcome} waited=4
9  call_ended duration=9
"""


def calls(day: datetime, by_hour: dict[int, int], outcome: str = "answered") -> Iterator[Event]:
    """So many calls in the first half of each of these hours."""
    for hour, many in by_hour.items():
        for number in range(many):
            at = (day + timedelta(hours=hour, seconds=1500 / many * number)).timestamp()
            for event in journey(CALL.format(outcome=outcome), f"{at}.{number}"):
                yield replace(event, at=event.at - BEGAN + at)


USUAL = dict.fromkeys(range(9, 18), 20)
WEEKS = [DAY - timedelta(weeks=week) for week in range(1, 9)]


async def report(tmp_path: Path, events: Sequence[Event], **changes: Any) -> Sheet:
    url = f"sqlite:///{tmp_path}/calls.db"
    fresh(url)
    journal = JournalWriter(url)
    for event in events:
        journal.append(event)
    assert await journal.flush()
    await journal.close()
    wanted: Asked = asked("anomaly", **changes)
    async with JournalReader(url) as reader:
        return await anomalies(reader, wanted, lambda done, whole: None)


def before(by_hour: dict[int, int]) -> list[Event]:
    return [event for day in WEEKS for event in calls(day, by_hour)]


def found(sheet: Sheet) -> dict[tuple[str, str], tuple[object, ...]]:
    """Direction, since and until by part and measure."""
    return {(str(row[0]), str(row[1])): tuple(row[2:5]) for row in sheet.rows}


async def test_a_day_like_the_others_has_nothing_unusual(tmp_path: Path) -> None:
    sheet = await report(tmp_path, [*before(USUAL), *calls(DAY, USUAL)])
    assert sheet.rows == ()
    assert sheet.notes == ("Nothing is unusual.",)
    assert dict(sheet.facts)["Compared with"] == "the same weekday before, 8 of them, by half-hour"


async def test_a_rush_is_told_with_since_when(tmp_path: Path) -> None:
    today = {**USUAL, **dict.fromkeys((14, 15), 80)}
    noon = {"until": DAY + timedelta(hours=16), "now": DAY + timedelta(hours=16)}
    sheet = await report(tmp_path, [*before(USUAL), *calls(DAY, today)], **noon)
    assert found(sheet)["Customer service", "Offered"] == ("↑ more", "14:00", "goes on")
    assert found(sheet)["All calls", "Calls"][1] == "14:00"
    assert sheet.told["found"][0]["now"] == 160
    assert sheet.told["found"][0]["usual"] == 40


async def test_a_silent_line_is_told(tmp_path: Path) -> None:
    today = {hour: many for hour, many in USUAL.items() if hour < 15}
    evening = {"until": DAY + timedelta(hours=18), "now": DAY + timedelta(hours=18)}
    sheet = await report(tmp_path, [*before(USUAL), *calls(DAY, today)], **evening)
    assert found(sheet)["All calls", "Calls"] == ("↓ less", "15:00", "goes on")


async def test_callers_who_give_up_are_told_though_as_many_came(tmp_path: Path) -> None:
    given_up = calls(DAY, dict.fromkeys(range(12, 18), 20), "abandoned")
    morning = calls(DAY, dict.fromkeys(range(9, 12), 20))
    sheet = await report(tmp_path, [*before(USUAL), *morning, *given_up])
    assert found(sheet)["Customer service", "Abandon rate"][:2] == ("↑ more", "12:00")
    assert not [key for key in found(sheet) if key[1] == "Offered"]


async def test_a_log_of_two_weeks_says_that_nothing_can_be_said(tmp_path: Path) -> None:
    events = [event for day in WEEKS[:2] for event in calls(day, USUAL)]
    sheet = await report(tmp_path, [*events, *calls(DAY, {9: 500})])
    assert sheet.rows == ()
    assert "nothing can be said with fewer than 3" in sheet.notes[0]


async def test_the_half_hour_that_runs_is_not_judged(tmp_path: Path) -> None:
    early = {"until": DAY + timedelta(hours=9, minutes=5), "now": DAY + timedelta(hours=9, minutes=5)}
    events = [*before({**USUAL, 8: 60}), *calls(DAY, {9: 1})]
    sheet = await report(tmp_path, events, **early)
    assert found(sheet)["All calls", "Calls"] == ("↓ less", "08:00", "goes on")
    assert all(chart.categories[-1] == "08:30" for chart in sheet.charts)


async def test_charts_show_the_day_beside_what_is_usual(tmp_path: Path) -> None:
    today = {**USUAL, 14: 90}
    sheet = await report(tmp_path, [*before(USUAL), *calls(DAY, today)])
    chart = sheet.charts[0]
    values = dict(zip(chart.categories, chart.series[0].values, strict=True))
    usual = dict(zip(chart.categories, chart.series[1].values, strict=True))
    assert (values["14:00"], usual["14:00"]) == (90, 20)
