"""Contacts of channels other than the phone: several at once, and beside calls or not."""

from __future__ import annotations

import pytest

from routing.agents import AgentSpec, State
from routing.effects import OfferAgent
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    CallerEntered,
    CallerLeft,
    ContactKept,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    TalkEnded,
    TimePassed,
)
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
