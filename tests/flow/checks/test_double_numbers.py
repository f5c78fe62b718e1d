"""A number or a name that is taken."""

from __future__ import annotations

from ivr.flow.check import check_drafts
from ivr.flow.reader import read_draft
from ivr.steps import CATALOGUE

from .samples import found

PLAN = 'dialplan: a\nnumbers: ["100", "1xx"]\nstart: main\nflows: {main: [hangup]}\n'


def test_a_number_that_stands_twice_is_told_at_the_second() -> None:
    assert found(PLAN.replace("1xx", "100"), "double_numbers") == [(2, 18)]


def test_a_number_of_another_dialplan_is_an_error_in_the_second() -> None:
    drafts = [read_draft(PLAN, CATALOGUE, "a.yaml"), read_draft(PLAN, CATALOGUE, "b.yaml")]
    usable, problems = check_drafts(drafts)
    assert [str(problem) for problem in problems] == [
        "b.yaml:1:11: error: the dialplan name 'a' is taken already, in a.yaml:1:11 [double_numbers]",
        "b.yaml:2:11: error: the number 100 is taken already, in a.yaml:2:11 [double_numbers]",
        "b.yaml:2:18: error: the number 1xx is taken already, in a.yaml:2:18 [double_numbers]",
    ]
    assert [plan.file for plan in usable] == ["a.yaml"]


def test_an_exact_number_beside_a_pattern_gives_nothing() -> None:
    assert found(PLAN, "double_numbers") == []
