"""`survey`: a few questions, each answer in the log at once, nobody pressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.events import RecordingStored, SurveyAnswered, SurveyBegan
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Manner, Press, Surroundings
from ivr.journal.fold import fold

from .calls import call, problems

ALL = """
main:
  - survey:
      name: after_call
      questions:
        - {id: satisfaction, kind: csat, prompt: 满意度。}
        - {id: recommend, kind: nps, prompt: 推荐。}
        - {id: solved, kind: yes_no, prompt: 解决。}
        - {id: reason, kind: choice, choices: {1: price, 2: delivery}, prompt: 原因。}
  - play: 再见。
"""
COMMENT = """
main:
  - survey:
      name: words
      questions: [{id: satisfaction, kind: csat, prompt: 满意度。}]
      comment: 请留言。
"""


def one(kind: str, *acts: Press | HangUp) -> Told:
    return call(f"main: [{{survey: {{name: s, questions: [{{id: q, kind: {kind}, prompt: 问。}}]}}}}]", *acts)


def answers(told: Told) -> list[tuple[str, str, int | None]]:
    return [(fact.outcome, fact.answer, fact.score) for fact in told.all(SurveyAnswered)]


def test_four_kinds_of_questions_are_asked_in_their_order() -> None:
    told = call(
        ALL, *(Press(key, hearing=words) for key, words in zip("5*12", ("满", "推", "解", "原"), strict=True))
    )
    assert [(fact.question, fact.kind, fact.answer, fact.score) for fact in told.all(SurveyAnswered)] == [
        ("satisfaction", "csat", "5", 5),
        ("recommend", "nps", "10", 10),
        ("solved", "yes_no", "yes", 1),
        ("reason", "choice", "delivery", 2),
    ]
    assert [(fact.survey, fact.questions) for fact in told.all(SurveyBegan)] == [("after_call", 4)]
    assert told.heard[-2:] == ("感谢您的评价。", "再见。")


@pytest.mark.parametrize(
    ("keys", "score"), [("0", 0), ("1", 1), ("1#", 1), ("10", 10), ("*", 10), ("9", 9), ("2", 2)]
)
def test_a_recommendation_is_0_to_10(keys: str, score: int) -> None:
    assert answers(one("nps", Press(keys))) == [("answered", str(score), score)]


@pytest.mark.parametrize(("kind", "key", "answer"), [("csat", "1", "1"), ("yes_no", "2", "no")])
def test_an_answer_has_its_word(kind: str, key: str, answer: str) -> None:
    assert answers(one(kind, Press(key)))[0][:2] == ("answered", answer)


def test_hash_skips_a_question() -> None:
    told = call(ALL, Press("#", hearing="满意度"), Press("8", hearing="推荐"))
    assert answers(told)[:2] == [("skipped", "", None), ("answered", "8", 8)]


def test_a_key_that_is_no_answer_is_told_and_asked_again() -> None:
    told = one("csat", Press("9"), Press("4", hearing="问"))
    assert answers(told) == [("answered", "4", 4)]
    assert "对不起，没有这个选项。" in told.heard


@pytest.mark.parametrize("keys", ["15", "1*"])
def test_two_keys_that_are_no_number_up_to_ten_are_no_answer(keys: str) -> None:
    assert answers(one("nps", Press(keys), Press("3", hearing="没有这个选项", after=3.0))) == [
        ("answered", "3", 3)
    ]


def test_after_two_wrong_keys_the_question_is_skipped() -> None:
    assert answers(one("csat", Press("9"), Press("8", hearing="没有"))) == [("skipped", "", None)]


def test_silence_ends_it_kindly() -> None:
    told = call(ALL, Press("5", hearing="满意度"))
    assert answers(told) == [("answered", "5", 5), ("no_input", "", None)]
    assert told.heard[-2:] == ("好的，谢谢您。", "再见。")


def test_who_hangs_up_has_given_the_answers_so_far() -> None:
    told = call(ALL, Press("5", hearing="满意度"), Press("7", hearing="推荐"), HangUp(hearing="解决"))
    assert [score for _, _, score in answers(told)] == [5, 7]


def test_a_comment_is_recorded_at_the_end() -> None:
    told = call(COMMENT, Press("2"), around=Surroundings(speaks=4.0))
    assert [(fact.kind, fact.channels) for fact in told.all(RecordingStored)] == [("comment", 1)]
    assert told.heard[-1] == "感谢您的评价。"


def test_a_comment_may_be_left_out() -> None:
    told = call(COMMENT, Press("2"), around=Surroundings(speaks=0.0))
    assert told.all(RecordingStored) == []


def test_a_comment_cut_off_by_the_hang_up_is_kept(tmp_path: Path) -> None:
    around = Surroundings(speaks=30.0, recordings=tmp_path)
    told = call(COMMENT, Press("2"), HangUp(hearing="请留言", after=6.0), around=around, recordings=tmp_path)
    assert [fact.kind for fact in told.all(RecordingStored)] == ["comment"]


def test_behind_a_talk_it_asks_when_the_agent_has_hung_up() -> None:
    flows = ALL.replace("main:\n", "main:\n  - queue: {to: support}\n")
    told = call(flows, Press("5", hearing="满意度"), around=Surroundings(other=Manner(talks=20.0)))
    assert answers(told)[0] == ("answered", "5", 5)


def test_it_is_no_outcome_of_a_call() -> None:
    told = call(ALL, Press("5", hearing="满意度"))
    assert fold([event for event in told.events if hasattr(event, "call")]).keys == ()  # type: ignore[misc]


def test_slips_are_told() -> None:
    asked = "main: [{survey: {name: s, questions: [%s]}}]"
    assert problems(asked % "")
    assert problems(asked % ", ".join(["{id: q%d, kind: csat, prompt: a}" % n for n in range(6)]))  # noqa: UP031
    assert any("'choices'" in text for text in problems(asked % "{id: q, kind: choice, prompt: a}"))
    twice = "{id: q, kind: csat, prompt: a}, {id: q, kind: nps, prompt: a}"
    assert "two questions have the id 'q'" in "".join(problems(asked % twice))
