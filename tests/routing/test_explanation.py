"""Why somebody was rung, and why the others were not."""

from __future__ import annotations

from routing.agents import AgentSpec
from routing.effects import OfferAgent
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    CallerEntered,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    TalkEnded,
    TimePassed,
)
from routing.explanation import LOOKED_AT, Explanation, Refused
from routing.needs import Needs, needs, parse
from routing.queues import QueueSpec
from routing.router import Router
from routing.rules import Channel, Rules
from routing.strategies import catalogue
from tests.routing.shift import Shift

CLUB = QueueSpec("club", members=parse("club and not trainee"), strategy="best_skill")
MAIL = QueueSpec("mail", channel="mail")


def explained(shift: Shift, call: str) -> Explanation:
    found = shift.router.explain(call)
    assert found is not None
    return found


def reasons(shift: Shift, call: str) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(refused.reason, refused.detail): refused.agents for refused in explained(shift, call).refused}


def reason(shift: Shift, *before: Event) -> tuple[str, str]:
    """What is against the one agent, when the caller c1 waits in sales."""
    shift.then(1, *before)
    shift.then(1, CallerEntered("c1", "sales"))
    ((found, _),) = reasons(shift, "c1").items()
    return found


def test_the_candidates_stand_in_the_order_of_choice_with_what_it_goes_by() -> None:
    shift = Shift(CLUB, an={"club": 1, "zh": 2}, bo={"club": 1, "zh": 5}, chen={"club": 1, "zh": 5})
    shift.then(1, CallerEntered("c1", "club", Needs(parse("zh >= 2"), preferred=(("vip", 2),))))
    found = explained(shift, "c1")
    assert found.chosen == "bo"
    assert [(one.agent, one.liking, one.score) for one in found.candidates] == [
        ("bo", 0.0, 6.0),
        ("chen", 0.0, 6.0),
        ("an", 0.0, 3.0),
    ]


def test_who_is_asked_for_by_name_stands_first() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales", agent="bo"))
    assert [(one.agent, one.asked_for) for one in explained(shift, "c1").candidates] == [
        ("bo", True),
        ("an", False),
    ]


def test_what_of_the_needs_is_not_met_is_told() -> None:
    shift = Shift(an={"zh": 1}, bo={"zh": 3, "trainee": 1})
    shift.then(1, CallerEntered("c1", "sales", Needs(parse("zh >= 2 and not trainee"))))
    assert reasons(shift, "c1") == {("lacks", "zh >= 2"): ("an",), ("lacks", "not trainee"): ("bo",)}


def test_who_is_no_member_is_told_apart() -> None:
    shift = Shift(CLUB, an={"zh": 1})
    shift.then(1, CallerEntered("c1", "club", needs({"zh": 1})))
    assert reasons(shift, "c1") == {("not_member", "club"): ("an",)}


def test_each_state_of_an_agent_is_a_reason() -> None:
    ring = CallerEntered("c0", "sales")
    assert [
        reason(Shift(an={}), *before)[0]
        for before in (
            (AgentLoggedOut("an"),),
            (AgentPaused("an", "lunch"),),
            (ring,),
            (ring, OfferAnswered(1)),
            (ring, OfferAnswered(1), TalkEnded(1)),
            (PhoneChanged("an", "busy"),),
            (PhoneChanged("an", "unreachable"),),
            (ring, OfferRefused(1, "busy")),
        )
    ] == [
        "logged_out",
        "paused",
        "ringing",
        "talking",
        "wrap_up",
        "phone_busy",
        "phone_unreachable",
        "phone_rests",
    ]


def test_who_did_not_answer_this_caller_is_spared() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), OfferRefused(1, "rang_out"))
    assert reasons(shift, "c1") == {("spared", ""): ("an",)}


def test_who_waits_for_one_agent_has_that_against_all_others() -> None:
    shift = Shift(an={}, bo={})
    shift.then(1, PhoneChanged("bo", "busy"), CallerEntered("c1", "sales", agent="bo", patience=9.0))
    assert reasons(shift, "c1") == {("kept_for", "bo"): ("an",), ("phone_busy", ""): ("bo",)}


def test_what_is_in_hand_is_a_reason() -> None:
    rules = Rules(channels={"mail": Channel(at_once=1)})
    shift = Shift(MAIL, rules=rules, an={})
    shift.then(1, CallerEntered("m1", "mail"), OfferAnswered(1))
    shift.then(1, CallerEntered("m2", "mail"), CallerEntered("c1", "sales"))
    assert (reasons(shift, "m2"), reasons(shift, "c1")) == (
        {("at_limit", ""): ("an",)},
        {("on_contact", ""): ("an",)},
    )


