"""What is wrong between the files of the settings, each fault at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from ivr.document.model import node_at
from ivr.document.nodes import Document, Mark
from ivr.document.problems import Problem, nearest, suggestion
from routing.expression import wanted
from routing.needs import Expression, met, named, written

QUEUE_WITHOUT_AGENTS = "queue_without_agents"
OVERFLOWS = "overflows"


class Skilled(Protocol):
    """An agent, as far as these checks need one."""

    def in_sight(self, day: date) -> dict[str, int]: ...


class Overflowing(Protocol):
    """Where a queue sends those who wait too long."""

    @property
    def to(self) -> str: ...


class Served(Protocol):
    """A queue, as far as these checks need one."""

    @property
    def members(self) -> Expression: ...

    @property
    def overflow(self) -> Overflowing | None: ...

    @property
    def channel(self) -> str: ...


def queues_without_agents(
    queues: Mapping[str, Served], agents: Mapping[str, Skilled], document: Document, today: date
) -> Iterator[Problem]:
    """Queues whose `members` are nobody: nobody can be rung for those who wait there; and skills in them that
    no agent has, where they look misspelt."""
    skills = [agent.in_sight(today) for agent in agents.values()]
    if not document.root or not skills:
        return
    for name, queue in queues.items():
        mark = node_at(document.root, ("queues", name, "members")).mark
        known = {skill for each in skills for skill in each}
        if not any(met(queue.members, each) for each in skills):
            text, zh = _why(name, queue.members, known)
            yield document.problem(mark, text, QUEUE_WITHOUT_AGENTS, "warning", zh)
            continue
        for skill in sorted(named(queue.members) - known):
            if suggestion(skill, known):
                text = f"no agent has the skill '{skill}'; {nearest(skill, known)}"
                zh = f"没有坐席具备技能“{skill}”；{nearest(skill, known, 'zh')}"
                yield document.problem(mark, text, QUEUE_WITHOUT_AGENTS, "warning", zh)


def _why(queue: str, members: Expression, known: set[str]) -> tuple[str, str]:
    unknown = next((skill for skill in wanted(members) if skill not in known), "")
    if unknown:
        return (
            f"nobody serves queue '{queue}': no agent has the skill '{unknown}'; {nearest(unknown, known)}",
            f"没有坐席服务队列“{queue}”：没有坐席具备技能“{unknown}”；{nearest(unknown, known, 'zh')}",
        )
    return (
        f"nobody serves queue '{queue}': no agent meets '{written(members)}'",
        f"没有坐席服务队列“{queue}”：没有坐席满足“{written(members)}”",
    )


def overflows(queues: Mapping[str, Served], document: Document) -> Iterator[Problem]:
    """Overflows into a queue that is not there or is of another channel, and circles of overflows, each once,
    where it closes."""
    to = {name: queue.overflow.to for name, queue in queues.items() if queue.overflow}
    told: set[frozenset[str]] = set()
    for name, target in to.items():
        circle = _circle(name, to)
        if target not in queues:
            text = f"no queue named '{target}'; {nearest(target, queues)}"
            zh = f"没有名为“{target}”的队列；{nearest(target, queues, 'zh')}"
            yield _at_overflow(document, name, text, zh)
        elif queues[target].channel != queues[name].channel:
            yield _at_overflow(document, name, *_other_channel(name, target, queues))
        elif circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            way = " → ".join((*circle, name))
            text = f"these overflows lead round in a circle: {way}; a caller stays in the last of them"
            zh = f"溢出形成循环：{way}；来电者会一直留在其中最后一个队列"
            yield _at_overflow(document, circle[-1], text, zh, "warning")


def _other_channel(name: str, target: str, queues: Mapping[str, Served]) -> tuple[str, str]:
    own, other = queues[name].channel, queues[target].channel
    alike = [each for each, queue in queues.items() if queue.channel == own and each != name]
    return (
        f"queue '{target}' is for {other}, '{name}' for {own}; {nearest(target, alike)}",
        f"队列“{target}”处理 {other}，“{name}”处理 {own}；{nearest(target, alike, 'zh')}",
    )


def _circle(start: str, to: Mapping[str, str]) -> list[str]:
    """The queues from this one back to it; empty where the overflows do not come back."""
    way = [start]
    while (following := to.get(way[-1])) is not None and following not in way:
        way.append(following)
    return way if following == start else []


def _at_overflow(document: Document, queue: str, text: str, zh: str, severity: str = "error") -> Problem:
    root = document.root
    mark = node_at(root, ("queues", queue, "overflow", "to")).mark if root else Mark(1, 1)
    return document.problem(mark, text, OVERFLOWS, severity, zh)
