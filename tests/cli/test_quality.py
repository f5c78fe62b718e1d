"""`ivr quality` on a folder with a talk of li's."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app

CALL = "1763776800.12"
GOOD = """\
comment: 听了两遍
answers:
  greeting: yes
  understanding: 5
  identity: na
  solution: {answer: missed, comment: 客户要再打一次}
  courtesy: yes
  closing: yes
"""


@pytest.fixture
def answers(site: Path) -> Path:
    """A file of answers that come to 55.56: the solution is 40 of 90 that apply."""
    path = site / "answers.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, ["quality", *shlex.split(command)])


def told(command: str, code: int = 0) -> str:
    result = ivr(command)
    assert result.exit_code == code, result.output
    return result.output


def listed(command: str) -> list[dict[str, object]]:
    result = ivr(f"{command} --json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def scored(more: str = "--final --by ann") -> str:
    return told(f"score answers.yaml --call {CALL} {more}")


def appealed() -> str:
    return told("appeal 1 --agent li --text 'solved at 0:20'")


@pytest.mark.usefixtures("site")
class TestForms:
    def test_the_forms_are_listed(self) -> None:
        heading, row = told("forms").splitlines()
        assert heading.split() == ["Form", "Title", "Items", "Version"]
        assert row.split()[:4] == ["service", "Service", "quality", "6"]

    def test_in_chinese(self) -> None:
        assert "服务质检表" in told("forms --lang zh")

    def test_for_programs_with_all_that_is_in_them(self) -> None:
        (form,) = listed("forms")
        assert (form["form"], form["version"], len(str(form["fingerprint"]))) == ("service", "1", 16)

    def test_a_form_with_a_fault_is_told_with_its_place_and_the_others_are_listed(self, site: Path) -> None:
        (site / "config/quality/ours.yaml").write_text("form: ours\n", encoding="utf-8")
        output = told("forms")
        assert "quality/ours.yaml:1:1: error" in output
        assert "service" in output

    def test_without_any_the_remedy_is_told(self, site: Path) -> None:
        (site / "config/quality/service.yaml").unlink()
        assert "has no scoring form; write one" in told("forms")


@pytest.mark.usefixtures("answers")
class TestScoring:
    def test_a_draft_is_kept_and_made_final(self) -> None:
        assert "Draft 1 kept, 55.56 so far" in scored("--by ann")
        assert scored() == "Score 1 is final: 55.56.\n"
        assert "is final; only an appeal changes it" in told(f"score answers.yaml --call {CALL} --by ann", 1)

    def test_in_chinese(self) -> None:
        assert scored("--final --lang zh") == "得分 1 已定稿：55.56。\n"

    def test_a_fault_of_the_file_is_told_with_its_place(self, answers: Path) -> None:
        for old, new, said in (
            ("understanding: 5", "understanding: 6", "4:18: error: found '6'; allowed: 1, 2"),
            ("greeting: yes", "greting: yes", "3:3: error: the form 'service' has no item 'greting'"),
            ("comment: 听", "coment: 听", "1:1: error: unknown key 'coment'"),
            ("answers:", "answers: [", "4:16: error: the lines do not fit together"),
        ):
            answers.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
            assert said in told(f"score answers.yaml --call {CALL}", 1)

    def test_a_file_that_is_not_there_is_told(self) -> None:
        assert "no-such.yaml" in told(f"score no-such.yaml --call {CALL}", 1)

    def test_what_is_missing_of_a_final_score_is_told_and_nothing_kept(self, answers: Path) -> None:
        answers.write_text(GOOD.replace("  closing: yes\n", ""), encoding="utf-8")
        assert "closing: not answered; allowed: no, yes" in told(
            f"score answers.yaml --call {CALL} --final", 1
        )
        assert listed("scores") == []

    def test_the_call_the_agent_and_the_form_may_stand_in_the_file(self, answers: Path) -> None:
        answers.write_text(f"form: service\ncall: '{CALL}'\nagent: li\n{GOOD}", encoding="utf-8")
        assert "Score 1 is final" in told("score answers.yaml --final")

    def test_what_cannot_be_scored_is_told(self) -> None:
        for options, said in (
            ("", "say which call"),
            ("--call 1.1", "no call '1.1'"),
            (f"--call {CALL} --agent chen", "'chen' did not talk in this call; it was: li"),
            (f"--call {CALL} --form servce", "no form 'servce'; did you mean 'service'?"),
            ("--call 1763776801.13", "did not talk in this call; no agent talked in it"),
        ):
            assert said in " ".join(told(f"score answers.yaml {options}", 1).split())


@pytest.mark.usefixtures("answers")
class TestScores:
    def test_they_are_listed(self) -> None:
        scored()
        heading, row = told("scores").splitlines()
        assert heading.split()[:6] == ["Id", "When", "Agent", "Queue", "Form", "Scorer"]
        for shown in ("李强", "service", "ann", "final", "55.56", CALL):
            assert shown in row

    def test_they_are_found_by(self) -> None:
        scored()
        for wanted, found in (
            ("--agent li --queue buyers --form service --scorer ann", 1),
            (f"--call {CALL} --from 2025-11-22 --to 2025-11-22", 1),
            ("--agent chen", 0),
            ("--appeals", 0),
            ("--from 2025-11-23", 0),
        ):
            assert len(listed(f"scores {wanted}")) == found, wanted

    def test_none_says_so(self) -> None:
        assert told("scores --lang zh") == "没有符合条件的得分。\n"

    def test_one_is_shown_with_its_answers_on_the_form_as_it_was(self, site: Path) -> None:
        scored()
        form = site / "config/quality/service.yaml"
        form.write_text(
            form.read_text(encoding="utf-8").replace("Left unsolved", "Nothing"), encoding="utf-8"
        )
        lines = [line.strip() for line in told("show 1").splitlines()]
        assert "What became of the matter: Left unsolved" in lines
        assert "客户要再打一次" in lines
        assert "Comment: 听了两遍" in lines

    def test_one_that_is_not_there_is_told(self) -> None:
        for number in ("2", "9" * 15):
            assert f"no score {number} that you may see" in told(f"show {number}", 1)
        for number in ("0", "9" * 30, "x"):
            told(f"show {number}", 2)

    def test_a_comment_does_no_harm_to_the_terminal(self, answers: Path) -> None:
        said = "\u202eevil\u2028b\x85 [red]x[/] {0.__class__} 👩\u200d💻"
        answers.write_text(GOOD.replace("听了两遍", f"'{said}'"), encoding="utf-8")
        scored()
        assert "Comment:  evil b [red]x[/] {0.__class__} 👩 💻" in told("show 1")


@pytest.mark.usefixtures("answers")
class TestAppeals:
    def test_an_appeal_is_upheld(self) -> None:
        scored()
        assert appealed() == "Appealed against score 1.\n"
        assert [score["id"] for score in listed("scores --appeals")] == [1]
        assert told("decide 1 --by lead --reason 'not in the sound'") == "Score 1 upheld: 55.56.\n"
        shown = told("show 1")
        assert "Appeal: solved at 0:20" in shown
        assert "Decision: not in the sound" in shown

    def test_an_appeal_changes_the_score_and_keeps_what_was(self, answers: Path) -> None:
        scored()
        appealed()
        answers.write_text(GOOD.replace("missed", "solved"), encoding="utf-8")
        said = told("decide 1 --by lead --reason 'it is' --answers answers.yaml")
        assert said == "Score 1 changed from 55.56 to 100.\n"
        (score,) = listed("scores")
        appeal = score["appeal"]
        assert isinstance(appeal, dict)
        assert (score["score"], appeal["outcome"], appeal["before"]["score"]) == (100.0, "changed", 55.56)

    def test_what_cannot_be_is_told(self) -> None:
        scored()
        for command, said in (
            ("appeal 1 --agent chen --text no", "agent chen has no final score 1"),
            ("appeal 1 --agent li --text ' '", "say what is wrong with the score"),
            ("decide 1 --by lead --reason no", "there is no appeal against this score"),
            (f"appeal 1 --agent li --text {'x' * 4001}", "at most 4000 characters"),
        ):
            assert said in " ".join(told(command, 1).split())

    def test_nobody_decides_about_their_own_score(self) -> None:
        scored()
        appealed()
        assert "nobody decides about their own score" in told("decide 1 --by ann --reason no", 1)

    def test_who_did_what_is_in_the_trail(self) -> None:
        assert told("audit") == "Nothing was done yet.\n"
        scored()
        appealed()
        assert [(line["what"], line["about"]) for line in listed("audit")] == [
            ("quality_appealed", "score 1"),
            ("quality_finalised", f"score 1 call {CALL} agent li"),
        ]
        assert "quality_finalised" in told("audit --lang zh")

    def test_what_a_caller_said_goes_from_comments_with_the_caller(self) -> None:
        scored()
        appealed()
        command = "recordings erase --number 13800000001 --yes"
        result = CliRunner().invoke(app, shlex.split(command))
        assert result.exit_code == 0, result.output
        shown = told("show 1")
        assert "55.56" in shown
        for text in ("客户要再打一次", "听了两遍", "solved at 0:20"):
            assert text not in shown


@pytest.mark.usefixtures("answers")
class TestSlips:
    @pytest.mark.parametrize(
        ("option", "text"),
        [
            ("--agent wnag", "no agent 'wnag'; did you mean 'wang'?"),
            ("--queue suport", "no queue 'suport'; did you mean 'support'?"),
            ("--form servise", "no form 'servise'; did you mean 'service'?"),
            ("--scorer anne", "no scorer 'anne'; did you mean 'ann'?"),
        ],
    )
    def test_a_name_that_is_nowhere_is_told_with_the_nearest(self, option: str, text: str) -> None:
        scored()
        assert text in ivr(f"scores {option}").stderr

    def test_agents_are_found_by_the_names_that_lists_show(self) -> None:
        scored()
        shown = told("scores").splitlines()[1].split()[3]
        assert [each["agent"] for each in listed(f"scores --agent {shown}")] == ["li"]

    def test_a_final_score_that_does_not_show_yet_is_explained_and_a_draft_can_be_dropped(self) -> None:
        scored("--by bob")
        scored()
        assert "draft 1 (bob)" in ivr("scores --scorer ann").stderr
        assert "Draft 1 is dropped" in told("discard 1")
        assert [each["scorer"] for each in listed("scores")] == ["ann"]
        assert "没有您的草稿" in told("discard 2 --lang zh", 1)

    def test_a_calibration_knows_its_call_agent_and_form(self) -> None:
        session = told(f"calibrate --call {CALL} --agent li").split()[1]
        assert "is final: 55.56" in told(f"score answers.yaml --session {session} --final --by ann")

    def test_a_decision_without_a_change_is_no_change(self) -> None:
        scored()
        appealed()
        assert "leave them out to uphold" in told("decide 1 --reason yes --answers answers.yaml --by bob", 1)
