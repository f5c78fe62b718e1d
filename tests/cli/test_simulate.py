"""`ivr simulate` on the shipped settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app

LOAD = """
hours: 1
replications: 3
callers:
  - {queue: support, per_hour: 20, talk: 3m, patience: 2m, needs: zh}
  - {queue: vip, per_hour: 5, talk: 4m, priority: 50, needs: vip}
"""


def ivr(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["simulate", *arguments])
    assert result.exit_code == code, result.output
    return result


def rows(*arguments: str) -> list[Any]:
    return [json.loads(line) for line in ivr(*arguments, "--json").stdout.splitlines()]


@pytest.fixture
def load(site: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (site / "load.yaml").write_text(LOAD)
    monkeypatch.setenv("COLUMNS", "160")
    return "load.yaml"


def test_queues_and_agents_are_shown_with_confidence_and_the_formula(load: str) -> None:
    shown = ivr(load, "--lang", "en").stdout
    for words in (
        "Customer service",
        "Diamond members",
        "王芳",
        "±",
        "formula D",
        "Means of 3 runs of 1 hours",
    ):
        assert words in shown


def test_in_chinese(load: str) -> None:
    shown = ivr(load, "--lang", "zh").stdout
    for words in ("客户服务", "服务水平按公式D", "3次模拟的平均值及95%置信区间"):
        assert words in shown


def test_programs_get_a_row_a_queue_and_a_row_an_agent(load: str) -> None:
    found = rows(load, "--seed", "4")
    assert [row.get("queue") or row["agent"] for row in found][:3] == ["support", "vip", "wang"]
    assert found[0]["runs"] == 3
    assert 0 <= found[0]["service_level"]["mean"] <= 1
    assert found == rows(load, "--seed", "4") != rows(load, "--seed", "5")


def test_options_will_do_without_a_file(load: str) -> None:
    (support, *_) = rows("--queue", "support", "--per-hour", "10", "--talk", "2m", "--patience", "1m")
    assert support["queue"] == "support"
    assert support["entered"] == pytest.approx(80, rel=0.2)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 1, "give a load file, or name a queue by --queue: support, vip, corporate, operator"),
        (("--queue", "nowhere"), 1, "there is no queue 'nowhere'; allowed: corporate, letters"),
        (("--queue", "suport"), 1, "did you mean 'support'?"),
        (("--queue", "vip", "--talk", "long"), 2, "'long' is not a duration"),
        (("--queue", "vip", "--talk", "0s"), 2, "it must be longer than 0s"),
        (("absent.yaml",), 1, "absent.yaml:1:1"),
    ],
)
def test_what_cannot_be_simulated_is_told(
    load: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert said in " ".join(ivr(*arguments, "--lang", "en", code=code).output.replace("│", " ").split())


def test_a_mistake_in_the_file_is_told_with_its_line(load: str, site: Path) -> None:
    (site / "load.yaml").write_text(LOAD.replace("queue: vip", "queue: vipp"))
    assert "load.yaml:6:13: error: there is no queue 'vipp'" in ivr(load, "--lang", "en", code=1).output


def test_the_offered_load_and_the_handle_time_are_told(load: str) -> None:
    shown = ivr(load, "--lang", "en").stdout
    assert "Customer service (zh): offered load 1.0 Erlang at a handle time of 3:08" in shown


def test_what_nobody_can_serve_is_told_and_its_callers_wait_on(load: str, site: Path) -> None:
    (site / load).write_text(LOAD.replace("needs: vip", "needs: seller >= 5"))
    shown = ivr(load, "--lang", "en").stdout
    assert "no agent who is there can serve Diamond members (seller >= 5)" in shown
    assert "Diamond members: " in shown
    vip = next(row for row in rows(load) if row.get("queue") == "vip")
    assert vip["waiting"] == pytest.approx(vip["entered"])
    assert vip["longest_wait"]["mean"] > 3600


def test_more_than_the_agents_can_do_is_told(load: str, site: Path) -> None:
    (site / load).write_text(LOAD.replace("per_hour: 20", "per_hour: 200"))
    shown = " ".join(ivr(load, "--lang", "en").stdout.split())
    assert "10.4 Erlang are too much for the 5 agents who can serve them. It never settles" in shown


def test_an_unknown_agent_in_the_file_is_told_with_the_nearest(load: str, site: Path) -> None:
    (site / load).write_text(LOAD + "agents: {wong: 1.0}\n")
    assert "there is no agent 'wong'; did you mean 'wang'?" in ivr(load, "--lang", "en", code=1).output
