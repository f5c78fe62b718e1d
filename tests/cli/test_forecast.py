"""`ivr forecast` on three generated weeks, cut to the weekdays that it looks at."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.staffing import needed
from tests.staffing.generated import Made, day, people
from tests.staffing.site import settings, write

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(ZONE).date()
TOMORROW = TODAY + timedelta(days=1)
PEOPLE = people([{"a": 1, "b": 1}] * 4 + [{"a": 1}] * 2)


def made(on: date) -> Made:
    begin = datetime(on.year, on.month, on.day, 9, tzinfo=ZONE).timestamp()
    return Made({"a": 30.0, "b": 20.0}, 1, PEOPLE, begin=begin, seed=on.toordinal(), name=f"{on}-")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("forecast")
    days = [made(TOMORROW - timedelta(days=back)) for back in (21, 14, 7)]
    settings(root, days[0])
    write(root, [event for each in days for event in day(each)])
    return root


@pytest.fixture(autouse=True)
def _there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    for name in ("CALLWRIGHT_CONFIG", "CALLWRIGHT_DATABASE", "CALLWRIGHT_STATE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "160")


def ivr(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["forecast", "--weeks", "3", *arguments])
    assert result.exit_code == code, result.output
    return result


def told(*arguments: str) -> list[Any]:
    lines = ivr(*arguments, "--no-simulate", "--json").stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_tomorrow_is_forecast_with_all_that_it_rests_on() -> None:
    shown = ivr("--lang", "en", "--shrinkage", "30%", "--no-simulate").stdout
    for words in (
        f"Forecast for {TOMORROW}",
        "Customer service",
        "09:00",
        "Erlang C: nobody gives up",
        "30.0 % shrinkage included",
        "formula D",
        f"Had {TOMORROW - timedelta(days=7)} been forecast a week before: WAPE",
    ):
        assert words in shown


def test_in_chinese() -> None:
    shown = ivr("--lang", "zh", "--no-simulate").stdout
    for words in ("预计来电", "排班人数", "客户服务", "服务水平按公式D", "若提前一周预测"):
        assert words in shown


def test_programs_get_a_row_a_half_hour_and_one_about_the_whole() -> None:
    *half_hours, whole = told("--target", "80%/20s", "--shrinkage", "30%")
    assert [row["begins"] for row in half_hours] == ["09:00", "09:30"]
    assert sum(row["calls"]["support"] for row in half_hours) == pytest.approx(50, abs=15)
    assert all(row["erlang_c"] >= row["erlang_a"] > 0 for row in half_hours)
    assert all(row["scheduled"] > row["erlang_a"] for row in half_hours)
    assert whole["queues"]["support"]["within"] == 20.0
    assert whole["queues"]["support"]["handle"] == pytest.approx(190, rel=0.3)
    assert whole["last"]["wape"] > 0


def test_a_stricter_target_takes_more_agents() -> None:
    (usual, *_), (strict, *_) = told("--target", "80%/20s"), told("--target", "99%/1s")
    assert strict["erlang_a"] > usual["erlang_a"]


def test_the_real_agents_are_simulated_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needed, "_CALLS", 700)
    first, *_ = (json.loads(line) for line in ivr("--json").stdout.splitlines())
    assert first["simulated"] == pytest.approx(first["erlang_a"], abs=2)
    assert first["scheduled"] == first["simulated"]


def test_the_table_goes_to_a_file_that_spreadsheets_open(place: Path) -> None:
    ivr("--no-simulate", "--csv", "plan.csv")
    with (place / "plan.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["begins"] for row in rows] == ["09:00", "09:30"]
    assert rows[0]["day"] == TOMORROW.isoformat()
    assert float(rows[0]["support"]) > 0


def test_the_forecast_that_was_kept_is_judged_once_its_day_is_over(place: Path) -> None:
    folder = place / "var/state/forecasts"
    folder.mkdir(parents=True, exist_ok=True)
    last = TOMORROW - timedelta(days=7)
    kept = {"day": last.isoformat(), "made": "2026-01-01", "calls": {"support": {"09:00": 0.0}}}
    (folder / f"{last}.json").write_text(json.dumps(kept))
    try:
        *_, whole = told()
        assert (whole["last"]["made"], whole["last"]["wape"]) == ("2026-01-01", 1.0)
        assert (
            "made on 2026-01-01): WAPE 100.0 %, bias -100.0 %" in ivr("--lang", "en", "--no-simulate").stdout
        )
    finally:
        (folder / f"{last}.json").unlink()
    assert (folder / f"{TOMORROW}.json").exists(), "and the new one is kept"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--for", "someday"), 2, "'someday' is no day; write it like 2026-11-30"),
        (("--queue", "nowhere"), 1, "there is no queue 'nowhere'; there are: support"),
        (("--target", "80"), 2, "'80' is no target; write it like 80%/20s"),
        (("--target", "80%/soon"), 2, "'soon' is not a duration"),
        (("--shrinkage", "100%"), 2, "'100%' is no share; write it like 30%"),
        (("--for", str(TODAY + timedelta(days=3))), 1, "in the last 3 weeks of the log no ordinary"),
        (("--csv", "absent/plan.csv", "--no-simulate"), 1, "absent/plan.csv: No such file"),
    ],
)
def test_what_cannot_be_forecast_is_told(arguments: tuple[str, ...], code: int, said: str) -> None:
    assert said in " ".join(ivr(*arguments, "--lang", "en", code=code).output.replace("│", " ").split())
