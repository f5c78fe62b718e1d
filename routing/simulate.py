"""Callers, agents and their shifts through the router in virtual time: thousands of calls a second.

The same callers, shifts and chance always give the same outcome. Nothing here waits or looks at a clock; what
is left to chance (how long a phone rings) is drawn from what is handed in.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal, Protocol

from routing.agents import AgentSpec, State
from routing.effects import AgentChanged, Effect, OfferAgent, WakeAt, WithdrawOffer
from routing.events import (
    AgentLoggedIn,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    Event,
    OfferAnswered,
    OfferRefused,
    TalkEnded,
    TimePassed,
    WrapUpExtended,
)
from routing.queues import QueueSpec
from routing.router import DEFAULT_RULES, Router
from routing.rules import Rules
from routing.strategy import Strategy

Fate = Literal["waiting", "answered", "gone", "blocked"]
Shift = tuple[float, Event]
"""When an agent logs in or out, pauses or resumes."""


class Chance(Protocol):
    """`random.Random`, as far as it is needed."""

    def random(self) -> float: ...

    def expovariate(self, lambd: float) -> float: ...


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who enters a queue at `at` (seconds) and leaves unanswered after `patience` more.

    `talk`: seconds with an agent of pace 1. `wrap_up`: what the agent takes after it, None for the queue's.
    """

    at: float
    entry: CallerEntered
    talk: float
    patience: float = inf
    wrap_up: float | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An agent with a pace: talks take `talk` times `pace`. Each time the phone rings, one of `rings` is
    drawn: seconds until the agent answers; what is not below the queue's ring time is no answer."""

    spec: AgentSpec
    pace: float = 1.0
    rings: Sequence[float] = (0.0,)


@dataclass(frozen=True, slots=True)
class Centre:
    """Who answers, in which queues. `places`: how many callers may wait, over all queues."""

    people: Sequence[Person]
    queues: Sequence[QueueSpec]
    strategies: Mapping[str, Strategy]
    rules: Rules = DEFAULT_RULES
    places: float = inf


