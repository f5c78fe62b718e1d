"""How what a caller needs changes while they wait."""

from __future__ import annotations

from routing.effects import NeedsRelaxed
from routing.events import CallerEntered, CallerLeft, OfferAnswered, OfferRefused, TimePassed
from routing.needs import NOTHING_SPECIAL, Condition, Needs, Stage, needs, parse
from routing.queues import QueueSpec, Target
from tests.routing.shift import Shift

EXPERT, SELLER = needs({"seller": 5}), needs({"seller": 1})


def test_after_its_time_a_stage_takes_the_place_of_the_needs() -> None:
    shift = Shift(an={"seller": 1})
    shift.then(1, CallerEntered("c1", "sales", EXPERT, relax=(Stage(SELLER, after=45.0),)))
    assert shift.offers(44.9, TimePassed()) == []
    effects = shift.then(0.1, TimePassed())
    assert effects[0] == NeedsRelaxed("c1", 1, SELLER)
    assert shift.router.agents["an"].offer == 1


def test_time_waited_before_counts() -> None:
    shift = Shift(an={"seller": 1})
    stages = (Stage(SELLER, after=45.0),)
    assert shift.offers(1, CallerEntered("c1", "sales", EXPERT, waited=45.0, relax=stages)) == [("c1", "an")]


def test_a_stage_can_ask_for_more_or_for_something_else() -> None:
    """Complaint 25: skills can be dropped elsewhere, never added."""
    shift = Shift(an={"seller": 1}, bo={"manager": 1})
    shift.then(1, CallerEntered("c1", "sales", SELLER))
    stages = (Stage(Needs(parse("manager")), after=10.0), Stage(Needs(parse("seller and zh")), after=20.0))
    shift.then(1, CallerEntered("c2", "sales", EXPERT, relax=stages))
    assert shift.offers(10, TimePassed()) == [("c2", "bo")]
    shift.then(10, OfferRefused(2, "rang_out"))
    assert shift.router.able_for("c2") == 0


def test_a_stage_takes_effect_also_while_a_phone_rings() -> None:
    """Complaint 10: an agent away from the phone holds nothing up."""
    shift = Shift(an={"seller": 5}, bo={"seller": 1})
    shift.then(1, CallerEntered("c1", "sales", EXPERT, relax=(Stage(SELLER, after=10.0),)))
    shift.then(10, TimePassed())
    assert shift.offers(5, OfferRefused(1, "rang_out")) == [("c1", "bo")]


def test_what_is_left_of_an_earlier_stay_of_the_same_call_holds_nothing_up() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"))
    shift.then(15, OfferRefused(1, "rang_out"), CallerLeft("c1"))
    shift.then(0, CallerEntered("c1", "sales", EXPERT, relax=(Stage(NOTHING_SPECIAL, after=1.0),)))
    assert shift.offers(5, TimePassed()) == [("c1", "an")]


def test_stages_come_one_after_the_other() -> None:
    shift = Shift(an={})
    never = Condition("idle_agents", below=False, value=99)
    stages = (Stage(SELLER, when=never), Stage(NOTHING_SPECIAL, after=1.0))
    shift.then(1, CallerEntered("c1", "sales", EXPERT, relax=stages))
    assert shift.offers(60, TimePassed()) == []


def test_a_condition_is_looked_at_once_a_second() -> None:
    shift = Shift(QueueSpec("q"), an={"seller": 1}, bo={})
    good = Condition("service_level", below=False, value=0.5)
    shift.then(1, CallerEntered("c1", "q", EXPERT, relax=(Stage(NOTHING_SPECIAL, when=good),)))
    shift.then(0.3, CallerEntered("c2", "q"), OfferAnswered(1))
    assert shift.offers(0.6, TimePassed()) == []
    assert shift.offers(0.1, TimePassed()) == [("c1", "bo")]


def test_a_service_level_below_the_value_opens_a_stage_and_one_that_nobody_knows_does_not() -> None:
    shift = Shift(QueueSpec("q", wrap_up=0.0, target=Target(0.8, 20.0)), an={})
    low = Condition("service_level", below=True, value=0.8)
    shift.then(1, CallerEntered("c1", "q", SELLER, relax=(Stage(NOTHING_SPECIAL, when=low),)))
    assert shift.offers(1, TimePassed()) == []
    shift.then(1, CallerEntered("c2", "q"))
    shift.then(30, OfferRefused(1, "rang_out"))
    shift.then(5, TimePassed(), OfferAnswered(2))
    assert shift.router.service_level("q") == 0.0
    assert NeedsRelaxed("c1", 1, NOTHING_SPECIAL) in shift.then(1, TimePassed())


def test_an_expected_wait_above_the_value_opens_a_stage() -> None:
    shift = Shift(an={"seller": 5}, bo={})
    long = Condition("expected_wait", below=False, value=100.0)
    shift.then(1, CallerEntered("c1", "sales", EXPERT), OfferAnswered(1))
    stages = (Stage(NOTHING_SPECIAL, when=long),)
    assert shift.offers(1, CallerEntered("c2", "sales", EXPERT, relax=stages)) == [("c2", "bo")]


def test_after_a_leap_of_the_clock_the_latest_stage_holds() -> None:
    shift = Shift(an={"seller": 1})
    stages = (Stage(needs({"manager": 1}), 5.0), Stage(SELLER, 9.0))
    shift.then(1, CallerEntered("c1", "sales", EXPERT, relax=stages))
    assert shift.offers(7200, TimePassed()) == [("c1", "an")]
