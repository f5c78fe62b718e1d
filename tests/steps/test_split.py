"""`split`: a share of the calls goes another way, and the journey tells which."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.events import ShareDrawn
from ivr.flow.check import check_text
from ivr.flow.rehearsal import rehearse
from ivr.steps import CATALOGUE
from ivr.steps.split import Split

from .calls import call, plan, problems

FLOWS = """
main: [{split: {name: trial, by: number, shares: {new: 20%, old: 80%}}}]
new: [{play: 新。}]
old: [{play: 旧。}]
"""


def ways(flows: str, calls: int, number: str = "") -> Counter[str]:
    made = plan(flows)
    found: Counter[str] = Counter()
    for count in range(calls):
        told = rehearse(made, number=number or f"138{count:08}", id=f"1772416800.{count}")
        (drawn,) = told.all(ShareDrawn)
        found[drawn.way] += 1
    return found


def test_the_shares_come_out() -> None:
    found = ways(FLOWS, 500)
    assert 70 <= found["new"] <= 130
    assert found["new"] + found["old"] == 500


def test_a_number_goes_the_same_way_in_every_call() -> None:
    assert len(ways(FLOWS, 20, number="13800000000")) == 1


def test_another_spelling_of_the_number_goes_the_same_way() -> None:
    for count in range(10):
        number = f"1380000000{count}"
        assert call(FLOWS, number=number).heard == call(FLOWS, number=f"+86{number}").heard


def test_by_call_each_call_is_drawn() -> None:
    found = ways(
        FLOWS.replace("by: number", "by: call").replace("20%, old: 80%", "50%, old: 50%"),
        60,
        number="13800000000",
    )
    assert set(found) == {"new", "old"}


def test_who_withholds_the_number_is_drawn_by_call() -> None:
    told = call(FLOWS, number="anonymous")
    assert [fact.by for fact in told.all(ShareDrawn)] == ["call"]


def test_the_journey_names_the_way() -> None:
    told = call(FLOWS.replace("20%", "0%").replace("80%", "100%"))
    assert told.heard == ("旧。",)
    assert [(fact.split, fact.way, fact.by) for fact in told.all(ShareDrawn)] == [("trial", "old", "number")]


def test_a_way_may_be_to_go_on() -> None:
    assert call("main: [{split: {name: a, shares: {continue: 100}}}, {play: 下一步。}]").heard == (
        "下一步。",
    )


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 10**11))
def test_a_greater_first_share_moves_nobody_out_of_it(one: int, other: int, number: int) -> None:
    small, large = sorted((one, other))
    before, after = (
        Split(name="trial", shares={"new": share, "old": 100 - share}) for share in (small, large)
    )
    if before._way(str(number)) == "new":
        assert after._way(str(number)) == "new"


def test_trials_of_other_names_are_drawn_apart() -> None:
    first, second = (Split(name=name, shares={"new": 50, "old": 50}) for name in ("one", "two"))
    same = sum(first._way(str(number)) == second._way(str(number)) for number in range(1000))
    assert 400 < same < 600


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        (
            "main: [{split: {name: a, shares: {continue: 50, hangup: 40}}}]",
            "the shares add up to 90%, not 100%",
        ),
        ("main: [{split: {name: a, shares: {nowhere: 100}}}]", "nowhere"),
        ("main: [{split: {name: a, shares: {continue: half, hangup: 50}}}]", "half"),
        ("main: [{split: {name: a, shares: {}}}]", "0%"),
        ("main: [{split: {name: a, shares: {continue: -1, hangup: 101}}}]", "at least 0"),
        ("main: [{split: {shares: {continue: 100}}}]", "'name' is missing"),
        ("main: [{split: {name: a, by: caller, shares: {continue: 100}}}]", "number"),
    ],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml)), problems(yaml)


def test_a_flow_that_is_not_there_is_told_at_its_name() -> None:
    (problem,) = check_text(
        'dialplan: a\nnumbers: ["1"]\nstart: main\nflows:\n  main:\n'
        "    - split: {name: trial, shares: {hangup: 30%, nobody: 70%}}\n",
        CATALOGUE,
    )
    assert (problem.check, problem.line, problem.column) == ("dead_links", 6, 50)
