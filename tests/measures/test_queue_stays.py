"""How long callers waited, in the queue's view and in their own."""

from __future__ import annotations

import pytest

from ivr.measures.queue_stays import queue_stays, skills_of
from tests.journal.paths import BEGAN, journey


def stays(table: str) -> list[tuple[str, float, float, float, str]]:
    """(queue, second of entry, waited, before, outcome) of each."""
    found = queue_stays(journey(table))
    return [
        (v.queue, round(v.entered - BEGAN, 3), round(v.waited, 3), round(v.before, 3), v.outcome)
        for v in found
    ]


def test_a_stay_is_from_entry_to_answer() -> None:
    table = """
5   queue_entered  queue=q needs='zh and (buyer >= 2 or vip)'
15  offer_ended    queue=q agent=li outcome=answered rang=3
15  queue_left     queue=q outcome=answered waited=10
"""
    assert stays(table) == [("q", 5, 10, 0, "answered")]
    visit = queue_stays(journey(table))[0]
    assert (visit.agent, visit.skills) == ("li", ("buyer", "vip", "zh"))


def test_who_rang_out_did_not_answer() -> None:
    table = """
5   queue_entered  queue=q
15  offer_ended    queue=q agent=li outcome=rang_out rang=10
30  queue_left     queue=q outcome=abandoned waited=25
"""
    assert (stays(table), queue_stays(journey(table))[0].agent) == ([("q", 5, 25, 0, "abandoned")], "")


def test_moved_to_another_queue_the_callers_wait_runs_on() -> None:
    table = """
0   queue_entered  queue=a
30  queue_left     queue=a outcome=overflow waited=30
30  queue_entered  queue=b
40  queue_left     queue=b outcome=answered waited=10
"""
    assert stays(table) == [("a", 0, 30, 0, "overflow"), ("b", 30, 10, 30, "answered")]


def test_between_two_queues_a_menu_keeps_the_caller_waiting_as_well() -> None:
    table = """
0   queue_entered  queue=a
30  queue_left     queue=a outcome=timed_out waited=30
40  queue_entered  queue=b
50  queue_left     queue=b outcome=answered waited=10
"""
    assert stays(table)[1] == ("b", 40, 10, 40, "answered")


def test_after_a_talk_the_wait_begins_anew() -> None:
    table = """
0   queue_entered  queue=a
9   queue_left     queue=a outcome=answered waited=9
60  talk_ended     queue=a agent=li by=transfer talked=51
60  queue_entered  queue=b
70  queue_left     queue=b outcome=answered waited=10
"""
    assert stays(table)[1] == ("b", 60, 10, 0, "answered")


def test_a_restored_place_is_the_callers_wait_and_not_the_queues() -> None:
    table = """
0   queue_entered   queue=a
0   place_restored  queue=a waited=100
20  queue_left      queue=a outcome=answered waited=120
"""
    assert stays(table) == [("a", 0, 20, 100, "answered")]


def test_a_running_call_still_waits() -> None:
    assert stays("0 queue_entered queue=a\n7 position_announced queue=a position=2") == [
        ("a", 0, 7, 0, "waiting")
    ]


@pytest.mark.parametrize(("by", "outcome"), [("caller", "abandoned"), ("engine", "cut_off")])
def test_a_stay_without_its_end_ended_with_the_call(by: str, outcome: str) -> None:
    assert stays(f"0 queue_entered queue=a\n7 call_ended by={by}") == [("a", 0, 7, 0, outcome)]


def test_a_stay_without_its_end_was_answered_where_an_agent_did() -> None:
    table = "0 queue_entered queue=a\n7 offer_ended queue=a agent=li outcome=answered rang=2\n90 call_ended"
    assert stays(table) == [("a", 0, 7, 0, "answered")]


def test_what_is_no_expression_names_no_skill() -> None:
    assert skills_of("zh and and") == ()
