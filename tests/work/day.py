"""Two days of a centre in virtual time: calls by the hour, e-mails around the clock, one set of people.

A person who has an e-mail in hand works on it while in no call, and puts it aside for a call.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from routing.agents import AgentSpec
from routing.effects import Effect, OfferAgent, WakeAt, WithdrawOffer
from routing.events import (
    AgentLoggedIn,
    CallerEntered,
    Event,
    OfferAnswered,
    TalkEnded,
    TimePassed,
)
from routing.queues import QueueSpec
from routing.router import Router
from routing.rules import Channel, Rules
from routing.strategies import catalogue

HOUR = 3600.0
DAY = 24 * HOUR
DAYS = 2
AGENTS = 10
TALK, WRITING = 120.0, 300.0
"""Mean seconds of a call, exponential; seconds of an e-mail."""
BUSY, QUIET = 240.0, 60.0
"""Calls an hour, from 9 to 19 o'clock and else: 8 and 2 of 10 people talk at once."""
WITHIN = 20.0


@dataclass(frozen=True)
class Arrival:
    """A call or an e-mail, `seconds` of work."""

    at: float
    id: str
    seconds: float


@dataclass
class Writing:
    """An e-mail in hand: `left` seconds of work, `since` when somebody is at it (None: put aside)."""

    offer: int
    id: str
    left: float
    since: float | None = None


@dataclass
class Figures:
    """What came of it: seconds that each call waited, and when each e-mail was finished.
    `taken_back`: offers of e-mails."""

    waits: dict[str, float] = field(default_factory=dict)
    finished: dict[str, float] = field(default_factory=dict)
    taken_back: int = 0

    @property
    def service_level(self) -> float:
        """The share of the calls answered within 20 s."""
        return sum(wait <= WITHIN for wait in self.waits.values()) / len(self.waits)

    @property
    def mean_wait(self) -> float:
        return sum(self.waits.values()) / len(self.waits)

    @property
    def longest_wait(self) -> float:
        return max(self.waits.values())


def calls() -> list[Arrival]:
    """Always the same ones."""
    return list(_poisson(1, "call", lambda at: BUSY if 9 * HOUR <= at % DAY < 19 * HOUR else QUIET, TALK))


def emails(a_day: int) -> list[Arrival]:
    """So many a day, at any hour; always the same ones."""
    return [each for each in _poisson(2, "email", lambda _: a_day / 24, WRITING) if each.at < DAY]


def _poisson(seed: int, name: str, rate: Callable[[float], float], seconds: float) -> Iterator[Arrival]:
    chance, at, most = random.Random(seed), 0.0, 1000.0
    for number in count():
        at += chance.expovariate(most / HOUR)
        if at >= DAYS * DAY:
            return
        length = chance.expovariate(1 / seconds) if name == "call" else seconds
        if chance.random() < rate(at) / most:
            yield Arrival(at, f"{name}-{number}", length)


class Centre:
    """Ten people. `interruptible`: whether calls are offered to who has an e-mail; `accepting`: seconds that
    somebody needs to accept one."""

    def __init__(self, *, interruptible: bool = True, accepting: float = 0.0) -> None:
        rules = Rules(channels={"email": Channel(at_once=1, interruptible=interruptible)})
        queues = [
            QueueSpec("support", ring=30.0, wrap_up=0.0),
            QueueSpec("letters", ring=60.0, wrap_up=0.0, channel="email"),
        ]
        agents = [AgentSpec(f"agent-{number}") for number in range(AGENTS)]
        self._router = Router(agents, queues, catalogue(), rules)
        self._accepting = accepting
        self._line: list[tuple[float, int, Callable[[float], None]]] = []
        self._number = count()
        self._wake = 0.0
        self._withdrawn: set[int] = set()
        self._work: dict[str, Arrival] = {}
        self._hands: dict[str, Writing] = {}
        self._talks: defaultdict[str, int] = defaultdict(int)
        self.figures = Figures()
        for agent in agents:
            self._tell(AgentLoggedIn(agent.id), 0.0)

    def run(self, calls: list[Arrival], emails: list[Arrival]) -> Figures:
        for call in calls:
            self._work[call.id] = call
            self._at(call.at, partial(self._tell, CallerEntered(call.id, "support")))
        for email in emails:
            self._work[email.id] = email
            self._at(email.at, partial(self._tell, CallerEntered(email.id, "letters", due=email.at + DAY)))
        while self._line:
            now, _, do = heapq.heappop(self._line)
            do(now)
        return self.figures

    def _at(self, time: float, do: Callable[[float], None]) -> None:
        heapq.heappush(self._line, (time, next(self._number), do))

    def _tell(self, event: Event, now: float) -> None:
        for effect in self._router.apply(event, now):
            self._do(effect, now)

    def _do(self, effect: Effect, now: float) -> None:
        match effect:
            case WakeAt(time):
                self._wake = time
                self._at(time, self._woken)
            case WithdrawOffer(offer):
                self._withdrawn.add(offer)
                self.figures.taken_back += 1
            case OfferAgent(channel="phone"):
                self._at(now, lambda now: self._picks_up(effect, now))
            case OfferAgent():
                self._at(now + self._accepting, lambda now: self._accepts(effect, now))

    def _woken(self, now: float) -> None:
        if now == self._wake:
            self._tell(TimePassed(), now)

    def _picks_up(self, offer: OfferAgent, now: float) -> None:
        call = self._work[offer.call]
        self.figures.waits[call.id] = now - call.at
        self._puts_aside(offer.agent, now)
        self._tell(OfferAnswered(offer.offer), now)
        self._at(now + call.seconds, lambda now: self._hangs_up(offer, now))

    def _hangs_up(self, offer: OfferAgent, now: float) -> None:
        self._takes_up(offer.agent, now)
        self._tell(TalkEnded(offer.offer), now)

    def _accepts(self, offer: OfferAgent, now: float) -> None:
        if offer.offer in self._withdrawn:
            return
        self._tell(OfferAnswered(offer.offer), now)
        self._hands[offer.agent] = Writing(offer.offer, offer.call, self._work[offer.call].seconds)
        self._takes_up(offer.agent, now)

    def _puts_aside(self, agent: str, now: float) -> None:
        self._talks[agent] += 1
        writing = self._hands.get(agent)
        if writing and writing.since is not None:
            writing.left -= now - writing.since
            writing.since = None

    def _takes_up(self, agent: str, now: float) -> None:
        writing = self._hands.get(agent)
        if writing and writing.since is None:
            writing.since = now
            self._at(now + writing.left, lambda now: self._sends(agent, writing, now))

    def _sends(self, agent: str, writing: Writing, now: float) -> None:
        """Unless it was put aside meanwhile."""
        if writing.since is not None and abs(now - writing.since - writing.left) < 1e-6:
            del self._hands[agent]
            self.figures.finished[writing.id] = now
            self._tell(TalkEnded(writing.offer), now)
