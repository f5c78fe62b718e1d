"""Agents needed, by simulating the real ones."""

from __future__ import annotations

from math import inf

import pytest

from ivr.staffing import needed
from ivr.staffing.floors import Floor
from ivr.staffing.logged import Logged, Stay
from ivr.staffing.needed import Simulation, by_formula, work
from routing.agents import AgentSpec
from routing.forecast import Goal
from routing.queues import QueueSpec
from routing.rules import Rules

RATE = 60 / 3600


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough calls to tell what these tests ask."""
    monkeypatch.setattr(needed, "_CALLS", 700)
    monkeypatch.setattr(needed, "_WARM", 50)


GOALS = {"q": Goal(), "r": Goal()}


def stays(queue: str, skills: dict[str, int], agent: str = "li", talked: float = 180.0) -> list[Stay]:
    """A few that were answered at once, and two that gave up after two minutes and four."""
    said = {"queue": queue, "priority": 0, "skills": skills}
    answered = [
        Stay(f"c{n}", queue, n, said, 0.0, outcome="answered", agent=agent, talked=talked, wrap_up=0.0)
        for n in range(8)
    ]
    gone = [Stay(f"g{w}", queue, 9, said, waited=w, outcome="abandoned") for w in (120.0, 240.0)]
    return [*answered, *gone]


def floor(*skills: dict[str, int]) -> Floor:
    agents = [AgentSpec(f"agent-{number}", each) for number, each in enumerate(skills)]
    return Floor(agents, [QueueSpec("q", wrap_up=0.0), QueueSpec("r", wrap_up=0.0)], Rules())


def simulation(logged: Logged, place: Floor) -> Simulation:
    return Simulation(place, logged, work(logged), seed=1)


def test_work_is_what_the_log_says_of_a_queue() -> None:
    seen = stays("q", {"zh": 1})
    seen[0].wrap_up = 16.0
    (own,) = work(Logged(seen)).values()
    assert (own.handle, own.wrap_up, own.patience) == (182.0, 2.0, 180.0)
    ((wanted, number),) = own.wants
    assert (wanted["skills"], number) == ({"zh": 1}, 10)


def test_a_queue_in_which_nobody_was_answered_has_no_work() -> None:
    assert work(Logged(stays("q", {})[8:])) == {}


def test_where_nobody_gave_up_patience_has_no_end() -> None:
    assert work(Logged(stays("q", {})[:8]))["q"].patience == inf


def test_equal_agents_are_needed_about_as_erlang_a_says() -> None:
    logged = Logged(stays("q", {"zh": 1}))
    known = by_formula({"q": RATE}, work(logged), GOALS).erlang_a
    found = simulation(logged, floor({"zh": 1})).fewest({"q": RATE}, GOALS, guess=5)
    assert found == pytest.approx(known, abs=1)


def test_agents_who_serve_two_queues_are_fewer_than_two_groups() -> None:
    logged = Logged([*stays("q", {"zh": 1}), *stays("r", {"en": 1})])
    rates = {"q": RATE, "r": RATE}
    apart = by_formula(rates, work(logged), GOALS).erlang_a
    found = simulation(logged, floor({"zh": 1, "en": 1})).fewest(rates, GOALS, guess=apart)
    assert found is not None
    assert found < apart


def test_more_are_needed_where_only_half_of_them_are_able() -> None:
    logged = Logged(stays("q", {"zh": 1}))
    able = simulation(logged, floor({"zh": 1})).fewest({"q": RATE}, GOALS, guess=6)
    half = simulation(logged, floor({"zh": 1}, {"en": 1})).fewest({"q": RATE}, GOALS, guess=9)
    assert able is not None
    assert half is not None
    assert half == pytest.approx(2 * able, abs=2)


def test_slow_agents_are_more() -> None:
    logged = Logged([*stays("q", {}, "quick", 90.0), *stays("q", {}, "slow", 270.0)])
    quick = Floor([AgentSpec("quick")], [QueueSpec("q", wrap_up=0.0)], Rules())
    slow = Floor([AgentSpec("slow")], [QueueSpec("q", wrap_up=0.0)], Rules())
    few, many = (simulation(logged, each).fewest({"q": RATE}, GOALS, guess=6) for each in (quick, slow))
    assert few is not None
    assert many is not None
    assert few < many


def test_a_skill_that_nobody_has_is_reached_with_no_number() -> None:
    logged = Logged(stays("q", {"ja": 1}))
    assert simulation(logged, floor({"zh": 1})).fewest({"q": 3 / 3600}, GOALS, guess=1) is None


def test_without_calls_nobody_is_needed() -> None:
    logged = Logged(stays("q", {}))
    assert simulation(logged, floor({})).fewest({"q": 0.0}, GOALS, guess=4) == 0
