"""Whatever happens in whatever order, the rules of the queue hold (they are written down in `referee`)."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.agents import AgentSpec, Phone, State
from routing.effects import AgentChanged, OfferAgent
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    Refusal,
    TalkEnded,
    TimePassed,
)
from routing.needs import needs
from routing.queues import QueueSpec
from tests.routing.referee import Referee

AGENTS = [
    AgentSpec("an", {"seller": 3, "zh": 5}),
    AgentSpec("bo", {"seller": 1, "en": 4}),
    AgentSpec("chen", {"zh": 2}),
    AgentSpec("du", {"zh": 2}),
    AgentSpec("eve", {}),
]
QUEUES = [
    QueueSpec("sales"),
    QueueSpec("support", ring=8.0, wrap_up=0.0, rest=2.0),
    QueueSpec("vip", wrap_up=30.0),
]
NEEDS: list[dict[str, int]] = [
    {},
    {"zh": 2},
    {"seller": 2},
    {"seller": 1},
    {"en": 4, "seller": 1},
    {"none": 1},
]
PHONES: list[Phone] = ["idle", "busy", "unreachable", "idle"]
OUTCOMES: list[Refusal] = ["rang_out", "busy", "unreachable", "rang_out"]
WAITS = [0.0, 0.0, 0.5, 2.0, 5.0, 13.0, 20.0, 40.0, -3.0]

Move = tuple[str, int, int, int]


def _agent(n: int) -> str:
    return [*(spec.id for spec in AGENTS), *(spec.id for spec in AGENTS), "nobody"][n % 11]


def _offer(referee: Referee, n: int) -> int:
    known = list(referee.offers)
    return known[n % len(known)] if known and n % 13 else n % 50


def _enter(n: int, m: int) -> Event:
    return CallerEntered(
        f"call-{n}", ["sales", "support", "vip", "sales", "nowhere"][n % 5], needs(NEEDS[m % 6]), m % 3
    )


MOVES: dict[str, Callable[[Referee, int, int], Event]] = {
    "log in": lambda r, n, m: AgentLoggedIn(_agent(n)),
    "log out": lambda r, n, m: AgentLoggedOut(_agent(n)),
    "pause": lambda r, n, m: AgentPaused(_agent(n), "lunch"),
    "resume": lambda r, n, m: AgentResumed(_agent(n)),
    "phone": lambda r, n, m: PhoneChanged(_agent(n), PHONES[m % 4]),
    "enter": lambda r, n, m: _enter(n, m),
    "leave": lambda r, n, m: CallerLeft(f"call-{n}"),
    "answer": lambda r, n, m: OfferAnswered(_offer(r, n)),
    "refuse": lambda r, n, m: OfferRefused(_offer(r, n), OUTCOMES[m % 4]),
    "end": lambda r, n, m: TalkEnded(_offer(r, n)),
    "time": lambda r, n, m: TimePassed(),
}
OFTEN = [*MOVES, "log in", "log in", "log in", "enter", "enter", "enter", "answer", "answer", "refuse", "end"]

moves = st.lists(
    st.tuples(st.sampled_from(OFTEN), st.integers(0, 30), st.integers(0, 30), st.integers(0, len(WAITS) - 1)),
    max_size=120,
)


def play(story: Sequence[Move]) -> Referee:
    referee = Referee(AGENTS, QUEUES)
    now = 0.0
    for kind, n, m, wait in story:
        now = max(0.0, now + WAITS[wait])
        referee.play(MOVES[kind](referee, n, m), now)
    return referee


def random_story(seed: int, length: int) -> list[Move]:
    chance = random.Random(seed)
    return [
        (chance.choice(OFTEN), chance.randrange(31), chance.randrange(31), chance.randrange(len(WAITS)))
        for _ in range(length)
    ]


@given(moves)
@settings(max_examples=150, deadline=None)
def test_the_rules_hold_in_any_order_of_events(story: list[Move]) -> None:
    play(story)


def test_the_rules_hold_through_twenty_thousand_random_events() -> None:
    referee = play(random_story(seed=1, length=20_000))
    talks = [e for e in referee.history if isinstance(e, AgentChanged) and e.new is State.TALKING]
    assert len(talks) > 500, "the story must be one in which much happens"


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
        "from tests.routing.test_any_order import play, random_story; import hashlib;"
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
