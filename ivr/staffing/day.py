"""Logged stays as callers for the router in virtual time.

What the log knows is taken as it is: when callers came, what they wanted, how long they talked, when agents
were there. What it cannot know is drawn: the patience of those who were answered (they would have waited at
least as long; product-limit estimate of the queue), the talk of those who gave up (of another caller of the
queue), and how soon a phone is answered (of the agent's own answers).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from ivr.events import AgentStateChanged
from ivr.staffing.logged import Logged, Stay
from ivr.staffing.patience import Patience
from ivr.staffing.wanted import entry
from routing.events import AgentLoggedIn, AgentLoggedOut, AgentPaused, AgentResumed, Event
from routing.simulate import Caller, Chance, Shift

_ENOUGH = 10
"""So many callers of a queue must have given up for an estimate of its own, else that of all queues counts;
and so many talks of the mean length are added to an agent's own before their pace is judged."""

_MEANT = 0.5
"""Seconds by which a wrap-up may differ from the queue's and still be that."""


@dataclass(frozen=True, slots=True)
class Day:
    """`taken_out`: how those left whom the flow took out of the queue, by the caller's name. `paces`: by
    agent, 1.2 for talks a fifth longer than others'. `rings`: by agent, the seconds to an answer, inf for
    none."""

    callers: Iterable[Caller]
    taken_out: Mapping[str, str]
    shifts: Sequence[Shift]
    paces: Mapping[str, float]
    rings: Mapping[str, Sequence[float]]


def day(logged: Logged, wrap_ups: Mapping[str, float], chance: Chance, begin: float) -> Day:
    """`wrap_ups`: seconds by queue, as they were set; times become seconds from `begin` on."""
    paces = agent_paces(logged.stays)
    draw = _Draw(logged.stays, paces, chance)
    callers = [_caller(stay, number, begin, wrap_ups, draw) for number, stay in enumerate(logged.stays)]
    return Day(
        sorted(callers, key=lambda caller: caller.at),
        {_name(stay, n): stay.outcome for n, stay in enumerate(logged.stays) if stay.outcome not in _PLAIN},
        shifts(logged.changes, begin),
        paces,
        ring_times(logged),
    )


def agent_paces(stays: Iterable[Stay]) -> dict[str, float]:
    """Each agent's talks beside the mean of the queues they were of."""
    talks = [stay for stay in stays if stay.agent]
    by_queue: dict[str, list[float]] = defaultdict(list)
    for stay in talks:
        by_queue[stay.queue].append(stay.talked)
    usual = {queue: fmean(seconds) for queue, seconds in by_queue.items()}
    took: dict[str, float] = defaultdict(float)
    expected: dict[str, float] = defaultdict(float)
    for stay in talks:
        took[stay.agent] += stay.talked
        expected[stay.agent] += usual[stay.queue]
    more = _ENOUGH * fmean(stay.talked for stay in talks) if talks else 0.0
    return {
        agent: (took[agent] + more) / (expected[agent] + more) for agent in took if expected[agent] + more
    }


class _Draw:
    """What the log leaves open."""

    def __init__(self, stays: Sequence[Stay], paces: Mapping[str, float], chance: Chance) -> None:
        self._chance, self._paces = chance, paces
        self._all = Patience.of(stay.given_up for stay in stays)
        self._own: dict[str, Patience] = {}
        self._talks: dict[str, list[float]] = defaultdict(list)
        queues: dict[str, list[Stay]] = defaultdict(list)
        for stay in stays:
            queues[stay.queue].append(stay)
            if stay.agent:
                self._talks[stay.queue].append(self.work(stay))
        for queue, own in queues.items():
            enough = sum(stay.outcome == "abandoned" for stay in own) >= _ENOUGH
            self._own[queue] = Patience.of(stay.given_up for stay in own) if enough else self._all

    def work(self, stay: Stay) -> float:
        """The talk as it would be with an agent of pace 1."""
        return stay.talked / self._paces.get(stay.agent, 1.0)

    def talk(self, stay: Stay) -> float:
        if stay.agent:
            return self.work(stay)
        talks = self._talks[stay.queue] or [talk for each in self._talks.values() for talk in each]
        return talks[int(self._chance.random() * len(talks))] if talks else 0.0

    def patience(self, stay: Stay) -> float:
        """From the entry on. Who left unanswered did so after this time, whatever the reason."""
        if stay.outcome not in ("answered", ""):
            return stay.waited - stay.before
        return self._own[stay.queue].draw(self._chance.random(), stay.waited) - stay.before


def _name(stay: Stay, number: int) -> str:
    """Of a stay: a call may have several."""
    return f"{stay.call}#{number}"


_PLAIN = ("answered", "abandoned", "")


def _caller(stay: Stay, number: int, begin: float, wrap_ups: Mapping[str, float], draw: _Draw) -> Caller:
    own = stay.wrap_up
    as_set = own is None or abs(own - wrap_ups.get(stay.queue, 0.0)) <= _MEANT
    return Caller(
        at=stay.at - begin,
        entry=entry(_name(stay, number), stay.queue, stay.wanted, stay.before),
        talk=draw.talk(stay),
        patience=draw.patience(stay),
        wrap_up=None if as_set else own,
    )


def ring_times(logged: Logged) -> dict[str, Sequence[float]]:
    """By agent: the seconds to each answer, and inf for each phone that rang out."""
    agents = logged.rings.keys() | logged.unanswered.keys()
    return {
        agent: [*logged.rings.get(agent, ()), *[_NEVER] * logged.unanswered.get(agent, 0)] for agent in agents
    }


_NEVER = float("inf")

_MOVES: Mapping[str, Callable[[AgentStateChanged], Event]] = {
    "logged_out": lambda change: AgentLoggedOut(change.agent),
    "paused": lambda change: AgentPaused(change.agent, change.reason),
}


def shifts(changes: Sequence[AgentStateChanged], begin: float) -> list[Shift]:
    """When agents logged in and out, paused and resumed, from 0 on for those who were there at `begin`."""
    found: list[Shift] = []
    for agent, state in _at(changes, begin).items():
        if state != "logged_out":
            found.append((0.0, AgentLoggedIn(agent)))
        if state == "paused":
            found.append((0.0, AgentPaused(agent, "")))
    for change in changes:
        if change.at >= begin:
            found += [(change.at - begin, event) for event in _asked(change)]
    return found


def _at(changes: Iterable[AgentStateChanged], moment: float) -> dict[str, str]:
    """Each agent's state then: where the last change before led to, or what the first one after it left."""
    states: dict[str, str] = {}
    for change in changes:
        if change.at < moment:
            states[change.agent] = change.state
        else:
            states.setdefault(change.agent, change.old)
    return states


def _asked(change: AgentStateChanged) -> list[Event]:
    """What the agent asked for; the rest of the changes the router makes by itself."""
    asked: list[Event] = []
    if change.old == "logged_out":
        asked.append(AgentLoggedIn(change.agent))
    elif change.old == "paused" and change.state not in _MOVES:
        asked.append(AgentResumed(change.agent))
    if change.state in _MOVES:
        asked.append(_MOVES[change.state](change))
    return asked
