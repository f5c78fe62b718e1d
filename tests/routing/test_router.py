"""What the router decides, one rule a test."""

from __future__ import annotations

import pytest

from routing.agents import State
from routing.effects import AgentChanged, OfferAgent, WakeAt, WithdrawOffer
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    CallTaken,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    TalkEnded,
    TimePassed,
)
from routing.needs import Needs, needs
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue
from tests.routing.shift import Shift, rejections

# Who is rung


def test_the_agent_who_has_been_idle_for_the_longest_time_is_rung() -> None:
    shift = Shift(an={}, bo={}, chen={})
    assert shift.offers(1, CallerEntered("c1", "sales")) == [("c1", "an")]


def test_the_idle_clock_runs_from_the_last_talk_over_all_queues() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "quick"), OfferAnswered(1))
    shift.then(60, TalkEnded(1))
    assert shift.offers(100, CallerEntered("c2", "sales")) == [("c2", "bo")]


def test_an_agent_below_the_needed_level_is_never_rung() -> None:
    shift = Shift(an={"seller": 2}, bo={"seller": 3})
    assert shift.offers(1, CallerEntered("c1", "sales", needs({"seller": 3}))) == [("c1", "bo")]
    assert shift.offers(1, CallerEntered("c2", "sales", needs({"seller": 3}))) == []


def test_an_agent_with_a_busy_phone_is_rung_only_when_it_is_idle_again() -> None:
    shift = Shift(an={})
    shift.then(1, PhoneChanged("an", "busy"))
    assert shift.offers(1, CallerEntered("c1", "sales")) == []
    assert shift.offers(9, PhoneChanged("an", "idle")) == [("c1", "an")]


# Whose turn it is


def test_higher_priority_goes_first_and_equals_go_by_arrival() -> None:
    shift = Shift(an={})
    shift.then(1, PhoneChanged("an", "busy"))
    for call, priority in (("first", 0), ("second", 0), ("vip", 10)):
        shift.then(1, CallerEntered(call, "quick", Needs(), priority))
    assert [shift.router.position(call) for call in ("vip", "first", "second")] == [1, 2, 3]
    assert shift.offers(1, PhoneChanged("an", "idle")) == [("vip", "an")]
    assert shift.offers(1, OfferAnswered(1), TalkEnded(1)) == [("first", "an")]


def test_nobody_is_blocked_by_the_caller_in_front_who_wants_somebody_else() -> None:
    shift = Shift(an={"buyer": 1})
    shift.then(1, CallerEntered("wants a seller expert", "sales", needs({"seller": 5}), 100))
    assert shift.offers(1, CallerEntered("c2", "sales", needs({"buyer": 1}))) == [("c2", "an")]


def test_the_next_caller_is_offered_in_the_turn_in_which_the_talk_ended() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "quick"), OfferAnswered(1), PhoneChanged("an", "busy"))
    shift.then(1, CallerEntered("c2", "quick"))
    assert shift.offers(30, TalkEnded(1)) == [("c2", "an")]


# No answer


def test_after_no_answer_the_caller_keeps_the_place_and_the_next_agent_is_rung() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"), CallerEntered("c1", "sales"), CallerEntered("c2", "sales"))
    shift.then(1, PhoneChanged("bo", "unreachable"))
    assert shift.offers(15, OfferRefused(1, "rang_out")) == [("c2", "an")]
    assert shift.offers(1, PhoneChanged("bo", "idle")) == [("c1", "bo")]


def test_who_did_not_answer_goes_to_the_end_of_the_idle_order() -> None:
    shift = Shift(an={}, bo={}, chen={})
    shift.then(1, CallerEntered("c1", "sales"))
    assert shift.offers(15, OfferRefused(1, "rang_out")) == [("c1", "bo")]
    assert shift.offers(6, CallerEntered("c2", "sales")) == [("c2", "chen")]
    assert shift.offers(1, CallerEntered("c3", "sales")) == [("c3", "an")]


def test_one_miss_does_not_throw_an_agent_out() -> None:
    """Complaints 14 and 24."""
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"))
    shift.then(15, OfferRefused(1, "rang_out"))
    assert shift.state("an") == "available"


def test_the_only_able_agent_is_rung_again_for_the_same_caller_after_a_rest() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"))
    refused = shift.then(10, OfferRefused(1, "rang_out"))
    assert refused[-1] == WakeAt(shift.now + 5.0)
    assert shift.offers(4.9, TimePassed()) == []
    assert shift.offers(0.1, TimePassed()) == [("c1", "an")]


