"""Ways to choose: whom each of them rings."""

from __future__ import annotations

from collections import Counter

from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    CallerEntered,
    CallerLeft,
    OfferAnswered,
    PhoneChanged,
    TalkEnded,
)
from routing.needs import needs
from routing.queues import QueueSpec, Target
from tests.routing.shift import Shift


def serve(shift: Shift, call: str, queue: str, talk: float) -> str:
    """The call is answered at once; who had it."""
    ((_, agent),) = shift.offers(1, CallerEntered(call, queue))
    offer = shift.router.agents[agent].offer
    assert offer is not None
    shift.then(0, OfferAnswered(offer))
    shift.then(talk, TalkEnded(offer))
    return agent


def test_best_skill_rings_the_highest_levels_in_what_is_asked_for() -> None:
    shift = Shift(QueueSpec("q", strategy="best_skill"), an={"zh": 2, "it": 5}, bo={"zh": 3}, chen={"zh": 3})
    assert shift.offers(1, CallerEntered("c1", "q", needs({"zh": 1}))) == [("c1", "bo")]


def test_least_skilled_keeps_generalists_free() -> None:
    shift = Shift(QueueSpec("q", strategy="least_skilled"), an={"zh": 2, "it": 5}, bo={"zh": 3})
    assert shift.offers(1, CallerEntered("c1", "q", needs({"zh": 1}))) == [("c1", "bo")]


def test_fewest_calls_rings_who_had_the_fewest_over_all_queues() -> None:
    shift = Shift(QueueSpec("q", strategy="fewest_calls", wrap_up=0.0), an={}, bo={})
    assert [serve(shift, "c1", "quick", 1), serve(shift, "c2", "quick", 1)] == ["an", "bo"]
    assert serve(shift, "c3", "q", 1) == "an"
    shift.then(1, CallerEntered("c4", "q"), CallerLeft("c4"))
    assert serve(shift, "c5", "q", 1) == "bo"


def test_whoever_comes_later_is_not_flooded_to_catch_up() -> None:
    shift = Shift(QueueSpec("q", strategy="fewest_calls", wrap_up=0.0), an={}, bo={}, chen={})
    shift.then(1, AgentLoggedOut("chen"))
    assert Counter(serve(shift, f"c{n}", "q", 1) for n in range(20)) == {"an": 10, "bo": 10}
    shift.then(1, AgentLoggedIn("chen"))
    assert Counter(serve(shift, f"d{n}", "q", 1) for n in range(9)) == {"an": 3, "bo": 3, "chen": 3}


def test_an_agent_who_is_twice_as_fast_is_given_twice_as_many() -> None:
    shift = Shift(QueueSpec("q", strategy="agent_speed", wrap_up=0.0), an={}, bo={})
    talks = {"an": 30.0, "bo": 60.0}
    shares: Counter[str] = Counter()
    for n in range(300):
        ((_, agent),) = shift.offers(1, CallerEntered(f"c{n}", "q"))
        offer = shift.router.agents[agent].offer
        assert offer is not None
        shift.then(0, OfferAnswered(offer))
        shift.then(talks[agent], TalkEnded(offer))
        shares[agent] += n >= 20
    assert 1.9 < shares["an"] / shares["bo"] < 2.1


def by_target(overdue: float = 300.0) -> Shift:
    """Two queues served by target: `low` has missed its target, `high` has met it."""
    target = Target(0.8, 20.0)
    low, high = (
        QueueSpec(name, strategy="service_level", wrap_up=0.0, target=target, overdue=overdue)
        for name in ("low", "high")
    )
    shift = Shift(low, high, an={})
    serve(shift, "h", "high", 1)
    shift.then(1, PhoneChanged("an", "busy"), CallerEntered("l", "low"))
    shift.then(30, PhoneChanged("an", "idle"), OfferAnswered(2), TalkEnded(2))
    assert (shift.router.service_level("low"), shift.router.service_level("high")) == (0.0, 1.0)
    return shift


def test_by_service_level_the_queue_furthest_below_its_target_goes_first() -> None:
    shift = by_target()
    shift.then(1, PhoneChanged("an", "busy"), CallerEntered("c1", "high"))
    shift.then(1, CallerEntered("c2", "low"))
    assert shift.offers(1, PhoneChanged("an", "idle")) == [("c2", "an")]


def test_by_service_level_nobody_who_is_overdue_is_passed_over() -> None:
    shift = by_target(overdue=60.0)
    shift.then(1, PhoneChanged("an", "busy"), CallerEntered("c1", "high"))
    shift.then(61, CallerEntered("c2", "low"))
    assert shift.offers(1, PhoneChanged("an", "idle")) == [("c1", "an")]


def test_queues_of_other_strategies_keep_the_order_of_claims() -> None:
    shift = by_target()
    shift.then(1, PhoneChanged("an", "busy"), CallerEntered("c1", "sales"))
    shift.then(1, CallerEntered("c2", "low"))
    assert shift.offers(1, PhoneChanged("an", "idle")) == [("c1", "an")]


def test_a_service_level_counts_who_gave_up_too_late_and_forgets_after_half_an_hour() -> None:
    shift = by_target()
    shift.then(1, PhoneChanged("an", "busy"), CallerEntered("c1", "high"), CallerEntered("c2", "high"))
    shift.then(20, CallerLeft("c1"))
    assert shift.router.service_level("high") == 1.0
    shift.then(1, CallerLeft("c2"))
    assert shift.router.service_level("high") == 0.5
    shift.then(1801, AgentLoggedIn("an"))
    assert shift.router.service_level("high") is None
