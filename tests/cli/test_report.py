"""`ivr report` on a log of a few calls."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import shlex
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.events import QueueEntered, QueueLeft
from ivr.journal.writer import JournalWriter
from ivr.measures.split import DIMENSIONS
from ivr.reports import report as making
from ivr.reports.definitions import REPORTS
from ivr.reports.written import pdf
from tests.journal.paths import journey

SPECIAL = ("hotline", "work", "anomaly")
DAY = "--from 2025-11-22 --to 2025-11-22"
HOSTILE = '=cmd|"/c calc"!A1, “x”😀\n' + "长" * 4096
CALL = """
0   call_began
1   queue_entered queue={queue}
{left} queue_left queue={queue} outcome={outcome} waited={waited}
100 call_ended duration=100
"""


@pytest.fixture
def log(site: Path) -> Path:
    """Beside the sample calls (one answered, one abandoned): a queue that the settings do not know, of a
    hostile name, and one caller who still waits."""

    async def write() -> None:
        journal = JournalWriter(f"sqlite:///{site}/var/callwright.db")
        told = CALL.format(queue="x", left=11, outcome="abandoned", waited=10)
        for event in journey(told, "1763780000.1"):
            if isinstance(event, QueueEntered | QueueLeft):
                event = replace(event, queue=HOSTILE)
            journal.append(replace(event, at=event.at + 3600))
        for event in journey("0 call_began\n1 queue_entered queue=support", "1763780000.2"):
            journal.append(replace(event, at=event.at + 7200))
        await journal.close()

    asyncio.run(write())
    return site


def ivr(command: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["report", *shlex.split(command)], env={"COLUMNS": "250"})
    assert result.exit_code == code, result.output
    return result


def told(command: str) -> str:
    """What is complained of, without the frame around it."""
    return " ".join(ivr(command, code=2).output.replace("│", " ").split())


def test_without_a_name_the_reports_are_listed() -> None:
    shown = ivr("--lang en").stdout
    assert all(f"{name} " in shown for name in REPORTS)
    assert "呼入报表" in ivr("--lang zh").stdout


@pytest.mark.usefixtures("log")
def test_a_queue_report_tells_its_figures_and_all_that_they_rest_on() -> None:
    shown = ivr(f"queue {DAY} --lang en").stdout
    for words in (
        "Range: 2025-11-22 00:00 to 2025-11-23 00:00",
        "Time zone: Asia/Shanghai",
        "Service level: formula D, 20 s: answered in time / (answered + abandoned - abandoned in time)",
        "Calls: 6",
        "Still open: calls still running: 1; callers still waiting: 1",
        "Operator",
    ):
        assert words in shown
    total = next(line for line in shown.splitlines() if line.startswith("Total"))
    assert total.split()[1:6] == ["4", "1", "2", "0", "1"]


@pytest.mark.usefixtures("log")
def test_in_chinese() -> None:
    shown = ivr(f"queue {DAY} --lang zh").stdout
    for words in ("队列报表", "时区", "公式D，20秒", "呼入量", "合计", "仍在排队1个"):
        assert words in shown


@pytest.mark.usefixtures("log")
def test_by_interval_every_half_hour_between_has_its_row() -> None:
    found = json.loads(ivr(f"inbound {DAY} --format json").stdout)
    assert found["interval"] == "half_hour"
    assert [(row["interval"], row["offered"]) for row in found["rows"]] == [
        ("2025-11-22T02:00:00Z", 2),
        ("2025-11-22T02:30:00Z", 0),
        ("2025-11-22T03:00:00Z", 1),
        ("2025-11-22T03:30:00Z", 0),
        ("2025-11-22T04:00:00Z", 1),
    ]


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("name", [name for name in REPORTS if name not in SPECIAL])
@pytest.mark.parametrize("by", ["all", "interval,queue", ",".join(DIMENSIONS)])
def test_every_report_can_be_split_by_anything(name: str, by: str) -> None:
    found = json.loads(ivr(f"{name} {DAY} --by {by} --format json").stdout)
    own = [*REPORTS[name].of_scores, *REPORTS[name].columns]
    assert [column["name"] for column in found["columns"]][len(found["by"]) :] == own


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("name", SPECIAL)
def test_reports_with_columns_of_their_own_come_in_every_form(log: Path, name: str) -> None:
    for by in ("all", ",".join(REPORTS[name].splits)):
        assert json.loads(ivr(f"{name} {DAY} --by {by} --format json").stdout)["report"] == name
    for ending in ("csv", "html", "xlsx", "parquet"):
        ivr(f"{name} {DAY} --out report.{ending}")
    assert REPORTS[name].title["zh"] in ivr(f"{name} {DAY} --lang zh").stdout


@pytest.mark.usefixtures("log")
def test_the_total_is_the_same_for_every_split() -> None:
    totals = [
        json.loads(ivr(f"queue {DAY} --by {by} --format json").stdout)["total"]["offered"]
        for by in ("queue", "interval", "language", "skill,hour", "line")
    ]
    assert set(totals) == {4}


@pytest.mark.usefixtures("log")
def test_a_hostile_name_is_no_formula_and_breaks_no_row() -> None:
    rows = list(csv.reader(io.StringIO(ivr(f"queue {DAY} --format csv").stdout.removeprefix("\ufeff"))))
    (hostile,) = [row for row in rows if row and "cmd|" in row[0]]
    assert hostile[0].startswith("'=cmd|")
    assert len(hostile) == len(rows[0])


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("ending", ["csv", "json", "html", "xlsx", "parquet"])
def test_the_ending_of_the_file_is_the_form(log: Path, ending: str) -> None:
    said = ivr(f"queue {DAY} --out report.{ending} --lang en").stdout
    assert said == f"Written: report.{ending} with 4 rows.\n"
    file = log / f"report.{ending}"
    opened: dict[str, Callable[[], bool]] = {
        "csv": lambda: file.read_text("utf-8-sig").splitlines()[0].startswith("Queue,Offered"),
        "json": lambda: bool(json.loads(file.read_bytes())["report"] == "queue"),
        "html": lambda: "</svg>" in file.read_text("utf-8"),
        "xlsx": lambda: "xl/charts/chart1.xml" in zipfile.ZipFile(file).namelist(),
        "parquet": lambda: bool(parquet.read_metadata(file).num_rows == 4),
    }
    assert opened[ending]()


@pytest.mark.usefixtures("log")
def test_a_file_that_was_there_is_replaced_and_keeps_its_permissions(log: Path) -> None:
    file = log / "report.csv"
    file.write_text("old")
    file.chmod(0o664)
    ivr(f"queue {DAY} --out report.csv")
    assert "old" not in file.read_text("utf-8-sig")
    assert file.stat().st_mode & 0o777 == 0o664


@pytest.mark.usefixtures("log")
def test_a_pdf_without_a_browser_tells_how_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(pdf.BROWSER, raising=False)
    monkeypatch.setattr(pdf, "_BROWSERS", ())
    assert "open it in any browser and print it" in ivr(f"queue {DAY} --out a.pdf", code=1).output


@pytest.mark.usefixtures("log")
def test_other_formulas_and_times_can_be_asked_for() -> None:
    found = json.loads(ivr(f"queue {DAY} --formula b --within 30s --short 10s --format json").stdout)
    assert (found["formula"], found["within"], found["short"]) == ("B", 30.0, 10.0)
    assert found["total"]["service_level"] == pytest.approx(1 / 3)
    assert found["total"]["short_abandons"] == 2


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("form", ["csv", "json", "html", "xlsx", "parquet"])
def test_a_report_over_no_data_is_one_that_says_so(form: str) -> None:
    assert "The log has no calls of this time." in ivr("queue --from 2001-01-01 --to 2001-01-02").stdout
    ivr(f"queue --from 2001-01-01 --to 2001-01-02 --out none.{form}")


@pytest.mark.usefixtures("log")
def test_ten_years_are_told_by_month() -> None:
    found = json.loads(ivr("inbound --from 2016-01-01 --to 2025-12-31 --format json").stdout)
    assert found["interval"] == "month"
    assert [row["offered"] for row in found["rows"]] == [4]


@pytest.mark.usefixtures("log")
def test_more_calls_than_a_report_takes_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_CALLS", 3)
    said = ivr(f"menu {DAY}", code=1).output
    assert "the range has 6 calls, this report takes at most 3: give a shorter range" in said


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("inbond", "there is no 'inbond'; did you mean 'inbound'?"),
        ("queue --by quue", "there is no 'quue'; did you mean 'queue'?"),
        ("queue --by queue,,line", "there is no ''"),
        (
            "queue --from 2025-11-23 --to 2025-11-22",
            "the range ends before it begins, or there: 2025-11-23 00:00",
        ),
        ("queue --to 9999-12-31", "'9999-12-31' is no time"),
        ("queue --from soon", "'soon' is no time; write today, yesterday, 2026-11-22"),
        ("queue --from '2025-02-30'", "'2025-02-30' is no time"),
        ("anomaly --from 2025-11-01 --to 2025-11-22", "this report looks at one day: give 2025-11-01"),
        ("anomaly --by hour", "there is no 'hour'"),
        ("hotline --by queue", "there is no 'queue'"),
        ("queue --interval fortnight", "'fortnight' is no length of an interval"),
        ("inbound --from 2016-01-01 --interval half_hour", "intervals, at most 20,000 are possible: give"),
        ("queue --formula Z", "there is no 'Z'"),
        ("queue --within never", "'never' is not a duration"),
        ("queue --format docx", "there is no 'docx'"),
        ("queue --out report.doc", "report.doc: the ending of the name tells no form"),
        ("queue --out report", "report: the ending of the name tells no form"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(command: str, said: str) -> None:
    assert said in told(f"{command} --lang en")


@pytest.mark.usefixtures("log")
def test_complaints_are_there_in_chinese() -> None:
    assert "时间范围颠倒" in told("queue --from 2025-11-23 --to 2025-11-22 --lang zh")
    assert "没有“quue”" in told("queue --by quue --lang zh")


@pytest.mark.usefixtures("log")
def test_a_folder_that_is_not_there_is_told() -> None:
    assert "absent/a.csv: No such file" in ivr(f"queue {DAY} --out absent/a.csv", code=1).output


@pytest.mark.usefixtures("log")
def test_prepare_counts_the_days_that_are_over_and_reports_stay_the_same() -> None:
    before = json.loads(ivr(f"path {DAY} --format json").stdout)["rows"]
    assert "Counted:" in ivr("--prepare --lang en").stdout
    assert json.loads(ivr(f"path {DAY} --format json").stdout)["rows"] == before
    assert "已预先统计" in ivr("--prepare --lang zh").stdout
