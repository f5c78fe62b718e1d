"""The last agent, or another one whom the caller is to have first."""

from __future__ import annotations

import pytest

from routing.events import (
    AgentLoggedOut,
    AgentPaused,
    CallerEntered,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    SkillsChanged,
    TalkEnded,
    TimePassed,
)
from routing.needs import needs
from tests.routing.shift import Shift


def test_the_agent_asked_for_is_rung_first_if_free() -> None:
    shift = Shift(an={}, bo={})
    assert shift.offers(1, CallerEntered("c1", "sales", agent="bo")) == [("c1", "bo")]


def test_without_patience_a_busy_agent_is_not_waited_for() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"))
    assert shift.offers(1, CallerEntered("c1", "sales", agent="bo")) == [("c1", "an")]


def test_the_agent_is_waited_for_as_long_as_the_patience_lasts() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"))
    shift.then(1, CallerEntered("c1", "sales", agent="bo", patience=30.0))
    assert shift.offers(29.9, TimePassed()) == []
    assert shift.offers(0.1, TimePassed()) == [("c1", "an")]


def test_the_agent_who_becomes_free_in_time_is_rung() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"))
    shift.then(1, CallerEntered("c1", "sales", agent="bo", patience=30.0))
    assert shift.offers(20, PhoneChanged("bo", "idle")) == [("c1", "bo")]


def test_who_waits_for_one_agent_has_the_same_place_in_that_agents_line() -> None:
    shift = Shift(bo={})
    shift.then(1, CallerEntered("c0", "quick"), OfferAnswered(1))
    shift.then(1, CallerEntered("c1", "sales"))
    shift.then(1, CallerEntered("c2", "sales", agent="bo", patience=99.0))
    assert shift.offers(1, TalkEnded(1)) == [("c1", "bo")]


@pytest.mark.parametrize("away", [AgentPaused("bo", "lunch"), AgentLoggedOut("bo")])
def test_an_agent_who_is_not_there_is_not_waited_for(away: Event) -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, away)
    assert shift.offers(1, CallerEntered("c1", "sales", agent="bo", patience=30.0)) == [("c1", "an")]


@pytest.mark.parametrize("away", [AgentPaused("bo", "lunch"), AgentLoggedOut("bo")])
def test_an_agent_who_goes_away_is_waited_for_no_more(away: Event) -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"))
    shift.then(1, CallerEntered("c1", "sales", agent="bo", patience=30.0))
    assert shift.offers(1, away) == [("c1", "an")]


def test_an_agent_who_loses_a_needed_skill_is_waited_for_no_more() -> None:
    shift = Shift(an={"zh": 1}, bo={"zh": 1})
    shift.then(1, PhoneChanged("bo", "busy"))
    shift.then(1, CallerEntered("c1", "sales", needs({"zh": 1}), agent="bo", patience=30.0))
    assert shift.offers(1, SkillsChanged("bo", {"en": 1})) == [("c1", "an")]


def test_an_agent_who_was_never_able_or_is_not_known_is_not_waited_for() -> None:
    shift = Shift(an={"zh": 1}, bo={})
    wanted = CallerEntered("c1", "sales", needs({"zh": 1}), agent="bo", patience=30.0)
    assert shift.offers(1, wanted) == [("c1", "an")]
    assert shift.offers(1, CallerEntered("c2", "sales", agent="nobody", patience=30.0)) == [("c2", "bo")]


def test_the_agent_who_did_not_answer_is_waited_for_no_more() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales", agent="bo", patience=60.0))
    assert shift.offers(15, OfferRefused(1, "rang_out")) == [("c1", "an")]


def test_nobody_else_is_kept_from_agents_who_are_waited_for() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"))
    shift.then(1, CallerEntered("c1", "sales", agent="bo", patience=60.0))
    assert shift.offers(1, CallerEntered("c2", "sales")) == [("c2", "an")]
