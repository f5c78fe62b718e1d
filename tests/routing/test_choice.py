"""Which agent is given to which caller: needs, members, preferences, priority, strategies."""

from __future__ import annotations

import pytest

from routing.agents import State
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerMoved,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    PriorityChanged,
    SkillsChanged,
    TalkEnded,
    TimePassed,
    WrapUpExtended,
)
from routing.needs import Needs, needs, parse
from routing.queues import QueueSpec
from routing.rules import Rules
from tests.routing.shift import Shift, rejections

BUSY, IDLE = PhoneChanged("an", "busy"), PhoneChanged("an", "idle")


# Needs


def test_an_excluded_skill_keeps_an_agent_away() -> None:
    shift = Shift(an={"zh": 5, "trainee": 1}, bo={"zh": 1})
    assert shift.offers(1, CallerEntered("c1", "sales", Needs(parse("zh and not trainee")))) == [("c1", "bo")]


def test_who_suits_the_preferences_best_is_rung_before_the_strategy_has_a_say() -> None:
    shift = Shift(an={"zh": 1}, bo={"zh": 4}, chen={"zh": 4})
    assert shift.offers(1, CallerEntered("c1", "sales", Needs(preferred=(("zh", 1),)))) == [("c1", "bo")]


def test_a_queue_is_served_by_its_members_alone() -> None:
    shift = Shift(QueueSpec("club", members=parse("club or guest >= 3")), an={"guest": 2}, bo={"club": 1})
    assert shift.offers(1, CallerEntered("c1", "club"), CallerEntered("c2", "club")) == [("c1", "bo")]


def test_agents_who_learn_a_skill_are_rung_for_it_at_once() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales", needs({"zh": 2})))
    assert shift.offers(1, SkillsChanged("an", {"zh": 2})) == [("c1", "an")]


def test_agents_who_lose_a_skill_are_rung_for_it_no_more() -> None:
    shift = Shift(an={"zh": 2})
    shift.then(1, SkillsChanged("an", {}))
    assert shift.offers(1, CallerEntered("c1", "sales", needs({"zh": 2}))) == []
    assert (shift.router.idle("sales", needs({})), shift.router.idle("sales", needs({"zh": 1}))) == (1, 0)


def test_able_counts_who_is_logged_in_and_not_paused_even_in_a_talk() -> None:
    shift = Shift(an={"zh": 2}, bo={"zh": 1}, chen={"zh": 3})
    shift.then(1, AgentPaused("chen", "lunch"), CallerEntered("c1", "sales"), OfferAnswered(1))
    assert shift.router.able("sales", needs({"zh": 1})) == 2


# Priority


def test_a_point_of_priority_is_worth_so_many_seconds_of_waiting() -> None:
    shift = Shift(an={})
    shift.then(1, BUSY, CallerEntered("plain", "sales"))
    shift.then(59, CallerEntered("soon", "sales", priority=10))
    shift.then(2, CallerEntered("late", "sales", priority=10))
    assert [shift.router.position(call) for call in ("soon", "plain", "late")] == [1, 2, 3]


def test_nobody_waits_for_ever_behind_callers_of_higher_priority() -> None:
    """The bound: worth x the difference in priority, whatever priority is claimed."""
    shift = Shift(rules=Rules(worth=6.0, most=100))
    shift.then(1, CallerEntered("plain", "sales"))
    for n in range(300):
        shift.then(6.001, CallerEntered(f"vip-{n}", "sales", priority=10**9))
    assert shift.router.position("plain") == 100


def test_a_priority_can_change_and_the_time_waited_counts_as_before() -> None:
    shift = Shift(an={})
    shift.then(1, BUSY, CallerEntered("c1", "sales"))
    shift.then(30, CallerEntered("c2", "sales"))
    shift.then(1, PriorityChanged("c2", 5))
    assert [shift.router.position(call) for call in ("c1", "c2")] == [1, 2]
    shift.then(1, PriorityChanged("c2", 6))
    assert [shift.router.position(call) for call in ("c1", "c2")] == [2, 1]
    assert shift.offers(1, IDLE) == [("c2", "an")]


