"""Whatever happens in whatever order, the rules of the queue hold (they are written down in `referee`)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings

from bench.scan import ScanMarket
from routing.agents import State
from routing.effects import AgentChanged, NeedsRelaxed, OfferAgent, WithdrawOffer
from routing.events import CallerLeft, TimePassed
from routing.router import Router
from routing.strategies import catalogue
from tests.routing.referee import Referee
from tests.routing.state import everything
from tests.routing.stories import (
    AGENTS,
    OFFICE,
    OFFICE_RULES,
    QUEUES,
    RULES,
    Move,
    moves,
    new_referee,
    office,
    play,
    random_story,
    replay,
)

SHIFT = 20_000


def much_happens(referee: Referee, events: int) -> None:
    """A story in which little happens proves little."""
    talks = sum(isinstance(e, AgentChanged) and e.new is State.TALKING for e in referee.history)
    offers = sum(isinstance(e, OfferAgent) for e in referee.history)
    contacts = sum(isinstance(e, AgentChanged) and e.reason == "accepted" for e in referee.history)
    relaxed = sum(isinstance(e, NeedsRelaxed) for e in referee.history)
    seen = {"talks": talks / 40, "offers": offers / 100, "contacts": contacts / 5, "relaxed": relaxed / 20}
    assert min(seen.values()) * 1000 > events, seen


@given(moves)
@settings(max_examples=150, deadline=None)
def test_the_rules_hold_in_any_order_of_events(story: list[Move]) -> None:
    play(story)


def test_all_rules_hold_after_each_of_many_random_events() -> None:
    much_happens(play(random_story(seed=1, length=5_000)), 5_000)


@pytest.mark.parametrize("seed", range(2))
def test_all_rules_hold_where_calls_interrupt_what_agents_are_asked_to_take(seed: int) -> None:
    referee = play(random_story(seed, 5_000), office())
    interrupted = sum(isinstance(e, WithdrawOffer) and e.why == "superseded" for e in referee.history)
    assert interrupted > 50
    scanning = Router(AGENTS, OFFICE, catalogue(), OFFICE_RULES, market=ScanMarket)
    assert replay(referee.events, scanning.apply) == referee.history


@given(moves)
@settings(max_examples=100, deadline=None)
def test_the_rules_hold_there_in_any_order_of_events(story: list[Move]) -> None:
    play(story, office())


def test_the_rules_hold_through_a_very_long_story() -> None:
    """A hundred thousand events; the dear rules are looked at after every twentieth. `make nightly` plays two
    million."""
    length = int(os.environ.get("EVENTS", "100000"))
    referee = new_referee(every=20)
    for seed in range(0, length, SHIFT):
        play(random_story(seed, SHIFT), referee)
        much_happens(referee, SHIFT)
        referee.history.clear()
        referee.events.clear()
    referee.look_around()


@given(moves)
@settings(max_examples=60, deadline=None)
def test_when_all_callers_have_left_nobody_rings_or_talks(story: list[Move]) -> None:
    referee = play(story)
    for call in [*referee.entries, *(o.call for o in referee.offers.values() if o.stage == "talking")]:
        referee.play(CallerLeft(call), referee.now)
    referee.play(TimePassed(), referee.now + 1000.0)
    assert not list(referee.router.waiting)
    assert {person.state for person in referee.people.values()} <= {
        State.AVAILABLE,
        State.PAUSED,
        State.LOGGED_OUT,
    }


@given(moves)
@settings(max_examples=60, deadline=None)
def test_waking_only_when_asked_misses_nothing_that_is_due(story: list[Move]) -> None:
    """Sleeping until the announced times gives the same end as looking every half second."""
    sleeper, watcher = play(story), play(story)
    start = sleeper.now if story else 0.0
    for tick in range(200):
        watcher.play(TimePassed(), start + tick / 2)
    while sleeper.wake is not None and start <= sleeper.wake <= start + 99.5:
        due, sleeper.wake = sleeper.wake, None
        sleeper.play(TimePassed(), due)
    sleeper.play(TimePassed(), start + 99.5)
    assert _made(sleeper) == _made(watcher)


def _made(referee: Referee) -> list[object]:
    return [e for e in referee.history if isinstance(e, OfferAgent | AgentChanged)]


@given(moves)
@settings(max_examples=60, deadline=None)
def test_the_same_events_give_the_same_effects(story: list[Move]) -> None:
    assert play(story).history == play(story).history


def test_the_same_events_give_the_same_effects_in_another_process() -> None:
    """Python orders sets of texts differently in each process; the router must not depend on it."""
    script = (
        "from tests.routing.stories import play, random_story; import hashlib;"
        "print(hashlib.sha256(repr(play(random_story(7, 1500)).history).encode()).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


@given(moves)
@settings(max_examples=60, deadline=None)
def test_what_is_played_again_ends_in_the_same_state(story: list[Move]) -> None:
    """All that the router knows follows from the list of events: a router can be rebuilt from its log."""
    referee = play(story)
    rebuilt = Router(AGENTS, QUEUES, catalogue(), RULES)
    assert replay(referee.events, rebuilt.apply) == referee.history
    assert everything(rebuilt) == everything(referee.router)


@given(moves)
@settings(max_examples=100, deadline=None)
def test_a_router_that_looks_at_everybody_decides_the_same(story: list[Move]) -> None:
    referee = play(story)
    scanning = Router(AGENTS, QUEUES, catalogue(), RULES, market=ScanMarket)
    assert replay(referee.events, scanning.apply) == referee.history


@pytest.mark.parametrize("seed", range(3))
def test_it_decides_the_same_through_long_stories(seed: int) -> None:
    referee = play(random_story(seed, 4_000), new_referee(every=1000))
    scanning = Router(AGENTS, QUEUES, catalogue(), RULES, market=ScanMarket)
    assert replay(referee.events, scanning.apply) == referee.history