@pytest.mark.parametrize("outcome", ["busy", "unreachable"])
def test_a_phone_that_cannot_be_rung_rests_for_every_caller(outcome: str) -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), CallerEntered("c2", "sales"))
    assert shift.offers(0, OfferRefused(1, "busy" if outcome == "busy" else "unreachable")) == []
    assert shift.offers(4.9, TimePassed()) == []
    assert shift.offers(0.1, TimePassed()) == [("c1", "an")]


def test_a_change_of_the_phone_ends_its_rest() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), PhoneChanged("an", "busy"), OfferRefused(1, "busy"))
    assert shift.offers(1, PhoneChanged("an", "idle")) == [("c1", "an")]


def test_a_phone_that_says_idle_and_busy_in_turn_is_not_rung_without_end() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"))
    rung = 1
    for _ in range(100):
        open_offer = shift.router.agents["an"].offer
        if open_offer:
            shift.then(0, PhoneChanged("an", "busy"), OfferRefused(open_offer, "busy"))
        rung += len(shift.offers(0.01, PhoneChanged("an", "idle")))
    assert rung == 2


def test_a_caller_whose_ringing_agent_did_not_answer_makes_nobody_elses_place_worse() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), CallerEntered("c2", "sales"))
    assert (shift.router.position("c1"), shift.router.position("c2")) == (0, 2)
    shift.then(15, PhoneChanged("an", "unreachable"), OfferRefused(1, "rang_out"))
    assert (shift.router.position("c1"), shift.router.position("c2")) == (1, 2)


# The caller goes


def test_a_caller_who_leaves_stops_the_ringing_and_frees_the_agent_for_the_next() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), CallerEntered("c2", "sales"), PhoneChanged("an", "busy"))
    effects = shift.then(1, CallerLeft("c1"))
    assert effects[0] == WithdrawOffer(1, "caller_left")
    assert OfferAgent(2, "c2", "an", 15.0) in effects


def test_a_caller_who_left_costs_the_agent_no_place_in_the_idle_order() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales"), CallerLeft("c1"))
    assert shift.offers(1, CallerEntered("c2", "sales")) == [("c2", "an")]


def test_a_caller_who_leaves_in_the_talk_ends_it() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), OfferAnswered(1))
    assert shift.then(1, CallerLeft("c1"))[0] == AgentChanged(
        "an", State.TALKING, State.WRAP_UP, "caller_left"
    )


# Wrap-up, pause, log-out


def test_wrap_up_lasts_as_long_as_the_queue_of_the_call_says() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), OfferAnswered(1))
    assert shift.then(1, TalkEnded(1))[-1] == WakeAt(shift.now + 10.0)
    shift.then(1, CallerEntered("c2", "quick"))
    assert shift.offers(8.9, TimePassed()) == []
    assert shift.offers(0.1, TimePassed()) == [("c2", "an")]


def test_resume_ends_a_wrap_up_early_and_its_timer_does_not_end_the_next_one() -> None:
    """Complaint 4."""
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), OfferAnswered(1), TalkEnded(1))
    shift.then(1, AgentResumed("an"))
    shift.then(4, CallerEntered("c2", "sales"), OfferAnswered(2), TalkEnded(2))
    shift.then(5, TimePassed())
    assert shift.state("an") == "wrap_up"
    shift.then(5, TimePassed())
    assert shift.state("an") == "available"


@pytest.mark.parametrize(
    ("asked", "becomes"), [(AgentPaused("an", "lunch"), "paused"), (AgentLoggedOut("an"), "logged_out")]
)
def test_pause_and_log_out_take_effect_after_the_talk(asked: Event, becomes: str) -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), OfferAnswered(1))
    assert shift.then(1, asked) == []
    shift.then(1, TalkEnded(1))
    assert shift.state("an") == becomes


def test_a_pause_while_the_phone_rings_takes_effect_when_it_is_not_answered() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales"), AgentPaused("an", "lunch"))
    assert shift.offers(15, OfferRefused(1, "rang_out")) == [("c1", "bo")]
    assert (shift.state("an"), shift.router.agents["an"].reason) == ("paused", "lunch")


def test_a_pause_asked_for_in_a_talk_can_be_taken_back() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "quick"), OfferAnswered(1), AgentPaused("an", "lunch"))
    shift.then(1, AgentResumed("an"), TalkEnded(1))
    assert shift.state("an") == "available"


def test_another_pause_reason_is_told() -> None:
    shift = Shift(an={})
    shift.then(1, AgentPaused("an", "lunch"))
    changed = AgentChanged("an", State.PAUSED, State.PAUSED, "training")
    assert shift.then(1, AgentPaused("an", "training")) == [changed]


# The lease