def test_a_contact_with_a_due_time_stands_behind_all_callers_until_it_is_urgent() -> None:
    shift = Shift(an={}, rules=Rules(urgent=60.0))
    shift.then(1, BUSY, CallerEntered("letter", "sales", due=102.0))
    shift.then(39, CallerEntered("before", "sales"))
    shift.then(2, CallerEntered("after", "sales"))
    assert [shift.router.position(call) for call in ("before", "letter", "after")] == [1, 2, 3]


# Moving to another queue


def test_who_moves_to_another_queue_keeps_the_time_waited() -> None:
    shift = Shift(an={})
    shift.then(1, BUSY, CallerEntered("c1", "sales"))
    shift.then(1, CallerEntered("c2", "quick"), CallerMoved("c1", "quick"))
    assert [shift.router.position(call) for call in ("c1", "c2")] == [1, 2]
    assert (shift.router.length("sales"), shift.router.length("quick")) == (0, 2)


def test_who_moves_to_a_queue_with_a_free_member_is_served_at_once() -> None:
    shift = Shift(QueueSpec("club", members=parse("club")), an={})
    shift.then(1, CallerEntered("c1", "club"))
    assert shift.offers(1, CallerMoved("c1", "sales")) == [("c1", "an")]


def test_a_caller_cannot_move_to_a_queue_of_another_channel() -> None:
    shift = Shift(QueueSpec("mail", channel="email"))
    shift.then(1, CallerEntered("c1", "sales"))
    assert rejections(shift.then(1, CallerMoved("c1", "mail"))) == [
        "queue 'mail' is of another channel: email"
    ]


# Not answering


def test_after_so_many_unanswered_offers_in_a_row_the_agent_is_paused() -> None:
    shift = Shift(QueueSpec("strict", pause_after=2, wrap_up=0.0), an={})
    shift.then(1, CallerEntered("c1", "strict"))
    shift.then(15, OfferRefused(1, "rang_out"))
    assert shift.state("an") == State.AVAILABLE
    shift.then(5, TimePassed(), OfferRefused(2, "rang_out"))
    assert (shift.state("an"), shift.router.agents["an"].reason) == (State.PAUSED, "no_answer")


def test_an_answer_begins_the_count_anew() -> None:
    shift = Shift(QueueSpec("strict", pause_after=2, wrap_up=0.0), an={})
    shift.then(1, CallerEntered("c1", "strict"))
    shift.then(15, OfferRefused(1, "rang_out"))
    shift.then(5, TimePassed(), OfferAnswered(2), TalkEnded(2), CallerEntered("c2", "strict"))
    shift.then(15, OfferRefused(3, "rang_out"))
    assert shift.state("an") == State.AVAILABLE


@pytest.mark.parametrize(
    "away", [(AgentLoggedOut("an"), AgentLoggedIn("an")), (AgentPaused("an", "lunch"), AgentResumed("an"))]
)
def test_who_comes_back_to_work_begins_the_count_anew(away: tuple[Event, Event]) -> None:
    shift = Shift(QueueSpec("strict", pause_after=2, wrap_up=0.0), an={})
    shift.then(1, CallerEntered("c1", "strict"))
    shift.then(15, OfferRefused(1, "rang_out"), *away)
    shift.then(5, TimePassed(), OfferRefused(2, "rang_out"))
    assert shift.state("an") == State.AVAILABLE


def test_who_declines_is_spared_that_caller_and_keeps_the_place_in_the_idle_order() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales"))
    assert shift.offers(1, OfferRefused(1, "rejected")) == [("c1", "bo")]
    assert shift.offers(0, CallerEntered("c2", "sales")) == [("c2", "an")]


# Wrap-up


def test_a_wrap_up_can_be_extended() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), OfferAnswered(1), TalkEnded(1))
    shift.then(5, WrapUpExtended("an", 30.0))
    shift.then(34.9, TimePassed())
    assert shift.state("an") == State.WRAP_UP
    shift.then(0.1, TimePassed())
    assert shift.state("an") == State.AVAILABLE


def test_only_who_is_in_wrap_up_can_extend_it() -> None:
    shift = Shift(an={})
    why = "an agent who is available has no wrap-up to be extended"
    assert rejections(shift.then(1, WrapUpExtended("an", 30.0))) == [why]
