"""From the options of `ivr report` to what is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer

from ivr.cli.reporting.asking import Options, asked_of
from ivr.settings import load

SHIPPED = load(Path(__file__).parents[3] / "config")
NOW = datetime(2026, 11, 25, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
OPTIONS = Options("inbound", "today", "", "", "", "D", "", "5s", "en")


def test_without_more_it_is_today_up_to_now_by_half_hour() -> None:
    asked = asked_of(OPTIONS, SHIPPED, NOW)
    assert (asked.since, asked.until) == (NOW.replace(hour=0, minute=0), NOW)
    assert (asked.by, asked.reckoning.interval) == (("interval",), "half_hour")


def test_a_day_ends_with_it() -> None:
    asked = asked_of(replace(OPTIONS, since="2026-11-24", until="2026-11-24"), SHIPPED, NOW)
    assert (asked.until - asked.since).total_seconds() == 86_400


def test_splits_are_told_with_commas_of_either_kind_and_each_once() -> None:
    asked = asked_of(replace(OPTIONS, by="queue， Line,queue"), SHIPPED, NOW)
    assert asked.by == ("queue", "line")
    assert asked_of(replace(OPTIONS, by="all"), SHIPPED, NOW).by == ()


def test_the_time_of_the_service_level_is_each_queue_s_own_unless_one_is_told() -> None:
    vip = SHIPPED.queues.queues["vip"]
    own = vip.model_copy(update={"target": vip.target.model_copy(update={"within": 10.0})})
    queues = SHIPPED.queues.model_copy(update={"queues": {**SHIPPED.queues.queues, "vip": own}})
    settings = SHIPPED.model_copy(update={"queues": queues})
    reckoning = asked_of(OPTIONS, settings, NOW).reckoning
    assert (reckoning.within, dict(reckoning.targets)) == (20.0, {"vip": 10.0})
    told = asked_of(replace(OPTIONS, within="30s"), settings, NOW).reckoning
    assert (told.within, dict(told.targets)) == (30.0, {})


@pytest.mark.parametrize("text", ["", "今天几点", "\x1b[2J", "9" * 5000, "٣d", "0000-00-00"])
def test_no_hostile_time_is_more_than_a_complaint(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no time"):
        asked_of(replace(OPTIONS, since=text or "x"), SHIPPED, NOW)
