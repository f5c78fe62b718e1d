"""What is wrong between the files of the settings, each fault at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from ivr.document.model import node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem, nearest
from routing.expression import wanted
from routing.needs import Expression, met, written

QUEUE_WITHOUT_AGENTS = "queue_without_agents"


class Skilled(Protocol):
    """An agent, as far as these checks need one."""

    def in_sight(self, day: date) -> dict[str, int]: ...


class Served(Protocol):
    """A queue, as far as these checks need one."""

    @property
    def members(self) -> Expression: ...


def queues_without_agents(
    queues: Mapping[str, Served], agents: Mapping[str, Skilled], document: Document, today: date
) -> Iterator[Problem]:
    """Queues whose `members` are nobody: nobody can be rung for those who wait there."""
    skills = [agent.in_sight(today) for agent in agents.values()]
    if not document.root or not skills:
        return
    for name, queue in queues.items():
        if any(met(queue.members, each) for each in skills):
            continue
        mark = node_at(document.root, ("queues", name, "members")).mark
        text, zh = _why(name, queue.members, {skill for each in skills for skill in each})
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
