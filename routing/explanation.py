"""Why a caller is given whom they are given, or has to wait: everybody's turn or the reason against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from routing.agents import IN_A_CALL, Agent, State
from routing.expression import All, Expression, met
from routing.expression_text import written
from routing.floor import Floor
from routing.market import Market
from routing.rules import PHONE
from routing.strategy import Strategy
from routing.waiting import Waiting

MOST = 50
"""So many agents are named for each reason."""
LOOKED_AT = 200
"""In a centre of more agents, some of those who could be rung, of those who are able and of the others."""
FOREMOST = 10

Reason = Literal[
    "not_member",
    "lacks",
    "kept_for",
    "logged_out",
    "paused",
    "ringing",
    "asked",
    "withdrawable",
    "overtaken",
    "talking",
    "wrap_up",
    "at_limit",
    "on_contact",
    "phone_busy",
    "phone_unreachable",
    "phone_rests",
    "spared",
]
_BY_STATE: dict[State, Reason] = {
    State.LOGGED_OUT: "logged_out",
    State.PAUSED: "paused",
    State.RINGING: "ringing",
    State.TALKING: "talking",
    State.WRAP_UP: "wrap_up",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who could be rung. In this order: `asked_for` by name, the higher `liking` of the caller's
    preferences, the higher `score` and the lower `order` of the strategy, and idle since earlier."""

    agent: str
    asked_for: bool
    liking: float
    score: float
    order: float
    idle_since: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Agents who cannot be rung for this `reason`: of `lacks` and `not_member` the `detail` is what is not
    met, of `kept_for` the agent waited for, of `overtaken` the priority of who was given them. `more`: how
    many are not named."""

    reason: Reason
    detail: str
    agents: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """At one moment. The caller `needs` this of an agent, as written. `chosen` is rung now, '' for nobody,
    and the first candidate unless several were paired up together. `ahead`: how many of the same queue are in
    front; an agent who becomes free goes to them first. `unseen`: how many agents nobody looked at, where
    there are very many."""

    call: str
    queue: str
    needs: str
    chosen: str
    ahead: int
    candidates: tuple[Candidate, ...]
    more: int
    refused: tuple[Refused, ...]
    unseen: int = 0


def explain(waiting: Waiting, floor: Floor, market: Market, *, rung: Agent | None, ahead: int) -> Explanation:
    """Looks at every agent once, at `LOOKED_AT` of more than that; leaves everything as it was."""
    survey = _Survey(waiting, floor, rung)
    seen = floor.seats if len(floor.seats) <= LOOKED_AT else _some(waiting, floor, market, rung)
    candidates: list[tuple[tuple[float, ...], Candidate]] = []
    refused: dict[tuple[Reason, str], list[str]] = {}
    for agent in seen:
        against = survey.against(agent)
        if against:
            refused.setdefault(against, []).append(agent.id)
        else:
            candidates.append(survey.candidate(agent))
    candidates.sort(key=lambda pair: pair[0])
    return Explanation(
        call=waiting.call,
        queue=waiting.queue.id,
        needs=written(waiting.needs.required),
        chosen=rung.id if rung else "",
        ahead=ahead,
        candidates=tuple(candidate for _, candidate in candidates[:MOST]),
        more=max(0, len(candidates) - MOST),
        refused=tuple(_refused(*against, agents) for against, agents in refused.items()),
        unseen=len(floor.seats) - len(seen),
    )


def _some(waiting: Waiting, floor: Floor, market: Market, rung: Agent | None) -> tuple[Agent, ...]:
    """Who is rung, who would be next, some who are able and busy, and for the rest some of all others, who
    are other ones for the next caller."""
    able = (agent for number in waiting.demand.able for agent in floor.of_profile(int(number)))
    begin = waiting.number * LOOKED_AT % len(floor.seats)
    others = floor.seats[begin : begin + LOOKED_AT] + floor.seats[:LOOKED_AT]
    first = (rung,) if rung else ()
    foremost = market.foremost(waiting, floor.agents, FOREMOST)
    every = chain(first, foremost, islice(able, LOOKED_AT // 2), others)
    return tuple(islice({agent.id: agent for agent in every}.values(), LOOKED_AT))


def overtaken(callers: Iterable[Waiting], by: Waiting, agent: Agent) -> Iterator[str]:
    """The calls of those who wait since before this one, could be served by the agent, and have the lesser
    priority: why they were not given this agent."""
    for one in callers:
        before = one.priority < by.priority and one.counts_from < by.counts_from
        if not before or one.offer is not None or one.queue.channel != by.queue.channel:
            continue
        theirs = one.agent == agent.id if one.kept else agent.id not in one.rests
        if theirs and one.demand.fits(agent.profile):
            yield one.call


class _Survey:
    """What is against each agent; what follows from the skills alone is worked out once for each profile."""

    def __init__(self, waiting: Waiting, floor: Floor, rung: Agent | None) -> None:
        self._waiting = waiting
        self._rung = rung
        self._floor = floor
        self._strategy: Strategy = waiting.demand.ask.strategy
        self._unfit: dict[int, tuple[Reason, str] | None] = {}
        self._merits: dict[int, tuple[float, float]] = {}

    def against(self, agent: Agent) -> tuple[Reason, str] | None:
        """Why the agent cannot be rung. What holds for longest is told first."""
        if agent.profile not in self._unfit:
            self._unfit[agent.profile] = self._unfitness(dict(agent.skills))
        unfit = self._unfit[agent.profile]
        if unfit or agent is self._rung:
            return unfit
        if self._waiting.kept and self._waiting.agent != agent.id:
            return "kept_for", self._waiting.agent
        if agent.state is State.RINGING and agent.asked != PHONE:
            return self._asked(agent), ""
        if agent.state in _BY_STATE:
            return _BY_STATE[agent.state], ""
        reason = self._in_hand(agent) or self._phone(agent)
        if not reason and agent.id in self._waiting.rests:
            reason = "spared"
        return (reason, "") if reason else None

    def candidate(self, agent: Agent) -> tuple[tuple[float, ...], Candidate]:
        """With what it is sorted by."""
        if agent.profile not in self._merits:
            self._merits[agent.profile] = self._merit(dict(agent.skills))
        liking, score = self._merits[agent.profile]
        found = Candidate(
            agent=agent.id,
            asked_for=agent.id == self._waiting.agent,
            liking=liking,
            score=score,
            order=float(self._strategy.order(agent)),
            idle_since=agent.idle_since,
        )
        return (not found.asked_for, -found.liking, -found.score, found.order, agent.turn), found

    def _merit(self, skills: dict[str, int]) -> tuple[float, float]:
        required = self._waiting.demand.ask.required
        score = self._strategy.score(lambda skill: skills.get(skill, 0), required)
        return float(self._waiting.needs.liking(skills)), float(score)

    def _unfitness(self, skills: dict[str, int]) -> tuple[Reason, str] | None:
        if lacking := _unmet(self._waiting.queue.members, skills):
            return "not_member", written(lacking)
        if lacking := _unmet(self._waiting.needs.required, skills):
            return "lacks", written(lacking)
        return None

    def _asked(self, agent: Agent) -> Reason:
        """Of one who is asked to take work of another channel: a call may take its place, but the others
        who are free come first."""
        is_call = self._waiting.queue.channel == PHONE
        return "withdrawable" if is_call and self._floor.could_be_rung_instead(agent) else "asked"

    def _in_hand(self, agent: Agent) -> Reason | None:
        channel = self._waiting.queue.channel
        if self._floor.has_room(agent, channel):
            return None
        return "on_contact" if channel == PHONE else "at_limit"

    def _phone(self, agent: Agent) -> Reason | None:
        if agent.phone in IN_A_CALL:
            return "phone_busy"
        if self._waiting.queue.channel != PHONE:
            return None
        if agent.phone == "unreachable":
            return "phone_unreachable"
        return "phone_rests" if agent.rest_until is not None else None


def _unmet(needed: Expression, skills: dict[str, int]) -> Expression | None:
    """The first part that is not met."""
    parts = needed.parts if isinstance(needed, All) else (needed,)
    return next((part for part in parts if not met(part, skills)), None)


def _refused(reason: Reason, detail: str, agents: list[str]) -> Refused:
    return Refused(reason, detail, tuple(agents[:MOST]), max(0, len(agents) - MOST))
