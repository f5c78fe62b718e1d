"""How much later others may come and still go first: the stated bound of each queue, from the configuration.

A point of priority stands for time waited, so whoever comes later than priority can make up for goes behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ivr.flow.choosing import Choosing
from ivr.flow.dialplan import Dialplan
from ivr.settings import Agent, QueueFile
from routing.needs import met


@dataclass(frozen=True, slots=True)
class Bound:
    """A caller of this `priority` can be overtaken only by those who come within so many seconds after:
    by callers of priority `by`, or, where that is None, because the queue's strategy goes by targets."""

    priority: int
    within: float
    by: int | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """`bounds` of a queue, one for each priority that dialplans give its callers. `unknown`: a priority is
    worked out in the call, and the highest that counts was taken for it."""

    bounds: tuple[Bound, ...]
    unknown: bool


def members(queues: QueueFile, agents: Mapping[str, Agent], day: date) -> dict[str, list[str]]:
    """The agents who serve each queue."""
    levels = {name: agent.levels(day) for name, agent in agents.items()}
    return {
        name: [agent for agent, skills in levels.items() if met(queue.members, skills)]
        for name, queue in queues.queues.items()
    }


def fairness(
    queues: QueueFile, serving: Mapping[str, Sequence[str]], plans: Iterable[Dialplan]
) -> dict[str, Fairness]:
    """What holds for each queue when its callers come by these dialplans."""
    given, unknown = _priorities(queues, plans)
    found = {}
    for name in queues.queues:
        rivals = [other for other in queues.queues if {*serving[name]} & {*serving[other]}] or [name]
        highest = max(priority for rival in rivals for priority in given[rival])
        bounds = tuple(_bound(queues, name, priority, highest) for priority in sorted(given[name]))
        found[name] = Fairness(bounds, any(rival in unknown for rival in rivals))
    return found


def _bound(queues: QueueFile, name: str, priority: int, highest: int) -> Bound:
    queue, worth = queues.queues[name], queues.priority.worth
    by_priority = worth * (highest - priority)
    by_target = queue.overdue - worth * priority if queue.strategy == "service_level" else 0.0
    if by_target > by_priority:
        return Bound(priority, by_target, None)
    return Bound(priority, by_priority, highest)


def _priorities(queues: QueueFile, plans: Iterable[Dialplan]) -> tuple[dict[str, set[int]], set[str]]:
    """The priorities of each queue's callers, those who come into it later included, and where one is not
    known."""
    most = queues.priority.most
    given: dict[str, set[int]] = {name: set() for name in queues.queues}
    unknown: set[str] = set()
    for step in (step for plan in plans for _, step in plan.steps() if isinstance(step, Choosing)):
        if step.to not in given:
            continue
        if re.fullmatch(r"\s*-?[0-9]{1,9}\s*", step.priority.source):
            given[step.to].add(max(-most, min(most, int(step.priority.source))))
        else:
            given[step.to].add(most)
            unknown.add(step.to)
    own = {name: frozenset(found) for name, found in given.items()}
    surely = frozenset(unknown)
    for name in queues.queues:
        for other in _reached_from(queues, name):
            given[other] |= own[name]
            unknown |= {other} if name in surely else set()
    return {name: found or {0} for name, found in given.items()}, unknown


def _reached_from(queues: QueueFile, name: str) -> set[str]:
    """The queues that callers of this one may come into: by overflow, or sent on by an agent."""
    found: set[str] = set()
    ahead = {name}
    while ahead:
        queue = queues.queues[ahead.pop()]
        onwards = {other for other, its in queues.queues.items() if its.extension}
        onwards |= {queue.escalate_to, queue.overflow.to if queue.overflow else ""}
        new = (onwards & {*queues.queues}) - found - {name}
        found |= new
        ahead |= new
    return found
