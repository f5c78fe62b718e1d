"""The promises of the settings, reckoned for cases."""

from __future__ import annotations

from dataclasses import replace

from ivr.hotline.changes import Answered, Closed, Reminded, Reopened, changed
from ivr.hotline.terms import Promises
from ivr.settings.hotline import Hotline
from tests.hotline.made import CASE, PROMISED, at

TERMS = Promises(PROMISED)
MONDAY = at("2026-11-23 09:00")
COMPLAINT = replace(
    CASE,
    kind="complaint",
    opened=MONDAY,
    answer_due=TERMS.answer_due("complaint", MONDAY),
    close_due=TERMS.close_due("complaint", MONDAY),
)


def test_a_complaint_is_due_in_working_time() -> None:
    assert COMPLAINT.answer_due == at("2026-11-23 18:00")
    assert COMPLAINT.close_due == at("2026-11-24 18:00")


def test_a_kind_without_a_promise_is_never_due() -> None:
    assert TERMS.answer_due("praise", MONDAY) is None
    assert TERMS.remind_at(CASE) is None
    assert Promises(Hotline()).close_due("complaint", MONDAY) is None


def test_reminders_come_before_when_and_after_it_is_due() -> None:
    moments = [TERMS.remind_at(replace(COMPLAINT, told=told)) for told in range(4)]
    assert moments == [at("2026-11-23 16:00"), at("2026-11-23 18:00"), at("2026-11-24 18:00"), None]


def test_of_several_reminders_that_are_late_the_last_is_told() -> None:
    late = TERMS.latest(COMPLAINT, at("2026-11-25 09:00"))
    assert late is not None
    assert (late[0], late[1].to) == (3, "goods")
    assert TERMS.latest(COMPLAINT, at("2026-11-23 15:59")) is None


def test_what_is_told_is_not_told_again() -> None:
    told = changed(COMPLAINT, Reminded(to="owner", due=1.0, step=1), MONDAY, TERMS)
    assert told.remind_at == at("2026-11-23 18:00")


def test_an_answer_ends_the_reminders_about_the_answer_and_begins_those_about_the_end() -> None:
    told = changed(COMPLAINT, Reminded(to="owner", due=1.0, step=3), MONDAY, TERMS)
    answered = changed(told, Answered(text="已补发"), MONDAY, TERMS)
    assert (answered.due, answered.told) == (at("2026-11-24 18:00"), 0)
    assert answered.remind_at == at("2026-11-24 16:00")


def test_a_closed_case_is_not_due_and_a_reopened_one_is_anew() -> None:
    closed = changed(COMPLAINT, Closed(), MONDAY, TERMS)
    assert (closed.due, closed.remind_at) == (None, None)
    again = changed(closed, Reopened(), at("2026-11-26 09:00"), TERMS)
    assert again.due == at("2026-11-26 18:00")


def test_a_case_settles_after_the_time_of_its_kind() -> None:
    assert TERMS.settle("complaint") == 3 * 86400
    assert TERMS.settle("praise") == 7 * 86400
