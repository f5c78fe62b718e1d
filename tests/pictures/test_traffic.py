"""Journeys → how many callers took each way, and where they left."""

from __future__ import annotations

from ivr.pictures.notes import Traffic
from ivr.pictures.traffic import TrafficCount
from tests.journal.paths import journey
from tests.pictures.plans import SHOP, plan

BUYER = """
0  call_began
1  flow_entered flow=welcome
2  flow_entered flow=greeting
3  flow_entered flow=main_menu
5  menu_answered key=2 outcome=match target=buyer
5  flow_entered flow=buyer
90 call_ended by=agent
"""
SILENT = """
0  flow_entered flow=welcome
1  flow_entered flow=greeting
2  flow_entered flow=main_menu
8  menu_answered key= outcome=no_input target=repeat
15 menu_answered key= outcome=no_input target=seller attempt=3
15 flow_entered flow=seller
16 flow_entered flow=main_menu
20 call_ended by=caller
"""


def count(*journeys: str) -> Traffic:
    counting = TrafficCount(plan())
    for table in journeys:
        counting.add(journey(table))
    return counting.traffic


def test_a_way_is_told_apart_by_the_key_that_was_pressed() -> None:
    assert count(BUYER).taken["main_menu", "keys 2", "buyer"] == 1
    assert ("main_menu", "keys 1", "buyer") not in count(BUYER).taken


def test_who_gives_no_answer_takes_the_way_for_that() -> None:
    taken = count(SILENT).taken
    assert taken["main_menu", "give_up", "seller"] == 1
    assert ("main_menu", "keys 3", "seller") not in taken


def test_after_a_called_flow_the_way_goes_on_from_the_caller() -> None:
    assert count(BUYER).taken["welcome", "flow", "main_menu"] == 1


def test_visits_are_counted_by_flow() -> None:
    assert count(BUYER, SILENT).entered == {
        "welcome": 2,
        "greeting": 2,
        "main_menu": 3,
        "buyer": 1,
        "seller": 1,
    }


def test_calls_are_counted_where_they_ended_and_by_whom() -> None:
    assert count(BUYER, BUYER, SILENT).left == {"buyer": {"agent": 2}, "main_menu": {"caller": 1}}
    assert count(BUYER, BUYER, SILENT).calls == 3


def test_a_caller_back_from_a_called_flow_left_in_the_flow_that_asked() -> None:
    asked = "0 flow_entered flow=main_menu\n1 flow_entered flow=buyer\n2 menu_answered key= outcome=no_input"
    assert count(f"{asked}\n3 call_ended by=caller").left == {"main_menu": {"caller": 1}}


def test_a_move_that_this_version_does_not_have_is_counted_apart() -> None:
    moved = count("0 flow_entered flow=greeting\n1 flow_entered flow=seller\n2 call_ended by=flow")
    assert (moved.elsewhere, moved.taken) == (1, {})


def test_a_fault_that_leads_to_on_error_is_no_foreign_move() -> None:
    troubled = TrafficCount(plan(SHOP.replace("start: welcome", "start: welcome\non_error: seller")))
    troubled.add(journey("0 flow_entered flow=greeting\n1 flow_entered flow=seller"))
    assert troubled.traffic.elsewhere == 0
