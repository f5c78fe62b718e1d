"""Contacts of channels other than the phone: several at once, and beside calls or not."""

from __future__ import annotations

import pytest

from routing.agents import AgentSpec, Phone, State
from routing.effects import AgentChanged, OfferAgent, WithdrawOffer
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    ContactKept,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    SkillsChanged,
    TalkEnded,
    TimePassed,
)
from routing.needs import needs
from routing.queues import QueueSpec
from routing.router import Router
from routing.rules import Channel, Rules
from routing.strategies import catalogue
from tests.routing.shift import Shift, rejections

CHAT, MAIL = QueueSpec("chat", channel="chat"), QueueSpec("mail", channel="mail")
RULES = Rules(channels={"chat": Channel(at_once=2), "mail": Channel(at_once=1, interruptible=True)})


def shift(**agents: dict[str, int]) -> Shift:
    return Shift(CHAT, MAIL, rules=RULES, **agents)


def test_an_offer_names_its_channel() -> None:
    effects = shift(an={}).then(1, CallerEntered("m1", "mail"))
    assert OfferAgent(1, "m1", "an", 15.0, "mail") in effects


def test_who_accepts_a_contact_stays_available_with_one_more_in_hand() -> None:
    office = shift(an={})
    office.then(1, CallerEntered("k1", "chat"), OfferAnswered(1))
    assert (office.state("an"), office.router.agents["an"].contacts) == (State.AVAILABLE, {1: "chat"})


def test_an_agent_has_as_many_contacts_at_once_as_the_channel_allows() -> None:
    office = shift(an={})
    for number, call in ((1, "k1"), (2, "k2")):
        assert office.offers(1, CallerEntered(call, "chat")) == [(call, "an")]
        office.then(0, OfferAnswered(number))
    assert office.offers(1, CallerEntered("k3", "chat")) == []
    assert office.offers(1, TalkEnded(1)) == [("k3", "an")]


def test_an_agent_can_have_a_limit_of_their_own() -> None:
    router = Router([AgentSpec("an", {}, {"chat": 0}), AgentSpec("bo")], [CHAT], catalogue(), RULES)
    router.apply(AgentLoggedIn("an"), 0.0)
    router.apply(AgentLoggedIn("bo"), 1.0)
    effects = router.apply(CallerEntered("k1", "chat"), 2.0)
    assert [effect.agent for effect in effects if isinstance(effect, OfferAgent)] == ["bo"]


def test_a_channel_that_is_interruptible_leaves_the_agent_free_for_calls() -> None:
    office = shift(an={})
    office.then(1, CallerEntered("m1", "mail"), OfferAnswered(1))
    assert office.offers(1, CallerEntered("c1", "sales")) == [("c1", "an")]


def test_a_channel_that_is_not_keeps_calls_away_until_the_contact_is_over() -> None:
    office = shift(an={})
    office.then(1, CallerEntered("k1", "chat"), OfferAnswered(1))
    assert office.offers(1, CallerEntered("c1", "sales")) == []
    assert office.offers(1, TalkEnded(1)) == [("c1", "an")]


def asked(**more: dict[str, int]) -> Shift:
    """an is offered an e-mail and has not accepted it; the others are somewhere else yet."""
    office = shift(an={"x": 1}, **more)
    for name in more:
        office.then(0, AgentPaused(name, "lunch"))
    office.then(1, CallerEntered("m1", "mail"))
    return office


def test_a_call_takes_the_place_of_an_offer_that_it_may_interrupt() -> None:
    assert asked().then(1, CallerEntered("c1", "sales")) == [
        WithdrawOffer(1, "superseded"),
        AgentChanged("an", State.RINGING, State.AVAILABLE, "superseded"),
        AgentChanged("an", State.AVAILABLE, State.RINGING, "offered"),
        OfferAgent(2, "c1", "an", 15.0),
    ]


def test_what_was_taken_back_keeps_its_place_and_comes_to_the_same_agent_after_the_call() -> None:
    office = asked()
    office.then(1, CallerEntered("m2", "mail"), CallerEntered("c1", "sales"))
    assert office.router.position("m1") == 1
    office.then(1, OfferAnswered(2), TalkEnded(2))
    assert office.offers(10, TimePassed()) == [("m1", "an")]


def test_an_offer_that_was_taken_back_is_no_miss_and_costs_no_place_in_the_idle_order() -> None:
    office = asked()
    before = office.router.agents["an"].idle_since
    office.then(1, CallerEntered("c1", "sales"))
    an = office.router.agents["an"]
    assert (an.misses, an.idle_since) == ({}, before)


def test_who_accepts_what_was_taken_back_comes_too_late() -> None:
    office = asked()
    office.then(1, CallerEntered("c1", "sales"))
    assert rejections(office.then(1, OfferAnswered(1))) == ["offer 1 is over or answered already"]


def test_who_is_idle_is_rung_before_who_is_asked_to_take_something() -> None:
    office = asked(bo={})
    office.then(1, AgentResumed("bo"))
    assert office.offers(1, CallerEntered("c1", "sales")) == [("c1", "bo")]


def test_among_those_who_are_asked_the_strategy_decides() -> None:
    office = asked(bo={})
    office.then(1, AgentResumed("bo"))
    office.then(1, CallerEntered("m2", "mail"))
    assert office.offers(1, CallerEntered("c1", "sales")) == [("c1", "an")]
    assert office.offers(1, CallerEntered("c2", "sales")) == [("c2", "bo")]


