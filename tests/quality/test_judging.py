"""Answers to a score: the formula, what is fatal, what may be left out, and what makes no sense."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.document.model import Faults
from ivr.quality.form import Form
from ivr.quality.judging import LONGEST, Answer, answered, judged, missing
from tests.quality.forms import FORM, GOOD, form

CALLS = form()


def score(**changed: object) -> tuple[float | None, tuple[str, ...]]:
    found = judged(CALLS, answered(CALLS, {**GOOD, **changed}))
    return found.score, found.fatal


def complaints(given: Mapping[str, object], of: Form = CALLS) -> list[tuple[str, str]]:
    with pytest.raises(Faults) as refused:
        answered(of, given)
    assert all(fault.zh for fault in refused.value.faults)
    return [(".".join(map(str, fault.path)), str(fault)) for fault in refused.value.faults]


def test_all_that_is_right_is_a_hundred() -> None:
    assert score() == (100.0, ())


def test_each_item_counts_by_its_weight() -> None:
    assert score(greeting="no") == (87.5, ())  # 7 of 8
    assert score(clarity="3") == (87.5, ())  # half of 2 is lost
    assert score(result="noted") == (75.0, ())  # half of 4
    assert score(greeting="no", clarity="1", result="left") == (12.5, ())  # 1 of 8


def test_what_is_not_applicable_is_left_out_of_the_whole() -> None:
    assert score(identity="na", greeting="no") == (85.71, ())  # 6 of 7


def test_a_fatal_item_makes_the_score_nought() -> None:
    assert score(identity="no") == (0.0, ("identity",))


def test_where_nothing_that_counts_applies_there_is_no_score() -> None:
    only = form(FORM.replace("weight: 1}\n      - {id: clarity", "weight: 0}\n      - {id: clarity"))
    assert judged(only, {"greeting": Answer("yes")}).score is None


@given(st.fixed_dictionaries({item.id: st.sampled_from(item.answers) for item in CALLS.items}))
def test_a_score_is_between_nought_and_a_hundred_and_a_better_answer_never_lowers_it(
    given: dict[str, str],
) -> None:
    now = judged(CALLS, answered(CALLS, given)).score
    assert now is not None
    assert 0 <= now <= 100
    better = {**given, "clarity": str(min(5, int(given["clarity"]) + 1))}
    after = judged(CALLS, answered(CALLS, better)).score
    assert after is not None
    assert after >= now


def test_answers_may_be_written_as_programs_and_people_write_them() -> None:
    given = {"greeting": True, "clarity": 5, "identity": " no ", "result": {"answer": "solved"}}
    assert {name: each.answer for name, each in answered(CALLS, given).items()} == {
        "greeting": "yes",
        "clarity": "5",
        "identity": "no",
        "result": "solved",
    }


@pytest.mark.parametrize(
    ("name", "value", "field", "said"),
    [
        ("greting", "yes", "greting", "no item 'greting'; did you mean 'greeting'?"),
        ("greeting", "perhaps", "greeting", "found 'perhaps'; allowed: no, yes"),
        ("greeting", "na", "greeting", "allowed: no, yes"),
        ("greeting", 1, "greeting", "allowed: no, yes"),
        ("clarity", 6, "clarity", "allowed: 1, 2, 3, 4, 5"),
        ("clarity", 4.5, "clarity", "allowed: 1, 2, 3, 4, 5"),
        ("clarity", True, "clarity", "found 'True'"),
        ("clarity", "٣", "clarity", "allowed: 1, 2, 3, 4, 5"),
        ("clarity", None, "clarity", "found 'None'"),
        ("result", "Solved", "result", "allowed: solved, noted, left"),
        ("result", [], "result", "found '[]'"),
        ("result", {"answer": "left", "coment": "x"}, "result.coment", "did you mean 'comment'?"),
        ("result", {"answer": "left", "comment": 5}, "result.comment", "expected a text"),
        ("result", {"answer": "left", "comment": "x" * (LONGEST + 1)}, "result.comment", "at most 4000"),
        ("result", {"answer": "left", "comment": "a\0b"}, "result.comment", "no control characters"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told_with_its_item(
    name: str, value: object, field: str, said: str
) -> None:
    ((where, text),) = complaints({name: value})
    assert where == field
    assert said in text


def test_all_faults_are_told_at_once() -> None:
    assert len(complaints({"greeting": "x", "clarity": 9, "nothing": 1})) == 3


@pytest.mark.parametrize("comment", ["👩‍💻🎉", "两行\n第二行", "x" * LONGEST, "\u202egnp", "{{ 7 * 7 }}"])
def test_a_comment_is_kept_as_it_was_written(comment: str) -> None:
    found = answered(CALLS, {"clarity": {"answer": "2", "comment": comment}})
    assert found["clarity"].comment == comment


def test_a_score_is_complete_with_every_answer_and_the_comments_that_have_to_be() -> None:
    given = {"greeting": "yes", "clarity": "4", "result": "solved"}
    told = {fault.path: str(fault) for fault in missing(CALLS, answered(CALLS, given))}
    assert told == {
        ("clarity", "comment"): "a comment has to say why",
        ("identity",): "not answered; allowed: no, yes, na",
    }
    why = {**GOOD, "clarity": {"answer": "4", "comment": "太快"}}
    assert missing(CALLS, answered(CALLS, why)) == []
