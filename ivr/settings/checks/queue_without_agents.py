"""A queue that nobody serves: no agent of `config/agents.yaml` meets its `members`.

Nobody can be rung for those who wait there. Skills in `members` that no agent has are told too, where
they look misspelt; a skill that an agent has from a later day on counts.

Wrong:

```yaml
queues:
  vip: {name: {zh: 贵宾, en: VIP}, members: vpi}
```

Right:

```yaml
queues:
  vip: {name: {zh: 贵宾, en: VIP}, members: vip}
```

There are agents who speak English well, but none of them at level 5 who does corporate customers:

Wrong:

```yaml
queues:
  corporate: {name: {zh: 企业, en: Corporate}, members: corporate and en >= 5}
```

Right:

```yaml
queues:
  corporate: {name: {zh: 企业, en: Corporate}, members: corporate and en >= 3}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from ivr.document.model import node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem, nearest, suggestion
from routing.expression import wanted
from routing.needs import Expression, met, named, written

ID = "queue_without_agents"
SEVERITY = "warning"


class Skilled(Protocol):
    """An agent, as far as this check needs one."""

    def in_sight(self, day: date) -> dict[str, int]: ...


class Served(Protocol):
    """A queue, as far as this check needs one."""

    @property
    def members(self) -> Expression: ...


def check(
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
            yield document.problem(mark, text, ID, SEVERITY, zh)
            continue
        for skill in sorted(named(queue.members) - known):
            if suggestion(skill, known):
                text = f"no agent has the skill '{skill}'; {nearest(skill, known)}"
                zh = f"没有坐席具备技能“{skill}”；{nearest(skill, known, 'zh')}"
                yield document.problem(mark, text, ID, SEVERITY, zh)


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