def test_what_was_taken_back_goes_at_once_to_an_idle_agent_whom_the_call_could_not_have() -> None:
    office = asked(bo={})
    office.then(1, AgentResumed("bo"))
    offers = office.offers(1, CallerEntered("c1", "sales", needs({"x": 1})))
    assert offers == [("c1", "an"), ("m1", "bo")]


def test_a_call_that_the_agent_cannot_take_leaves_the_offer_alone() -> None:
    office = asked()
    assert office.offers(1, CallerEntered("c1", "sales", needs({"y": 1}))) == []
    assert office.offers(1, SkillsChanged("an", {"y": 1})) == [("c1", "an")]


@pytest.mark.parametrize("phone", ["busy", "engaged", "unreachable"])
def test_so_does_one_whose_phone_cannot_ring_until_it_can(phone: Phone) -> None:
    office = asked()
    office.then(1, PhoneChanged("an", phone))
    assert office.offers(1, CallerEntered("c1", "sales")) == []
    assert office.offers(1, PhoneChanged("an", "idle")) == [("c1", "an")]


def test_so_does_one_who_wants_a_pause_unless_they_want_it_no_more() -> None:
    office = asked()
    office.then(1, AgentPaused("an", "lunch"))
    assert office.offers(1, CallerEntered("c1", "sales")) == []
    assert office.offers(1, AgentResumed("an")) == [("c1", "an")]


def test_an_offer_that_calls_may_not_interrupt_stands() -> None:
    office = shift(an={})
    office.then(1, CallerEntered("k1", "chat"))
    assert office.offers(1, CallerEntered("c1", "sales")) == []


def test_what_calls_may_interrupt_goes_behind_calls_however_urgent_it_is() -> None:
    office = shift(an={})
    office.then(1, AgentPaused("an", "lunch"), CallerEntered("m1", "mail", priority=100, due=0.0))
    office.then(1, CallerEntered("c1", "sales"))
    assert office.offers(1, AgentResumed("an")) == [("c1", "an")]


def test_nothing_is_offered_while_a_phone_rings_or_in_a_talk_or_in_wrap_up() -> None:
    office = shift(an={})
    office.then(1, CallerEntered("c1", "sales"))
    assert office.offers(1, CallerEntered("m1", "mail")) == []
    assert office.offers(1, OfferAnswered(1)) == []
    assert office.offers(1, TalkEnded(1)) == []
    assert office.offers(10, TimePassed()) == [("m1", "an")]


def test_an_agent_on_a_private_call_is_offered_nothing_but_one_without_a_phone_is() -> None:
    office = shift(an={})
    office.then(1, PhoneChanged("an", "busy"))
    assert office.offers(1, CallerEntered("m1", "mail")) == []
    assert office.offers(1, PhoneChanged("an", "unreachable")) == [("m1", "an")]


def test_calls_go_before_contacts_that_are_not_urgent_yet() -> None:
    office = shift(an={})
    office.then(1, PhoneChanged("an", "busy"))
    office.then(1, CallerEntered("m1", "mail", due=office.now + 7300.0))
    office.then(1, CallerEntered("c1", "sales"))
    assert office.offers(1, PhoneChanged("an", "idle")) == [("c1", "an")]


def test_what_nobody_accepts_is_offered_to_the_next() -> None:
    office = shift(an={}, bo={})
    office.then(1, CallerEntered("m1", "mail"))
    assert office.offers(15, OfferRefused(1, "rang_out")) == [("m1", "bo")]


@pytest.mark.parametrize("outcome", ["busy", "unreachable", "rejected"])
def test_whatever_an_agent_does_not_take_is_not_offered_again_at_once(outcome: str) -> None:
    office = shift(an={})
    office.then(1, CallerEntered("m1", "mail"))
    refusal = OfferRefused(1, "busy" if outcome == "busy" else "rejected")
    assert office.offers(1, refusal) == []
    assert office.offers(5, TimePassed()) == [("m1", "an")]


@pytest.mark.parametrize(
    ("away", "state"), [(AgentPaused("an", "lunch"), "paused"), (AgentLoggedOut("an"), "logged_out")]
)
def test_who_goes_away_keeps_what_is_in_hand_until_it_is_over(away: Event, state: str) -> None:
    office = shift(an={})
    office.then(1, CallerEntered("m1", "mail"), OfferAnswered(1), away)
    assert (office.state("an"), office.router.agents["an"].contacts) == (state, {1: "mail"})
    assert rejections(office.then(1, TalkEnded(1))) == []
    assert (office.state("an"), office.router.agents["an"].contacts) == (state, {})


def test_a_contact_that_is_called_off_is_over() -> None:
    office = shift(an={})
    office.then(1, CallerEntered("k1", "chat"), OfferAnswered(1), CallerLeft("k1"))
    assert office.router.agents["an"].contacts == {}


def test_after_a_restart_what_was_in_hand_is_in_hand_again() -> None:
    office = shift(an={})
    office.then(1, ContactKept("k1", "chat", "an"))
    assert office.offers(1, CallerEntered("c1", "sales")) == []
    assert office.offers(1, CallerLeft("k1")) == [("c1", "an")]


def test_only_a_contact_can_have_been_kept() -> None:
    assert rejections(shift(an={}).then(1, ContactKept("c1", "sales", "an"))) == [
        "no queue 'sales' of contacts is configured"
    ]