def test_an_offer_that_nobody_reports_on_is_withdrawn_and_the_next_agent_is_rung() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales"))
    assert shift.offers(19.9, TimePassed()) == []
    effects = shift.then(0.1, TimePassed())
    assert effects[0] == WithdrawOffer(1, "lease_over")
    assert OfferAgent(2, "c1", "bo", 15.0) in effects
    assert shift.state("an") == "available"


def test_an_answer_after_the_lease_counts_and_takes_back_what_was_arranged_since() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales"))
    shift.then(20, TimePassed(), CallerEntered("c2", "sales"))
    effects = shift.then(0, OfferAnswered(1))
    assert [e.offer for e in effects if isinstance(e, WithdrawOffer)] == [2, 3]
    assert shift.state("an") == "talking"
    assert OfferAgent(4, "c2", "bo", 15.0) in effects


def test_a_waking_that_comes_too_early_is_asked_for_again() -> None:
    shift = Shift(an={})
    due = shift.then(1, CallerEntered("c1", "sales"))[-1]
    assert shift.then(19.999, TimePassed()) == [due]


def test_a_clock_that_goes_back_frees_and_loses_nobody() -> None:
    shift = Shift(an={})
    shift.then(100, CallerEntered("c1", "sales"), OfferAnswered(1), TalkEnded(1))
    shift.then(-90, CallerEntered("c2", "sales"))
    assert shift.offers(99, TimePassed()) == []
    assert shift.offers(1, TimePassed()) == [("c2", "an")]


# What makes no sense


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (AgentLoggedIn("nobody"), "no agent 'nobody' is configured"),
        (
            AgentResumed("an"),
            "an agent who is available cannot resume; possible: answer, log_out, offer, pause",
        ),
        (CallerEntered("c9", "nowhere"), "no queue 'nowhere' is configured"),
        (CallerLeft("c9"), "call c9 is in no queue"),
        (OfferAnswered(9), "offer 9 is over or answered already"),
        (OfferRefused(9, "busy"), "offer 9 is over or answered already"),
        (TalkEnded(9), "no talk of offer 9 is going on"),
    ],
)
def test_an_event_that_makes_no_sense_is_rejected_in_words_and_changes_nothing(
    event: Event, why: str
) -> None:
    assert rejections(Shift(an={}).then(1, event)) == [why]


def test_a_call_cannot_be_in_two_queues() -> None:
    shift = Shift(an={})
    waiting = shift.then(
        1, PhoneChanged("an", "busy"), CallerEntered("c1", "sales"), CallerEntered("c1", "quick")
    )
    assert rejections(waiting) == ["call c1 is in a queue already"]


def test_a_strategy_that_does_not_exist_is_refused_with_the_right_names() -> None:
    with pytest.raises(ValueError, match=r"queue 'q': no strategy named 'longest'; allowed: .*longest_idle"):
        Router([], [QueueSpec("q", strategy="longest")], catalogue())


# Callbacks


def test_time_waited_before_counts_for_the_place() -> None:
    shift = Shift()
    shift.then(100, CallerEntered("live", "sales"))
    shift.then(1, CallerEntered("callback", "sales", waited=50.0))
    assert (shift.router.position("callback"), shift.router.position("live")) == (1, 2)


def test_time_waited_before_does_not_overtake_who_waited_longer() -> None:
    shift = Shift()
    shift.then(100, CallerEntered("live", "sales"))
    shift.then(60, CallerEntered("callback", "sales", waited=50.0))
    assert (shift.router.position("live"), shift.router.position("callback")) == (1, 2)


def test_an_agent_stays_reserved_for_as_long_as_the_caller_needs_to_be_dialled() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("callback", "sales", reserve=60.0))
    late = shift.then(15 + 5 + 59, TimePassed())
    assert not [effect for effect in late if isinstance(effect, WithdrawOffer)]
    over = shift.then(2, TimePassed())
    assert [effect for effect in over if isinstance(effect, WithdrawOffer)] == [
        WithdrawOffer(1, "lease_over")
    ]


def test_a_call_that_a_colleague_sent_makes_an_available_agent_talk_and_wrap_up() -> None:
    shift = Shift(an={})
    shift.then(1, CallTaken("c1 1001", "an", "sales"))
    assert shift.offers(2, CallerEntered("c2", "sales")) == []
    assert AgentChanged("an", State.TALKING, State.WRAP_UP, "caller_left") in shift.then(
        3, CallerLeft("c1 1001")
    )


def test_a_call_taken_by_an_agent_who_is_not_available_is_rejected() -> None:
    shift = Shift(an={})
    shift.then(1, AgentPaused("an", "lunch"))
    assert rejections(shift.then(2, CallTaken("c1", "an"))) == ["an agent who is paused takes no call"]
