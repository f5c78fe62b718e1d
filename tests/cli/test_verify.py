"""`ivr verify` on a log beside what Asterisk wrote down: green, different, or nothing to compare with."""

from __future__ import annotations

import asyncio
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.record import CallRecord
from tests.verify.writing import BEGAN, HANDED, cdr, event, write


def verify(options: str = "") -> Result:
    return CliRunner().invoke(app, shlex.split(f"verify {options}"))


def asterisk(site: Path, *, calls: int = 4, late: float = 0.0) -> None:
    """What Asterisk wrote of the first calls of the site, as the log has them, each over `late` later."""
    cel, legs = [], []
    for record in logged(site)[:calls]:
        began, ended, channel = (
            record.began - BEGAN,
            (record.ended or 0.0) - BEGAN + late,
            f"PJSIP/{record.id}-1",
        )
        cel.append(event(began, "APP_START", channel, id=record.id, app="AGI", data=HANDED))
        if record.answered:
            cel.append(event(record.answered - BEGAN, "ANSWER", channel, id=record.id))
        for handle in record.handles:
            cel += [
                event(ended - late - handle.talked, "BRIDGE_ENTER", "PJSIP/1002-2", bridge="b"),
                event(ended - late - handle.talked, "BRIDGE_ENTER", channel, id=record.id, bridge="b"),
                event(ended - late, "BRIDGE_EXIT", "PJSIP/1002-2", bridge="b"),
            ]
        if record.ended_by != "caller":
            cel.append(event(ended, "APP_START", channel, id=record.id, app="Hangup"))
        cel.append(event(ended, "HANGUP", channel, id=record.id, source=channel))
        legs.append(cdr(record.id, ended=ended, answered=began + 0.1 if record.answered else 0))
    write(site / "var" / "state" / "asterisk" / "log", cel, legs)


def logged(site: Path) -> list[CallRecord]:
    async def read() -> list[CallRecord]:
        async with JournalReader(f"sqlite:///{site}/var/callwright.db") as reader:
            return (await reader.calls(Filter()))[::-1]

    return asyncio.run(read())


def test_a_log_that_equals_asterisks_records_is_green(site: Path) -> None:
    asterisk(site)
    result = verify()
    assert result.exit_code == 0, result.output
    assert "Green" in result.stdout
    assert "calls in Asterisk (CEL)      4" in result.stdout
    assert "一致" in verify("--lang zh").stdout


def test_each_call_that_differs_is_told_with_what_differs(site: Path) -> None:
    asterisk(site, late=3.0)
    result = verify("--lang en")
    assert result.exit_code == 1
    assert "4 calls differ" in result.stdout
    assert "1763776800.12" in result.stdout
    assert "ended" in result.stdout


def test_calls_that_only_one_of_the_two_knows_are_told_and_programs_get_json(site: Path) -> None:
    asterisk(site, calls=3)
    result = verify("--json")
    assert result.exit_code == 1
    *found, counts = map(json.loads, result.stdout.splitlines())
    assert [(each["call"], each["kind"]) for each in found] == [("1763776803.15", "not_in_asterisk")]
    assert (counts["asterisk"], counts["cdr"], counts["log"], counts["differences"]) == (3, 3, 4, 1)


def test_a_time_of_day_compares_the_calls_of_that_time(site: Path) -> None:
    asterisk(site, calls=3)
    assert verify("--to '2025-11-22 10:02:30'").exit_code == 0
    assert verify("--from '2025-11-22 10:02:30'").exit_code == 1


def test_calls_from_before_asterisks_first_record_are_told_and_no_difference(site: Path) -> None:
    asterisk(site)
    file = site / "var" / "state" / "asterisk" / "log" / "cel-custom" / "callwright.csv"
    kept = [line for line in file.read_text().splitlines(keepends=True) if "1763776800.12" not in line]
    file.write_text("".join(line for line in kept if "1002-2" not in line))
    result = verify("--lang en")
    assert result.exit_code == 0, result.output
    assert "1 earlier calls cannot be compared" in result.stdout


def cdrs(site: Path) -> Path:
    return site / "var" / "state" / "asterisk" / "log" / "cdr-custom" / "callwright.csv"


def test_without_cdrs_it_is_told_that_only_cel_was_compared(site: Path) -> None:
    asterisk(site)
    cdrs(site).unlink()
    result = verify("--lang en")
    assert result.exit_code == 0
    assert "There are no CDRs" in result.stdout
    assert json.loads(verify("--json").stdout)["cdr"] is None


def test_a_call_without_a_cdr_is_a_difference_once_asterisk_writes_them(site: Path) -> None:
    asterisk(site)
    first, *_, last = cdrs(site).read_text().splitlines(keepends=True)
    cdrs(site).write_text(first + last)
    result = verify("--json")
    assert result.exit_code == 1
    *found, counts = map(json.loads, result.stdout.splitlines())
    assert [each["kind"] for each in found] == ["no_cdr", "no_cdr"]
    assert counts["cdr"] == 2


def test_calls_from_before_the_first_cdr_have_none(site: Path) -> None:
    asterisk(site)
    cdrs(site).write_text(cdrs(site).read_text().splitlines(keepends=True)[-1])
    assert verify().exit_code == 0


def test_records_of_an_asterisk_whose_clock_is_wrong_are_told_as_that(site: Path) -> None:
    asterisk(site, late=28_800.0)
    result = verify("--lang en --to 2025-11-23")
    assert result.exit_code == 1
    assert "Asterisk's clock is 8:00:00 ahead" in " ".join(result.stdout.split())
    assert "快 8:00:00" in verify("--lang zh --to 2025-11-23").stdout
    assert json.loads(verify("--json").stdout.splitlines()[-1])["clock"] == pytest.approx(28_800, abs=0.1)


def test_records_of_another_asterisk_are_told_as_that(site: Path) -> None:
    asterisk(site)
    for file in cdrs(site).parents[1].glob("*/callwright.csv"):
        file.write_text(file.read_text().replace("17637768", "17637769"))
    result = verify("--lang en")
    assert result.exit_code == 1
    assert "records of another Asterisk" in " ".join(result.stdout.split())


def test_a_time_without_calls_is_not_called_green(site: Path) -> None:
    asterisk(site)
    result = verify("--lang en --from 2025-12-01")
    assert (result.exit_code, "Green" in result.stdout) == (0, False)
    assert "Nothing to compare" in result.stdout
    assert "无可核对" in verify("--lang zh --from 2025-12-01").stdout


def test_a_file_that_cannot_be_read_is_2_and_named_in_both_languages(site: Path) -> None:
    asterisk(site)
    (cdrs(site).parents[1] / "cel-custom" / "callwright.csv.1.gz").write_bytes(b"\x1f\x8b no more of it")
    result = verify("--lang en")
    assert result.exit_code == 2
    assert "callwright.csv.1.gz cannot be read" in " ".join(result.stderr.split())
    assert "移出此目录" in verify("--lang zh").stderr


@pytest.mark.usefixtures("site")
class TestNothingToCompareWith:
    def test_the_exit_code_is_2_and_the_remedy_is_told(self) -> None:
        result = verify()
        assert result.exit_code == 2
        assert "ivr asterisk config" in result.stderr
        assert "asterisk_log" in verify("--lang zh").stderr

    def test_a_log_that_cannot_be_read_is_2_as_well(self, site: Path) -> None:
        asterisk(site)
        (site / "var" / "callwright.db").unlink()
        assert verify().exit_code == 2