def test_of_many_agents_fifty_are_named_and_the_rest_counted() -> None:
    specs = [AgentSpec(f"agent-{n}", {"zh": 1}) for n in range(70)]
    router = Router(specs, [QueueSpec("q")], catalogue())
    for spec in specs[:60]:
        router.apply(AgentLoggedIn(spec.id), 0.0)
    router.apply(CallerEntered("c1", "q", needs({"zh": 1})), 1.0)
    router.apply(CallerEntered("c2", "q", needs({"zh": 2})), 1.0)
    first, second = router.explain("c1"), router.explain("c2")
    assert first
    assert second
    assert (len(first.candidates), first.more) == (50, 10)
    assert first.refused == (Refused("logged_out", "", tuple(f"agent-{n}" for n in range(60, 70)), 0),)
    assert [(found.reason, len(found.agents), found.more) for found in second.refused] == [("lacks", 50, 20)]


def test_how_many_are_in_front_is_told() -> None:
    shift = Shift()
    shift.then(1, CallerEntered("c1", "sales"), CallerEntered("c2", "sales"))
    assert (explained(shift, "c2").ahead, shift.router.explain("nobody")) == (1, None)


def crowd() -> Shift:
    """More agents than are looked at; every fourth speaks English, and of these one is talking."""
    agents = {f"a{number:03}": {"en" if number % 4 == 0 else "zh": 1} for number in range(LOOKED_AT + 80)}
    shift = Shift(rules=None, **agents)
    effects = shift.then(1, CallerEntered("c0", "sales", needs({"en": 1})))
    shift.then(1, *[OfferAnswered(effect.offer) for effect in effects if isinstance(effect, OfferAgent)])
    return shift


def test_of_very_many_agents_some_of_each_kind_are_looked_at() -> None:
    shift = crowd()
    shift.then(1, CallerEntered("c1", "sales", needs({"en": 1})))
    found = explained(shift, "c1")
    assert found.chosen == found.candidates[0].agent == "a004"
    assert [one.agent for one in found.candidates[1:4]] == ["a008", "a012", "a016"]
    assert {refused.reason: "a000" in refused.agents for refused in found.refused} == {
        "talking": True,
        "lacks": False,
    }
    named = len(found.candidates) + found.more
    assert named + sum(len(refused.agents) + refused.more for refused in found.refused) == LOOKED_AT
    assert found.unseen == 80


def test_explaining_changes_nothing() -> None:
    plain, told = crowd(), crowd()
    for number in range(1, 60):
        entered = CallerEntered(f"c{number}", "sales", needs({"en": 1}))
        assert plain.then(1, entered) == told.then(1, entered)
        explained(told, f"c{number}")


MIXED = Rules(channels={"mail": Channel(at_once=1, interruptible=True), "chat": Channel(at_once=1)})
CHAT = QueueSpec("chat", channel="chat")


def test_an_agent_whose_offer_a_call_may_take_back_is_not_told_as_rung() -> None:
    shift = Shift(MAIL, rules=MIXED, an={}, bo={})
    shift.then(1, CallerEntered("m1", "mail"))
    shift.then(2, CallerEntered("c1", "sales"))
    assert explained(shift, "c1").chosen == "bo"
    assert reasons(shift, "c1") == {("withdrawable", ""): ("an",)}


def test_an_agent_who_is_asked_to_take_other_work_is_told_so() -> None:
    shift = Shift(CHAT, rules=MIXED, an={})
    shift.then(1, CallerEntered("m1", "chat"))
    shift.then(2, CallerEntered("c1", "sales"))
    assert reasons(shift, "c1") == {("asked", ""): ("an",)}


def waiting_behind(shift: Shift, *callers: CallerEntered) -> tuple[str, ...]:
    """An takes the first caller; then these wait, and v, of higher priority, whom an is given next."""
    (offer,) = [each for each in shift.then(1, CallerEntered("c0", "sales")) if isinstance(each, OfferAgent)]
    shift.then(2, OfferAnswered(offer.offer), *callers)
    shift.then(3, CallerEntered("v", "sales", priority=50))
    given = [each for each in shift.then(4, TalkEnded(offer.offer)) if isinstance(each, OfferAgent)]
    given += [each for each in shift.then(100, TimePassed()) if isinstance(each, OfferAgent)]
    assert [(each.agent, each.call) for each in given] == [("an", "v")]
    return shift.router.overtaken("v", "an")


def test_who_waits_longer_and_was_passed_over_for_a_higher_priority_is_named() -> None:
    shift = Shift(an={"zh": 3})
    able, unable = CallerEntered("c1", "sales"), CallerEntered("c2", "sales", needs({"zh": 5}))
    assert waiting_behind(shift, able, unable) == ("c1",)


def test_not_all_who_were_passed_over_are_named() -> None:
    callers = [CallerEntered(f"c{number}", "sales") for number in range(1, 9)]
    assert waiting_behind(Shift(an={}), *callers) == ("c1", "c2", "c3")


def test_nobody_is_passed_over_by_who_came_first() -> None:
    shift = Shift(an={})
    shift.then(1, CallerEntered("c1", "sales"), CallerEntered("c2", "sales"))
    assert shift.router.overtaken("c1", "an") == ()
