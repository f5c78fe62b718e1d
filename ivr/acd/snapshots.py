"""What the distributor knows at one moment, for `ivr agents` and whoever else looks. Times are in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.acd.repairs import Repair
from ivr.settings import Agent as AgentSettings
from ivr.settings import Queue
from routing.agents import Agent
from routing.expected import Expected
from routing.needs import NOTHING_SPECIAL
from routing.router import Router


@dataclass(frozen=True, slots=True)
class AgentNow:
    """`later`: the state asked for during a call, which comes after it ('' for none). `for_seconds`: how long
    in this state, None for one from before the engine. `repair`: the last time that the engine put its
    picture of this agent right. `contacts`: how many of each other channel the agent has in hand.
    `call`: the one that the agent talks in, '' for none. `team`: in the settings, '' for none."""

    agent: str
    name: str
    phone: str
    skills: Mapping[str, int]
    state: str
    reason: str
    later: str
    phone_state: str
    for_seconds: float | None
    contacts: Mapping[str, int]
    call: str
    repair: Repair | None = None
    team: str = ""


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """`agent` is being rung for this caller, '' for nobody; `position` is then 0."""

    call: str
    queue: str
    priority: int
    position: int
    waited: float
    agent: str


@dataclass(frozen=True, slots=True)
class QueueNow:
    """So many wait, the first of them for `longest_wait`; `callbacks` of them are to be called back. `able`
    agents who serve the queue are logged in and not paused, and `idle` of them are free now. `expected`: how
    long who comes now and needs nobody in particular will wait, None while nobody could serve them.
    `service_level`: the share of its calls of the last half hour answered within the queue's target, None
    where there was none."""

    queue: str
    channel: str
    waiting: int
    longest_wait: float
    callbacks: int
    able: int
    idle: int
    expected: Expected | None
    service_level: float | None


def agent_now(
    settings: AgentSettings, agent: Agent, now: float, *, repair: Repair | None, call: str
) -> AgentNow:
    return AgentNow(
        agent=agent.id,
        name=settings.name,
        phone=settings.phone,
        skills=dict(agent.skills),
        state=str(agent.state),
        reason=agent.reason,
        later=agent.coming if agent.coming != agent.state else "",
        phone_state=agent.phone,
        for_seconds=None if agent.since is None else now - agent.since,
        repair=repair,
        contacts=Counter(agent.contacts.values()),
        call=call,
        team=settings.team,
    )


def waiting_now(router: Router, now: float) -> tuple[WaitingNow, ...]:
    """All who wait, first in line first."""
    rung = {agent.offer: agent.id for agent in router.agents.values()} | {None: ""}
    return tuple(
        WaitingNow(
            call=waiting.call,
            queue=waiting.queue.id,
            priority=waiting.priority,
            position=router.position(waiting.call),
            waited=now - waiting.arrived,
            agent=rung.get(waiting.offer, ""),
        )
        for waiting in sorted(router.waiting, key=lambda waiting: waiting.claim)
    )


def queues_now(router: Router, queues: Mapping[str, Queue], now: float) -> tuple[QueueNow, ...]:
    """All queues, in the order of the settings."""
    waits: dict[str, list[float]] = {name: [] for name in queues}
    callbacks: Counter[str] = Counter()
    for waiting in router.waiting:
        waits[waiting.queue.id].append(now - waiting.arrived)
        callbacks[waiting.queue.id] += waiting.reserve > 0
    return tuple(
        QueueNow(
            queue=name,
            channel=queues[name].channel,
            waiting=len(found),
            longest_wait=max(found, default=0.0),
            callbacks=callbacks[name],
            able=router.able(name, NOTHING_SPECIAL),
            idle=router.idle(name, NOTHING_SPECIAL),
            expected=router.expected_by_newcomer(name, NOTHING_SPECIAL),
            service_level=router.service_level(name),
        )
        for name, found in waits.items()
    )
