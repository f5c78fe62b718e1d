"""Stories: events in any order, for a small floor on which every rule of the router matters."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from routing.agents import AgentSpec, Phone
from routing.effects import Effect
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    CallerMoved,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    PriorityChanged,
    Refusal,
    SkillsChanged,
    TalkEnded,
    TimePassed,
    WrapUpExtended,
)
from routing.needs import NOTHING_SPECIAL, Condition, Needs, Stage, needs, parse
from routing.queues import QueueSpec, Target
from routing.rules import Channel, Rules
from tests.routing.referee import Referee

AGENTS = [
    AgentSpec("an", {"seller": 3, "zh": 5}),
    AgentSpec("bo", {"seller": 1, "en": 4}, {"chat": 3}),
    AgentSpec("chen", {"zh": 2}),
    AgentSpec("du", {"zh": 2}),
    AgentSpec("eve", {}, {"mail": 0}),
    AgentSpec("fei", {"zh": 2, "en": 1, "trainee": 1}),
]
QUEUES = [
    QueueSpec("sales"),
    QueueSpec("support", ring=8.0, wrap_up=0.0, rest=2.0, pause_after=3, strategy="best_skill"),
    QueueSpec("gold", wrap_up=30.0, strategy="service_level", target=Target(0.9, 5.0), overdue=60.0),
    QueueSpec("silver", wrap_up=5.0, strategy="service_level", target=Target(0.6, 20.0), overdue=60.0),
    QueueSpec("club", members=parse("zh >= 2 and not trainee"), strategy="fewest_calls"),
    QueueSpec("quick", wrap_up=0.0, strategy="agent_speed"),
    QueueSpec("modest", strategy="least_skilled", pause_after=2),
    QueueSpec("chat", channel="chat"),
    QueueSpec("mail", channel="mail", strategy="fewest_calls"),
]
RULES = Rules(channels={"chat": Channel(2), "mail": Channel(1, interruptible=True)}, urgent=60.0)
OFFICE = [
    replace(queue, channel="mail") if queue.id in ("club", "silver", "quick", "modest") else queue
    for queue in QUEUES
]
OFFICE_RULES = Rules(
    channels={"chat": Channel(2, interruptible=True), "mail": Channel(2, interruptible=True)}, urgent=60.0
)
"""Much that calls may interrupt."""
WHERE = [*(queue.id for queue in QUEUES), "sales", "sales", "support", "nowhere"]
NEEDS = [
    NOTHING_SPECIAL,
    needs({"zh": 2}),
    needs({"seller": 2}),
    needs({"seller": 1}),
    needs({"en": 4, "seller": 1}),
    needs({"none": 1}),
    Needs(parse("(seller or en) and not trainee")),
    Needs(parse("zh or en"), preferred=(("en", 2), ("zh", 1))),
    Needs(preferred=(("seller", 1),)),
]
FEW = Condition("idle_agents", below=True, value=1)
BAD = Condition("service_level", below=True, value=0.7)
RELAX: list[tuple[Stage, ...]] = [
    (),
    (),
    (Stage(NOTHING_SPECIAL, after=10.0),),
    (Stage(NEEDS[3], after=0.0), Stage(NOTHING_SPECIAL, after=20.0)),
    (Stage(NEEDS[1], after=3.0, when=FEW), Stage(NEEDS[7], after=4.0)),
    (Stage(NOTHING_SPECIAL, when=BAD),),
    (Stage(NEEDS[5], after=6.0), Stage(NEEDS[8], after=12.0, when=FEW)),
]
SKILLS: list[dict[str, int]] = [{}, {"zh": 2}, {"seller": 5, "en": 5}, {"zh": 1, "trainee": 1}, {"club": 1}]
PATIENCE = [0.0, 0.0, 8.0, 30.0]
PHONES: list[Phone] = ["idle", "busy", "unreachable", "idle", "engaged", "idle", "idle", "idle"]
OUTCOMES: list[Refusal] = ["rang_out", "busy", "unreachable", "rang_out", "rejected"]
WAITS = [0.0, 0.0, 0.5, 2.0, 5.0, 13.0, 20.0, 40.0, -3.0]
JUMPS = [3 * 3600.0, -3600.0, 86_400.0]

Move = tuple[str, int, int, int]


def _agent(n: int) -> str:
    names = [spec.id for spec in AGENTS]
    return [*names, *names, "nobody"][n % (2 * len(names) + 1)]


def _offer(referee: Referee, n: int, stage: str) -> int:
    """Mostly one of this stage; now and then any, or one that is not there."""
    known = [number for number, offer in referee.offers.items() if offer.stage == stage or n % 6 == 0]
    return known[n % len(known)] if known and n % 13 else n % 50


def _enter(referee: Referee, n: int, m: int) -> Event:
    return CallerEntered(
        call=f"call-{n}",
        queue=WHERE[(n * 7 + m) % len(WHERE)],
        needs=NEEDS[m % len(NEEDS)],
        priority=[0, 0, 0, 1, 5, -2, 10**6][(n + m) % 7],
        waited=[0.0, 0.0, 0.0, 30.0][(n + 2 * m) % 4],
        relax=RELAX[(n + m) % len(RELAX)],
        agent=["", "", _agent(m)][n % 3],
        patience=PATIENCE[m % len(PATIENCE)],
        due=referee.router_time + 90.0 if (n + m) % 5 == 0 else None,
    )


MOVES: dict[str, Callable[[Referee, int, int], Event]] = {
    "log in": lambda r, n, m: AgentLoggedIn(_agent(n)),
    "log out": lambda r, n, m: AgentLoggedOut(_agent(n)),
    "pause": lambda r, n, m: AgentPaused(_agent(n), "lunch"),
    "resume": lambda r, n, m: AgentResumed(_agent(n)),
    "phone": lambda r, n, m: PhoneChanged(_agent(n), PHONES[m % 8]),
    "learn": lambda r, n, m: SkillsChanged(_agent(n), SKILLS[m % len(SKILLS)]),
    "extend": lambda r, n, m: WrapUpExtended(_agent(n), [10.0, 1.0, -5.0][m % 3]),
    "enter": _enter,
    "leave": lambda r, n, m: CallerLeft(f"call-{n}"),
    "move": lambda r, n, m: CallerMoved(f"call-{n}", WHERE[m % len(WHERE)]),
    "prefer": lambda r, n, m: PriorityChanged(f"call-{n}", m - 15),
    "answer": lambda r, n, m: OfferAnswered(_offer(r, n, "ringing")),
    "refuse": lambda r, n, m: OfferRefused(_offer(r, n, "ringing"), OUTCOMES[m % len(OUTCOMES)]),
    "end": lambda r, n, m: TalkEnded(_offer(r, n, "talking")),
    "time": lambda r, n, m: TimePassed(),
    "jump": lambda r, n, m: TimePassed(),
}
_SELDOM = ("jump", "log out", "learn")
OFTEN = [
    *MOVES,
    *(move for move in MOVES if move not in _SELDOM),
    *["log in"] * 5,
    *["resume"] * 3,
    *["enter"] * 8,
    *["answer", "end"] * 4,
    *["refuse"] * 2,
]

moves = st.lists(
    st.tuples(st.sampled_from(OFTEN), st.integers(0, 30), st.integers(0, 30), st.integers(0, len(WAITS) - 1)),
    max_size=120,
)


def new_referee(every: int = 1) -> Referee:
    return Referee(AGENTS, QUEUES, RULES, every)


def office(every: int = 1) -> Referee:
    return Referee(AGENTS, OFFICE, OFFICE_RULES, every)


def play(story: Sequence[Move] | Iterator[Move], referee: Referee | None = None) -> Referee:
    """Play the story to its end; it keeps what was played in `events`."""
    referee = referee or new_referee()
    for kind, n, m, wait in story:
        referee.clock = max(0.0, referee.clock + (JUMPS[n % 3] if kind == "jump" else WAITS[wait]))
        referee.play(MOVES[kind](referee, n, m), referee.clock)
    return referee


def random_story(seed: int, length: int) -> Iterator[Move]:
    chance = random.Random(seed)
    for _ in range(length):
        yield (chance.choice(OFTEN), chance.randrange(31), chance.randrange(31), chance.randrange(len(WAITS)))


def replay(
    events: Sequence[tuple[Event, float]], apply: Callable[[Event, float], tuple[Effect, ...]]
) -> list[Effect]:
    """All effects of these events."""
    return [effect for event, now in events for effect in apply(event, now)]
