"""`ivr replay` on a generated day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from tests.staffing.generated import Made, day, people
from tests.staffing.site import QUEUES, settings, write

MADE = Made({"a": 60.0, "b": 40.0}, 1, people([{"a": 1, "b": 1}] * 4 + [{"a": 1}] * 2), wrap_up=60.0)
DAY = ("--from", "2026-11-24 08:00", "--to", "2026-11-24 09:00")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("replay")
    settings(root, MADE)
    write(root, day(MADE))
    (root / "quick.yaml").write_text(QUEUES.format(wrap_up="0s"))
    (root / "wrong.yaml").write_text(QUEUES.format(wrap_up="soon"))
    (root / "more.yaml").write_text(
        (root / "config/agents.yaml").read_text() + "  new: {name: 新人, phone: 2999}\n"
    )
    (root / "neither.yaml").write_text("flows: {}\n")
    return root


@pytest.fixture(autouse=True)
def _there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    for name in ("CALLWRIGHT_CONFIG", "CALLWRIGHT_DATABASE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "160")


def ivr(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["replay", *arguments])
    assert result.exit_code == code, result.output
    return result


def told(*arguments: str) -> Any:
    return json.loads(ivr(*arguments, "--json").stdout)


def test_a_changed_queue_is_shown_beside_the_log_and_the_replay_as_set() -> None:
    shown = ivr(*DAY, "--with", "quick.yaml", "--lang", "en").stdout
    for row in ("as logged", "replayed as set", "replayed as changed", "difference"):
        assert row in shown
    assert "Customer service" in shown
    assert "formula D: answered in time / (answered + abandoned - abandoned in time), in 20 s." in shown
    assert "error of the replay itself" in shown


def test_in_chinese() -> None:
    shown = ivr(*DAY, "--with", "quick.yaml", "--lang", "zh").stdout
    for words in (
        "客户服务",
        "按更改后的设置重放",
        "差值",
        "平均应答时长",
        " 秒",
        "服务水平按公式D",
        "种子1",
    ):
        assert words in shown


def test_programs_get_each_side_and_the_difference() -> None:
    row = told(*DAY, "--with", "quick.yaml")
    assert (row["queue"], row["formula"], row["within"]) == ("support", "D", 20.0)
    assert row["from"] == "2026-11-24T08:00:00.000+08:00"
    assert row["replayed"]["abandoned"] == row["logged"]["abandoned"]
    assert row["difference"]["service_level"] == pytest.approx(
        row["changed"]["service_level"] - row["replayed"]["service_level"], abs=2e-6
    )
    assert row["changed"]["service_level"] > row["logged"]["service_level"]


def test_the_same_seed_gives_the_same_figures() -> None:
    assert told(*DAY, "--with", "quick.yaml", "--seed", "5") == told(
        *DAY, "--with", "quick.yaml", "--seed", "5"
    )


def test_without_a_change_the_replay_stands_beside_the_log_alone() -> None:
    shown = ivr(*DAY, "--lang", "en").stdout
    assert "replayed as set" in shown
    assert "replayed as changed" not in shown


def test_agents_whom_the_change_adds_are_named() -> None:
    assert (
        "Agents whom the change adds are there all the time: new."
        in ivr(*DAY, "--with", "more.yaml", "--lang", "en").stdout
    )


def test_a_fault_in_the_changed_file_is_told_with_its_line() -> None:
    result = ivr(*DAY, "--with", "wrong.yaml", "--lang", "en", code=1)
    assert "wrong.yaml:4:14: error: 'soon' is not a duration" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--with", "neither.yaml"), "neither.yaml: give a settings file that has agents: or queues:"),
        (("--with", "quick.yaml", "--with", "wrong.yaml"), "another file gives the queues already"),
        (("--with", "absent.yaml"), "absent.yaml: No such file"),
    ],
)
def test_a_file_that_changes_nothing_is_told(arguments: tuple[str, ...], said: str) -> None:
    assert said in " ".join(ivr(*DAY, *arguments, "--lang", "en", code=1).output.split())


def test_a_time_in_which_nobody_waited_is_told() -> None:
    result = ivr("--from", "2026-11-20", "--to", "2026-11-20", "--lang", "en", code=1)
    assert (
        "nobody waited in a queue in this time: 2026-11-20 00:00:00 to 2026-11-21 00:00:00" in result.output
    )


def test_a_time_that_ends_before_it_begins_is_told() -> None:
    result = ivr("--from", "2026-11-24", "--to", "2026-11-23", "--lang", "en", code=2)
    assert "it ends before it begins" in result.output


def test_words_that_are_no_time_are_told() -> None:
    assert "is no time" in ivr("--from", "noon", code=2).output


def test_the_time_and_the_number_of_stays_are_told() -> None:
    shown = ivr(*DAY, "--lang", "en").stdout
    entered = sum(json.loads(line)["replayed"]["entered"] for line in ivr(*DAY, "--json").stdout.splitlines())
    assert f"Replayed: {entered} stays in queues, 2026-11-24 08:00:00 to 2026-11-24 09:00:00." in shown
    assert "Warning" not in shown


def test_few_calls_are_told_as_few() -> None:
    shown = ivr("--from", "2026-11-24 08:00", "--to", "2026-11-24 08:06", "--lang", "en").stdout
    assert "Warning: with fewer than 50, a difference may well be chance" in shown
