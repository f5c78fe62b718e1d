"""What can happen to a case, in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.hotline.case import Case
from ivr.hotline.changes import (
    CHANGES,
    Added,
    Answered,
    Assigned,
    Attributed,
    Begun,
    Change,
    Charged,
    Closed,
    Merged,
    Noted,
    Reminded,
    Reopened,
    Sorted,
    Transcribed,
    Unfit,
    Wished,
    changed,
)
from ivr.hotline.states import NEXT, OPEN, Move, NoSuchMove, Status, possible
from ivr.hotline.terms import Promises
from tests.hotline.made import CASE, PROMISED

TERMS = Promises(PROMISED)
OTHER = "22222222"
ANY: st.SearchStrategy[Change] = st.one_of(
    st.builds(Assigned, department=st.sampled_from(["", "goods"]), owner=st.sampled_from(["", "li"])),
    st.builds(Begun, owner=st.just("wang")),
    st.builds(Answered, text=st.text(max_size=5), file=st.sampled_from(["", "a.wav"])),
    st.builds(Closed, reason=st.sampled_from(["solved", "helped", "settled"])),
    st.builds(Reopened, helped=st.sampled_from([None, False])),
    st.builds(Merged, into=st.sampled_from([OTHER, CASE.reference])),
    st.builds(Noted, text=st.text(max_size=5)),
    st.builds(Added, file=st.just("b.wav"), seconds=st.just(3.0)),
    st.builds(
        Sorted,
        kind=st.sampled_from(["complaint", "praise"]),
        category=st.just("x"),
        category_name=st.just("y"),
    ),
    st.builds(Attributed, party=st.just("carrier")),
    st.builds(Charged, party=st.just("carrier"), amount=st.sampled_from(["12.50", "-1", "0", "x", "1e30"])),
    st.builds(Wished, call_back=st.just("139")),
    st.builds(Transcribed, text=st.just("words"), engine=st.just("none")),
    st.builds(Reminded, to=st.just("owner"), due=st.just(1.0), step=st.just(1)),
)


def after(*changes: Change, case: Case = CASE) -> Case:
    for number, change in enumerate(changes):
        case = changed(case, change, 2000.0 + number, TERMS)
    return case


@given(st.lists(ANY, max_size=25))
def test_in_any_order_a_case_stays_whole(changes: list[Change]) -> None:
    case = CASE
    for number, change in enumerate(changes):
        before = case
        try:
            case = changed(case, change, 2000.0 + number, TERMS)
        except (Unfit, NoSuchMove):
            continue
        assert case.version == before.version + 1
        assert (case.closed is not None) == (case.status == "closed")
        assert case.status not in OPEN or not case.merged_into
        assert case.reopened >= before.reopened
        assert before.answered is None or case.answered == before.answered
        assert case.status not in ("answered",) or case.answer or case.answer_file
        assert (case.reference, case.opened, case.call, case.file) == (
            CASE.reference,
            CASE.opened,
            CASE.call,
            CASE.file,
        )


def test_every_status_can_be_left_and_reached() -> None:
    statuses = set(get_args(Status))
    assert {at for at, _ in NEXT} == statuses
    assert set(NEXT.values()) | {"new"} == statuses
    assert {move for _, move in NEXT} == set(get_args(Move))


def test_every_kind_of_change_has_a_name_of_its_own() -> None:
    assert set(CHANGES) == {change.what for change in Change.__subclasses__()}


def test_a_case_goes_its_way() -> None:
    case = after(Assigned("goods"), Begun("li"), Answered("已补发"), Closed("helped"))
    assert (case.status, case.department, case.owner, case.answer) == ("closed", "goods", "li", "已补发")
    assert (case.answered, case.closed, case.reason, case.helped) == (2002.0, 2003.0, "helped", True)


def test_a_case_that_is_answered_again_keeps_the_time_of_the_first_answer() -> None:
    case = after(Answered("soon"), Answered("done"))
    assert (case.answer, case.answered) == ("done", 2000.0)


def test_reopening_is_counted_and_forgets_the_end() -> None:
    case = after(Closed(), Reopened(), Closed(), Reopened(helped=False))
    assert (case.status, case.reopened, case.closed, case.reason, case.helped) == (
        "reopened",
        2,
        None,
        "",
        False,
    )


def test_a_merged_case_is_reopened_by_the_one_it_went_into() -> None:
    with pytest.raises(Unfit, match=f"merged into {OTHER}: reopen that one"):
        after(Merged(OTHER), Reopened())


def test_a_case_is_not_merged_into_itself() -> None:
    with pytest.raises(Unfit):
        after(Merged(CASE.reference))


@pytest.mark.parametrize("status", get_args(Status))
def test_a_move_that_is_not_in_the_table_says_which_are(status: Status) -> None:
    moves: dict[Move, Change] = {
        "assign": Assigned("goods"),
        "begin": Begun("li"),
        "answer": Answered("x"),
        "close": Closed(),
        "reopen": Reopened(),
        "merge": Merged(OTHER),
    }
    for move, change in moves.items():
        case = replace(CASE, status=status)
        if move in possible(status):
            assert changed(case, change, 1.0, TERMS).status == NEXT[status, move]
        else:
            with pytest.raises(NoSuchMove) as refused:
                changed(case, change, 1.0, TERMS)
            assert refused.value.possible == possible(status)


def test_a_charge_sheet_adds_up_in_cents_and_belongs_to_a_complaint() -> None:
    complaint = replace(CASE, kind="complaint")
    case = after(Charged(" carrier ", "12.5", "broken"), Charged("carrier", "-2"), case=complaint)
    assert [(one.party, one.amount, one.note) for one in case.charges] == [
        ("carrier", "12.50", "broken"),
        ("carrier", "-2.00", ""),
    ]
    with pytest.raises(Unfit, match="only a complaint"):
        after(Charged("carrier", "1"))


@pytest.mark.parametrize("amount", ["", "x", "0", "1.005", "NaN", "inf", "1e30", "１２.５元", "1 000"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    with pytest.raises(Unfit, match="no amount"):
        after(Charged("carrier", amount), case=replace(CASE, kind="complaint"))


@pytest.mark.parametrize("change", [Answered(" "), Noted(""), Assigned()])
def test_a_change_that_says_nothing_is_refused(change: Change) -> None:
    with pytest.raises(Unfit):
        after(change)


def test_another_kind_has_other_due_times_from_the_opening_on() -> None:
    case = after(Sorted("complaint", "goods", "商品"))
    assert case.answer_due == TERMS.answer_due("complaint", CASE.opened)
