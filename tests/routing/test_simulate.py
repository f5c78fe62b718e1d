"""The virtual clock around the router: each caller's fate, to the second."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice
from math import inf

from routing.agents import AgentSpec, State
from routing.events import AgentLoggedIn, AgentLoggedOut, AgentPaused, AgentResumed, CallerEntered
from routing.load import Kind, among, exponential, fixed, poisson
from routing.needs import Condition, Needs, Stage, needs
from routing.queues import QueueSpec
from routing.simulate import ALL, Caller, Centre, Outcome, Person, Shift, Stay, Window, logged_in, simulate
from routing.strategies import catalogue

LI, WANG = Person(AgentSpec("li", {"en": 2})), Person(AgentSpec("wang"))


def caller(name: str, at: float, talk: float = 60.0, **more: float) -> Caller:
    return Caller(at, CallerEntered(name, "q"), talk, **more)


def run(
    callers: Sequence[Caller],
    people: Sequence[Person] = (LI,),
    shifts: Sequence[Shift] | None = None,
    window: Window = ALL,
    places: float = inf,
    wrap_up: float = 0.0,
) -> Outcome:
    centre = Centre(people, [QueueSpec("q", ring=15.0, wrap_up=wrap_up)], catalogue(), places=places)
    there = logged_in(people) if shifts is None else shifts
    return simulate(centre, callers, there, random.Random(1), window)


def told(stays: Sequence[Stay]) -> list[tuple[str, str, float, str]]:
    return [(stay.caller.entry.call, stay.fate, stay.waited, stay.agent) for stay in stays]


def test_the_second_caller_waits_for_the_only_agent() -> None:
    outcome = run([caller("a", 0), caller("b", 10)])
    assert told(outcome.stays) == [("a", "answered", 0, "li"), ("b", "answered", 50, "li")]


def test_who_loses_patience_is_gone_and_who_is_served_first_is_not() -> None:
    outcome = run([caller("a", 0, patience=5), caller("b", 10, patience=20)])
    assert told(outcome.stays) == [("a", "answered", 0, "li"), ("b", "gone", 20, "")]


def test_a_caller_beyond_the_last_place_is_blocked_unless_an_agent_is_free() -> None:
    callers = [caller("a", 0), caller("b", 1), caller("c", 2)]
    assert [stay.fate for stay in run(callers, places=1).stays] == ["answered", "answered", "blocked"]
    assert [stay.fate for stay in run(callers, [LI, WANG], places=0).stays][:2] == ["answered"] * 2


def test_ringing_is_waiting_and_a_phone_that_rings_out_costs_the_ring_time() -> None:
    slow = Person(AgentSpec("li"), rings=(4.0,))
    assert told(run([caller("a", 0)], [slow]).stays) == [("a", "answered", 4, "li")]
    never = Person(AgentSpec("li"), rings=(inf,))
    assert told(run([caller("a", 0)], [never, WANG]).stays) == [("a", "answered", 15, "wang")]


def test_a_slow_agent_talks_longer() -> None:
    slow = Person(AgentSpec("li"), pace=1.5)
    assert run([caller("a", 0)], [slow]).stays[0].talked == 90


def test_wrap_up_is_the_queues_or_the_callers_own_shorter_or_longer() -> None:
    for own, waited in ((None, 70.0), (5.0, 65.0), (0.0, 60.0), (40.0, 100.0)):
        outcome = run([Caller(0, CallerEntered("a", "q"), 60, wrap_up=own), caller("b", 0)], wrap_up=10)
        assert outcome.stays[1].waited == waited, own


def test_shifts_and_pauses_are_kept() -> None:
    shifts: list[Shift] = [
        (0, AgentLoggedIn("li")),
        (5, AgentPaused("li", "lunch")),
        (100, AgentResumed("li")),
        (120, AgentLoggedOut("li")),
    ]
    outcome = run([caller("a", 10, talk=30), caller("b", 110, talk=30), caller("c", 115)], shifts=shifts)
    fates = [(stay.fate, stay.waited) for stay in outcome.stays]
    assert fates == [("answered", 90), ("waiting", 0), ("waiting", 0)]


def test_time_in_each_state_adds_up_to_the_window() -> None:
    outcome = run([caller("a", 10)], window=Window(begin=0, end=200), wrap_up=10)
    assert outcome.spent["li"] == {State.AVAILABLE: 130, State.TALKING: 60, State.WRAP_UP: 10}
    late = run([caller("a", 10)], window=Window(begin=40, end=75), wrap_up=10)
    assert late.spent["li"] == {State.TALKING: 30, State.WRAP_UP: 5}


def test_needs_relax_while_waiting() -> None:
    stages = (Stage(needs({"en": 2}), after=30.0),)
    entry = CallerEntered("a", "q", needs({"en": 5}), relax=stages)
    assert told(run([Caller(0, entry, 60)]).stays) == [("a", "answered", 30, "li")]


def test_a_simulation_ends_though_somebody_waits_for_ever_under_a_condition() -> None:
    never = Stage(Needs(), when=Condition("idle_agents", below=False, value=5))
    entry = CallerEntered("a", "q", needs({"en": 5}), relax=(never,))
    outcome = run([Caller(0, entry, 60)], window=Window(until=500))
    assert [stay.fate for stay in outcome.stays] == ["waiting"]


def test_the_same_seed_gives_the_same_day_and_another_one_another() -> None:
    def day(seed: int) -> list[tuple[str, str, float, str]]:
        chance = random.Random(seed)
        kind = Kind(0.02, CallerEntered("c", "q"), exponential(60), exponential(90))
        people = [Person(AgentSpec("li"), rings=(1.0, 3.0, 20.0)), WANG]
        centre = Centre(people, [QueueSpec("q")], catalogue())
        callers = islice(poisson([kind], chance), 200)
        return told(simulate(centre, callers, logged_in(people), chance).stays)

    assert day(1) == day(1) != day(2)


def test_kinds_come_in_the_proportion_of_their_rates() -> None:
    kinds = [Kind(rate, CallerEntered(name, "q"), fixed(1)) for rate, name in ((0.3, "a"), (0.1, "b"))]
    callers = list(poisson(kinds, random.Random(7), until=20_000))
    assert abs(len(callers) - 8000) < 4 * 8000**0.5
    assert abs(sum(c.entry.call.startswith("a") for c in callers) / len(callers) - 0.75) < 0.03
    assert [c.at for c in callers] == sorted(c.at for c in callers)


def test_without_a_rate_nobody_comes() -> None:
    assert list(poisson([Kind(0.0, CallerEntered("a", "q"), fixed(1))], random.Random(1), until=9)) == []


def test_durations_that_were_seen_are_drawn_and_no_others() -> None:
    drawn = {among([3.0, 7.0])(chance) for chance in map(random.Random, range(50))}
    assert drawn == {3.0, 7.0}
