"""What is gathered from the facts of the log."""

from __future__ import annotations

from typing import Any

from ivr.journal.stretch import Fact
from ivr.staffing.logged import Gathering, Logged, Stay


def gathered(*facts: Fact) -> Logged:
    gathering = Gathering()
    gathering.take(facts)
    return gathering.logged


def entered(at: float, call: str = "c", queue: str = "q") -> Fact:
    return Fact("queue_entered", at, call, {"queue": queue, "priority": 0})


def left(at: float, waited: float, outcome: str = "answered", call: str = "c") -> Fact:
    return Fact("queue_left", at, call, {"queue": "q", "outcome": outcome, "waited": waited})


def talked(at: float, seconds: float, call: str = "c") -> Fact:
    return Fact("talk_ended", at, call, {"agent": "li", "talked": seconds, "by": "caller", "queue": "q"})


def changed(at: float, old: str, new: str, agent: str = "li") -> Fact:
    return Fact("agent_state_changed", at, "", {"agent": agent, "old": old, "state": new, "reason": ""})


def only(logged: Logged) -> Stay:
    (stay,) = logged.stays
    return stay


def test_a_stay_has_its_wait_its_talk_and_the_wrap_up_after_it() -> None:
    stay = only(
        gathered(
            entered(0),
            left(7, 7),
            talked(67, 60),
            changed(67, "talking", "wrap_up"),
            changed(75, "wrap_up", "available"),
        )
    )
    assert (stay.waited, stay.outcome, stay.agent, stay.talked) == (7, "answered", "li", 60)
    assert (stay.wrap_up, stay.before) == (8, 0)


def test_an_agent_without_wrap_up_had_none_and_one_whose_end_is_not_logged_is_unknown() -> None:
    none = gathered(entered(0), left(7, 7), talked(67, 60), changed(67, "talking", "available"))
    cut = gathered(entered(0), left(7, 7), talked(67, 60), changed(67, "talking", "wrap_up"))
    assert (only(none).wrap_up, only(cut).wrap_up) == (0, None)


def test_what_was_waited_before_the_entry_is_told_apart() -> None:
    assert only(gathered(entered(100), left(130, 90))).before == 60
    assert only(gathered(entered(100), left(130, 30.3))).before == 0, "two clocks"


def test_a_call_may_be_in_several_queues_one_after_the_other() -> None:
    first, second = gathered(entered(0), left(20, 20, "timed_out"), entered(20, queue="r"), left(25, 5)).stays
    assert (first.queue, first.outcome, second.queue, second.outcome) == ("q", "timed_out", "r", "answered")


def test_who_still_waits_has_no_outcome() -> None:
    stay = only(gathered(entered(0)))
    assert (stay.outcome, stay.visit.outcome) == ("", "waiting")


def test_facts_of_calls_that_began_before_are_passed_over() -> None:
    assert gathered(left(5, 5), talked(60, 55), changed(70, "wrap_up", "available")).stays == []


def test_answers_and_phones_that_rang_out_are_counted_by_agent() -> None:
    def offer(outcome: str, rang: float) -> Fact:
        data: dict[str, Any] = {"queue": "q", "agent": "li", "outcome": outcome, "rang": rang}
        return Fact("offer_ended", 1, "c", data)

    logged = gathered(offer("answered", 4), offer("rang_out", 15), offer("busy", 0), offer("abandoned", 3))
    assert (dict(logged.rings), dict(logged.unanswered)) == ({"li": [4]}, {"li": 1})


def test_only_stays_that_began_in_the_time_are_of_it() -> None:
    logged = gathered(entered(5, "a"), entered(15, "b"), changed(1, "logged_out", "available"))
    assert [stay.call for stay in logged.between(10, 20).stays] == ["b"]
    assert len(logged.between(10, 20).changes) == 1, "changes before tell who is there"
