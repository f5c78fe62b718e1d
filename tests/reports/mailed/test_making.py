"""A scheduled report as a letter, from the settings and a log of a few calls."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ivr.mail.letter import Letter
from ivr.reports import report as reporting
from ivr.reports.mailed.making import Nothing, Order, apart, made
from ivr.settings import load
from tests.cli.site import make_site

DAY, NOW = date(2025, 11, 23), datetime(2025, 11, 23, 1, tzinfo=UTC)
SCHEDULES = """
mail: {host: smtp.example.com, from: Callwright <a@b.example>}
reports:
  daily: {report: queue, to: [li@b.example], languages: [zh, en], attach: csv}
  menus: {report: menu, to: [li@b.example]}
  odd: {report: anomaly, to: [li@b.example], languages: en, only_if: unusual}
"""


@pytest.fixture
async def order(tmp_path: Path) -> Order:
    """Of the queues of the day with the sample calls."""
    config = await make_site(tmp_path)
    with (config / "ivr.yaml").open("a", encoding="utf-8") as file:
        file.write(SCHEDULES)
    return Order(load(config), f"sqlite:///{tmp_path}/var/callwright.db", "daily", DAY)


async def test_it_is_about_its_range_in_each_language_with_its_files(order: Order) -> None:
    found = await made(order, NOW)
    assert isinstance(found, Letter)
    assert found.subject == (
        "队列报表 · 2025-11-22 00:00 至 2025-11-23 00:00 / Queues · 2025-11-22 00:00 to 2025-11-23 00:00"
    )
    assert found.to == ("li@b.example",)
    assert [each.name for each in found.attachments] == ["queue-zh.csv", "queue-en.csv"]


async def test_where_nothing_is_unusual_there_is_no_letter(order: Order) -> None:
    found = await made(replace(order, name="odd"), NOW)
    assert isinstance(found, Nothing)
    assert "nothing can be said" in found.why
    assert not found.again


async def test_too_many_calls_for_a_report_are_told_to_who_waits_for_it(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "MOST_CALLS", 1)
    found = await made(replace(order, name="menus"), NOW)
    assert isinstance(found, Letter)
    assert found.subject == "菜单报表 · 2025-11-23"
    assert "最多1个" in found.text


async def test_a_database_that_is_away_may_be_back_later(order: Order, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "var")
    found = await made(order, NOW)
    assert isinstance(found, Nothing)
    assert found.again


def test_a_process_of_its_own_makes_the_same(order: Order) -> None:
    found = apart(order)
    assert isinstance(found, Letter)
    assert found.subject.startswith("队列报表 · 2025-11-22")
    assert all(each.png.startswith(b"\x89PNG") for each in found.pictures)


def test_a_process_that_dies_is_no_end_of_the_caller(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    found = apart(order)
    assert isinstance(found, Nothing)
    assert found.again
