"""How accurate the announced waits were."""

from __future__ import annotations

from ivr.measures.announced_waits import Accuracy, Kept, kept
from tests.journal.paths import journey

TOLD = "10 wait_announced queue=support low=60 high=180"


def test_the_first_announcement_is_held_against_the_answer() -> None:
    events = journey(f"""
        {TOLD}
        40 wait_announced queue=support low=0 high=60
        130 queue_left queue=support outcome=answered waited=130
    """)
    assert list(kept(events)) == [Kept("support", 60, 180, 120)]


def test_who_gave_up_or_left_is_not_counted() -> None:
    for outcome in ("abandoned", "timed_out", "left_by_key", "closed"):
        events = journey(f"{TOLD}\n130 queue_left queue=support outcome={outcome} waited=130")
        assert list(kept(events)) == []


def test_in_another_queue_the_promise_still_stands() -> None:
    events = journey(f"""
        {TOLD}
        60 queue_left queue=support outcome=overflow waited=60
        61 wait_announced queue=vip low=0 high=60
        200 queue_left queue=vip outcome=answered waited=140
    """)
    assert list(kept(events)) == [Kept("support", 60, 180, 190)]


def test_who_was_told_nothing_is_not_counted() -> None:
    assert list(kept(journey("130 queue_left queue=support outcome=answered waited=130"))) == []


def test_each_stay_of_a_call_counts() -> None:
    events = journey(f"""
        {TOLD}
        20 queue_left queue=support outcome=answered waited=20
        30 wait_announced queue=support low=60 high=120
        100 queue_left queue=support outcome=answered waited=70
    """)
    assert [each.took for each in kept(events)] == [10, 70]


def test_inside_sooner_and_later_add_up() -> None:
    found = Accuracy.of([Kept("q", 60, 120, took) for took in (10, 60, 90, 120, 121)])
    assert (found.sooner, found.inside, found.later, found.told) == (1, 3, 1, 5)
    assert found.share == 0.6


def test_with_nobody_to_count_there_is_no_share() -> None:
    assert Accuracy().share is None
