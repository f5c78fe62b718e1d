"""Scheduled reports in the settings: what may be written, and each fault at its place in both languages."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from ivr.reports.definitions import REPORTS
from ivr.settings import find, load
from ivr.settings.reports import Dimension, ReportName, Scheduled

SERVER = "\nmail: {host: smtp.example.com, from: a@b.example}\n"


def write(config: Path, schedule: str, server: str = SERVER) -> None:
    with (config / "ivr.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{server}\nreports:\n  daily: {{{schedule}}}\n")


def test_the_reports_and_splits_are_those_that_there_are() -> None:
    assert set(get_args(ReportName)) == set(REPORTS)
    dimensions = [name for part in get_args(Dimension) for name in get_args(part)]
    for name, report in REPORTS.items():
        for dimension in dimensions:
            told = {"report": name, "by": dimension, "to": "a@b.example", "range": "yesterday"}
            if dimension in report.splits:
                Scheduled.model_validate(told)
            else:
                with pytest.raises(ValidationError):
                    Scheduled.model_validate(told)


def test_little_needs_to_be_said(config: Path) -> None:
    write(config, "report: inbound, to: li@b.example")
    daily = load(config).engine.reports["daily"]
    assert (daily.range, daily.at, daily.on, daily.languages) == ("yesterday", time(8), (), ("zh",))
    assert daily.to == ("li@b.example",)


def test_everything_can_be_said(config: Path) -> None:
    write(
        config,
        "report: anomaly, range: yesterday, at: 7:30, on: [mon, 15, last], by: [queue, line], within: 30s,"
        " to: [li@b.example, wang@b.example], languages: [zh, en], attach: [xlsx, pdf], only_if: unusual",
    )
    daily = load(config).engine.reports["daily"]
    assert (daily.at, daily.on, daily.within) == (time(7, 30), ("mon", 15, "last"), 30.0)


@pytest.mark.parametrize(
    ("schedule", "at", "said"),
    [
        ("report: inbounds, to: a@b.example", "inbounds", "did you mean 'inbound'?"),
        ("report: inbound, to: nobody", "nobody", "is no mail address"),
        ("report: inbound, to: []", "[]", "at least 1"),
        ("report: inbound, to: a@b.example, at: 24:00", "24:00", "is no time of the day"),
        ("report: inbound, to: a@b.example, at: 8", "at: 8", "is no time of the day"),
        ("report: inbound, to: a@b.example, on: [mon, 32]", "32]", "is no day"),
        ("report: inbound, to: a@b.example, on: someday", "someday", "is no day"),
        ("report: inbound, to: a@b.example, range: tomorrow", "tomorrow", "allowed: last_30_days"),
        ("report: inbound, to: a@b.example, range: today, at: 0:00", "0:00", "nothing of today is over yet"),
        ("report: inbound, to: a@b.example, by: [queue, colour]", "colour", "allowed:"),
        ("report: anomaly, to: a@b.example, range: last_week", "last_week", "looks at one day"),
        ("report: inbound, to: a@b.example, only_if: unusual", "only_if", "only the report anomaly"),
        ("report: inbound, to: a@b.example, attach: parquet", "parquet", "allowed: csv, pdf, xlsx"),
        ("report: inbound, to: a@b.example, languages: fr", "fr", "allowed: en, zh"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_line(config: Path, schedule: str, at: str, said: str) -> None:
    write(config, schedule)
    problems = [each for each in find(config).problems if each.severity == "error"]
    told = [each for each in problems if said in each.text]
    assert told, problems
    assert told[0].zh != ""
    line = (config / "ivr.yaml").read_text(encoding="utf-8").splitlines()[told[0].line - 1]
    assert line[told[0].column - 1 :].startswith(at.removeprefix("at: "))


def test_reports_that_nobody_would_send_are_told(config: Path) -> None:
    write(config, "report: inbound, to: a@b.example", server="")
    (problem,) = find(config).problems
    assert "there is no server" in problem.text
    assert "邮件服务器" in problem.zh