@dataclass(slots=True, eq=False)
class Stay:
    """What became of a caller. `waited` counts from the entry, with what was waited before; of who still
    waits at the end it is 0. `gone`: left unanswered; `blocked`: no place was free."""

    caller: Caller
    fate: Fate = "waiting"
    waited: float = 0.0
    agent: str = ""
    talked: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The stays in order of arrival, and how long each agent was in each state within the window."""

    stays: Sequence[Stay]
    spent: Mapping[str, Mapping[State, float]]


@dataclass(frozen=True, slots=True)
class Window:
    """Agents' time counts from `begin` to `end`, or (inf) to the last thing that happens; at `until` the
    simulation stops, whoever still waits."""

    begin: float = 0.0
    end: float = inf
    until: float = inf


def logged_in(people: Iterable[Person], at: float = 0.0) -> list[Shift]:
    """Shifts in which everybody is there from `at` on."""
    return [(at, AgentLoggedIn(person.spec.id)) for person in people]


ALL = Window()


def simulate(
    centre: Centre, callers: Iterable[Caller], shifts: Iterable[Shift], chance: Chance, window: Window = ALL
) -> Outcome:
    """Run until nothing is left to happen. `callers` are ordered by time.
    Raises ValueError for a queue whose strategy is not in the catalogue."""
    return _Run(centre, chance, window).run(callers, shifts)


@dataclass(slots=True, eq=False)
class _Ringing:
    stay: Stay
    agent: str
    ring: float


class _Run:
    """One run: the agenda is a heap of (time, number, what to do, about what)."""

    def __init__(self, centre: Centre, chance: Chance, window: Window) -> None:
        self._people = {person.spec.id: person for person in centre.people}
        specs = [person.spec for person in centre.people]
        self._router = Router(specs, centre.queues, centre.strategies, centre.rules)
        self._wrap_ups = {queue.id: queue.wrap_up for queue in centre.queues}
        self._places, self._chance, self._window = centre.places, chance, window
        self._agenda: list[tuple[float, int, Callable[[Any], object], Any]] = []
        self._number = 0
        self._now = self._last = 0.0
        self._wake: float | None = None
        self._waiting: dict[str, Stay] = {}
        self._ringing: dict[int, _Ringing] = {}
        self._stays: list[Stay] = []
        self._clocks = _Clocks(self._people, window)

    def run(self, callers: Iterable[Caller], shifts: Iterable[Shift]) -> Outcome:
        arrivals = iter(callers)
        for at, event in shifts:
            self._plan(at, self._apply, event)
        self._await_next(arrivals)
        while self._agenda and self._agenda[0][0] <= self._window.until:
            self._now, _, do, about = heapq.heappop(self._agenda)
            do(about)
        return Outcome(
            self._stays, self._clocks.stop(self._window.end if self._window.end < inf else self._last)
        )

    def _plan(self, at: float, do: Callable[[Any], object], about: Any) -> None:
        self._number += 1
        heapq.heappush(self._agenda, (at, self._number, do, about))

    # Callers

    def _await_next(self, arrivals: Iterator[Caller]) -> None:
        caller = next(arrivals, None)
        if caller is not None:
            self._plan(caller.at, self._arrive, (caller, arrivals))

    def _arrive(self, about: tuple[Caller, Iterator[Caller]]) -> None:
        caller, arrivals = about
        stay = Stay(caller)
        self._stays.append(stay)
        self._waiting[caller.entry.call] = stay
        effects = self._apply(caller.entry)
        if len(self._waiting) > self._places and not _offered(effects, caller.entry.call):
            self._leave(stay, "blocked")
        elif caller.patience < inf:
            self._plan(self._now + caller.patience, self._give_up, stay)
        self._await_next(arrivals)

    def _give_up(self, stay: Stay) -> None:
        if stay.fate == "waiting":
            self._leave(stay, "gone")

    def _leave(self, stay: Stay, fate: Fate) -> None:
        self._settle(stay, fate)
        self._apply(CallerLeft(stay.caller.entry.call))

    def _settle(self, stay: Stay, fate: Fate) -> None:
        stay.fate = fate
        stay.waited = self._now - stay.caller.at + stay.caller.entry.waited
        del self._waiting[stay.caller.entry.call]

    # Agents

    def _answer(self, offer: int) -> None:
        ringing = self._ringing.pop(offer, None)
        if ringing is None:
            return
        stay, stay.agent = ringing.stay, ringing.agent
        self._settle(stay, "answered")
        self._apply(OfferAnswered(offer))
        stay.talked = stay.caller.talk * self._people[stay.agent].pace
        self._plan(self._now + stay.talked, self._finish, (offer, stay))

    def _miss(self, offer: int) -> None:
        if self._ringing.pop(offer, None) is not None:
            self._apply(OfferRefused(offer, "rang_out"))

    def _finish(self, about: tuple[int, Stay]) -> None:
        offer, stay = about
        self._apply(TalkEnded(offer))
        if stay.caller.wrap_up is not None:
            self._wrap_up(stay.agent, stay.caller.wrap_up, self._wrap_ups[stay.caller.entry.queue])

    def _wrap_up(self, agent: str, wanted: float, usual: float) -> None:
        """Over early, or extended. A queue without wrap-up has none to be extended."""
        if wanted < usual:
            self._plan(self._now + wanted, self._resume, (agent, self._now))
        elif wanted > usual > 0 and self._router.agents[agent].state is State.WRAP_UP:
            self._apply(WrapUpExtended(agent, wanted - usual))

    def _resume(self, about: tuple[str, float]) -> None:
        agent, since = about
        if self._router.agents[agent].state is State.WRAP_UP and self._router.agents[agent].since == since:
            self._apply(AgentResumed(agent))

    # The router

    def _apply(self, event: Event) -> tuple[Effect, ...]:
        self._last = self._now
        effects = self._router.apply(event, self._now)
        for effect in effects:
            if isinstance(effect, AgentChanged):
                self._clocks.change(effect.agent, effect.new, self._now)
            elif isinstance(effect, OfferAgent):
                self._ring(effect)
            elif isinstance(effect, WithdrawOffer):
                self._ringing.pop(effect.offer, None)
            elif isinstance(effect, WakeAt):
                self._wake = effect.time
                self._plan(effect.time, self._wake_up, effect.time)
        return effects

    def _wake_up(self, time: float) -> None:
        if time == self._wake:
            self._apply(TimePassed())

    def _ring(self, offer: OfferAgent) -> None:
        self._ringing[offer.offer] = _Ringing(self._waiting[offer.call], offer.agent, offer.ring)
        rings = self._people[offer.agent].rings
        rang = rings[int(self._chance.random() * len(rings))] if len(rings) > 1 else rings[0]
        if rang < offer.ring:
            self._plan(self._now + rang, self._answer, offer.offer)
        else:
            self._plan(self._now + offer.ring, self._miss, offer.offer)


class _Clocks:
    """How long each agent has been in each state within the window."""

    def __init__(self, agents: Iterable[str], window: Window) -> None:
        self._window = window
        self._since = dict.fromkeys(agents, (State.LOGGED_OUT, window.begin))
        self._spent: dict[str, dict[State, float]] = {agent: {} for agent in self._since}

    def change(self, agent: str, new: State, now: float) -> None:
        state, since = self._since[agent]
        begin, end = max(since, self._window.begin), min(now, self._window.end)
        if end > begin:
            spent = self._spent[agent]
            spent[state] = spent.get(state, 0.0) + end - begin
        self._since[agent] = (new, now)

    def stop(self, now: float) -> Mapping[str, Mapping[State, float]]:
        for agent, (state, _) in self._since.items():
            self.change(agent, state, now)
        return self._spent


def _offered(effects: tuple[Effect, ...], call: str) -> bool:
    return any(isinstance(effect, OfferAgent) and effect.call == call for effect in effects)
