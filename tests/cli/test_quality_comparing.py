"""`ivr quality agreement`, `calibrate`, `agree`, `calibration` and `trend`, on a call log."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app

CALL = "1763776800.12"
FORM = """\
form: service
title: {zh: 质检, en: Service}
sections:
  - title: {zh: 处理, en: Handling}
    items:
      - {id: greeting, text: {zh: 问候, en: Greets}}
      - {id: clarity, text: {zh: 清楚, en: Clear}, kind: scale}
"""


def ivr(command: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, shlex.split(f"quality {command}"))
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(autouse=True)
def _forms(site: Path) -> None:
    (site / "config/quality/service.yaml").write_text(FORM)
    for name, clarity in (("good", 5), ("fair", 3), ("poor", 1)):
        (site / f"{name}.yaml").write_text(f"answers: {{greeting: yes, clarity: {clarity}}}\n")


class TestAgreement:
    def test_two_scorers_of_a_talk(self) -> None:
        for scorer, file in (("ann", "good"), ("bob", "fair")):
            ivr(f"score {file}.yaml --call {CALL} --by {scorer} --final")
        heading, whole, *items = ivr("agreement --items").stdout.splitlines()
        assert heading.split() == ["Form", "Scorers", "Item", "Talks", "Same", "Kappa", "Weighted", "kappa"]
        assert whole.split() == ["service", "ann,", "bob", "all", "1", "50.0%", "0.00", "0.00"]
        assert [row.split()[3] for row in items] == ["greeting", "clarity"]
        assert "no data" in items[0]

    def test_for_programs(self) -> None:
        for scorer in ("ann", "bob"):
            ivr(f"score good.yaml --call {CALL} --by {scorer} --final")
        (found,) = map(json.loads, ivr("agreement --json").stdout.splitlines())
        assert found["whole"] == {"pairs": 2, "same": 1.0, "kappa": None, "weighted": None}

    def test_of_one_scorer_nothing_can_be_compared(self) -> None:
        ivr(f"score good.yaml --call {CALL} --final")
        assert "No talk has final scores of two scorers" in ivr("agreement").stderr
        assert "无法比较" in ivr("agreement --lang zh").stderr


class TestCalibration:
    def test_each_scorers_deviation_from_what_was_agreed_and_their_bias(self) -> None:
        session = ivr(f"calibrate --call {CALL} --agent li").stdout.split()[1]
        for scorer, file in (("ann", "good"), ("bob", "poor")):
            ivr(f"score {file}.yaml --call {CALL} --session {session} --by {scorer} --final")
        assert "has not agreed yet" in ivr(f"calibration {session}").stderr
        assert "agreed on 75" in ivr(f"agree fair.yaml --session {session} --by lead").stdout
        _, ann, bob = ivr(f"calibration {session}").stdout.splitlines()
        assert ann.split() == ["ann", "100", "75", "+25.00", "clarity"]
        assert bob.split() == ["bob", "50", "75", "-25.00", "clarity"]
        biases = [json.loads(line) for line in ivr("calibration --json").stdout.splitlines()]
        assert biases[0] == {"scorer": "ann", "sessions": 1, "bias": 25.0, "off": 25.0}
        assert session in ivr("calibration --lang zh").stdout

    def test_of_none_says_how_to_open_one(self) -> None:
        assert "ivr quality calibrate opens one" in ivr("calibration").stderr

    def test_of_a_session_that_is_not_there(self) -> None:
        assert "no calibration 'x'" in ivr("calibration x", 1).output
        assert "没有校准会话" in ivr("agree good.yaml --session x --lang zh", 1).output

    def test_of_an_agent_who_did_not_talk(self) -> None:
        assert "did not talk in this call" in ivr(f"calibrate --call {CALL} --agent wang", 1).output


class TestTrend:
    def test_with_too_few_scores_there_is_none_to_tell(self) -> None:
        ivr(f"score good.yaml --call {CALL} --final")
        _, row = ivr("trend").stdout.splitlines()
        assert row.split() == ["李强", "1", "100.0", "no", "data", "too", "few"]
        assert json.loads(ivr("trend --json").stdout)["slope"] is None

    def test_without_scores(self) -> None:
        assert "no final scores" in ivr("trend").stderr


def test_a_name_that_is_nowhere_is_told_with_the_nearest() -> None:
    assert "no form 'servise'; did you mean 'service'?" in ivr("agreement --form servise").stderr
    assert "没有坐席“lee”" in ivr("trend --agent lee --lang zh").stderr
