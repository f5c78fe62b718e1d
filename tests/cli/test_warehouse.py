"""`ivr warehouse export` from the command line."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.cli.warehouse import SECRET

PAGE = Path(__file__).parents[2] / "docs" / "warehouse.md"


def asked(question: str) -> list[Any]:
    """The rows that DuckDB gives."""
    return duckdb.connect().execute(question).fetchall()


def ivr(command: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result


@pytest.mark.usefixtures("site")
def test_it_tells_which_days_were_written_and_then_that_nothing_is_new() -> None:
    assert "days written: 2, from 1970-01-01 to 2025-11-22" in ivr("warehouse export out --lang en").stdout
    assert "已是最新" in ivr("warehouse export out --lang zh").stdout


@pytest.mark.usefixtures("site")
def test_sums_over_the_files_are_those_of_the_report() -> None:
    ivr("warehouse export out")
    report = json.loads(ivr("report inbound --from 2025-11-22 --to 2025-11-22 --by all --format json").stdout)
    (total,) = report["rows"]
    query = """
        SELECT count(*), count(*) FILTER (outcome = 'answered'), count(*) FILTER (outcome = 'abandoned')
        FROM read_parquet('out/visits/*/*.parquet')
    """
    assert asked(query) == [(total["offered"], total["answered"], total["abandoned"])]
    assert total["offered"] > 0


@pytest.mark.usefixtures("site")
def test_the_question_in_the_manual_can_be_asked() -> None:
    ivr("warehouse export warehouse")
    questions = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert questions
    for question in questions:
        assert asked(question.replace("/srv/warehouse", "warehouse"))


@pytest.mark.usefixtures("site")
def test_hashed_numbers_need_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET, raising=False)
    assert SECRET in ivr("warehouse export out --numbers hashed --lang en", code=1).output
    monkeypatch.setenv(SECRET, "sixteen characters")
    ivr("warehouse export out --numbers hashed")
    lengths = "SELECT DISTINCT length(caller_number) FROM 'out/calls/*/*.parquet'"
    assert asked(lengths) == [(32,)]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("warehouse export out --numbers hidden", "masked"),
        ("warehouse export out --numbers plain", "--numbers masked"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(command: str, told: str) -> None:
    ivr("warehouse export out")
    result = CliRunner().invoke(app, [*shlex.split(command), "--lang", "en"], env={"COLUMNS": "200"})
    assert result.exit_code != 0
    assert told in result.output


@pytest.mark.usefixtures("site")
def test_a_folder_that_is_a_file_is_told_without_a_traceback(site: Path) -> None:
    (site / "taken").write_text("x")
    result = ivr(f"warehouse export taken{os.sep}in", code=1)
    assert "taken" in result.output
    assert "Traceback" not in result.output
