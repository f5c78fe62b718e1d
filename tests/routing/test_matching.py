"""Several become free in one turn: as many as possible are served, who came first goes first."""

from __future__ import annotations

from routing.events import CallerEntered, OfferAnswered, TalkEnded, TimePassed
from routing.needs import needs
from tests.routing.shift import Shift


def both_in_wrap_up(**agents: dict[str, int]) -> Shift:
    """All come out of wrap-up at the same moment, 10 seconds from now, the first named idle for longest."""
    shift = Shift(rules=None, **agents)
    for number, agent in enumerate(agents, 1):
        shift.then(0, CallerEntered(f"before-{agent}", "sales"), OfferAnswered(number))
    for number in range(1, len(agents) + 1):
        shift.then(0, TalkEnded(number))
    return shift


def test_an_earlier_caller_changes_over_to_another_agent_to_make_room_for_a_later_one() -> None:
    shift = both_in_wrap_up(an={"x": 1}, bo={})
    shift.then(1, CallerEntered("any", "sales"))
    shift.then(1, CallerEntered("x only", "sales", needs({"x": 1})))
    assert shift.offers(8, TimePassed()) == [("any", "bo"), ("x only", "an")]


def test_changing_over_can_take_several_agents() -> None:
    shift = both_in_wrap_up(an={"x": 1, "y": 1}, bo={"y": 1, "z": 1}, chen={"z": 1})
    for call, skill in (("c1", "y"), ("c2", "z"), ("c3", "x")):
        shift.then(0.5, CallerEntered(call, "sales", needs({skill: 1})))
    assert shift.offers(8.5, TimePassed()) == [("c1", "bo"), ("c2", "chen"), ("c3", "an")]


def test_who_came_first_is_served_where_only_one_of_two_can_be() -> None:
    shift = both_in_wrap_up(an={"x": 1}, bo={"y": 1})
    for call in ("c1", "c2"):
        shift.then(0.5, CallerEntered(call, "sales", needs({"x": 1})))
    shift.then(0.5, CallerEntered("c3", "sales", needs({"y": 1})))
    assert shift.offers(8.5, TimePassed()) == [("c1", "an"), ("c3", "bo")]


def test_when_all_can_be_served_each_gets_the_agent_of_the_strategy() -> None:
    shift = both_in_wrap_up(an={}, bo={})
    shift.then(1, CallerEntered("c1", "sales"), CallerEntered("c2", "sales"))
    assert shift.offers(9, TimePassed()) == [("c1", "an"), ("c2", "bo")]
