"""A queue asks for skills that no agent of `config/agents.yaml` has, so that its callers wait in vain.

What is asked for is asked of one agent, who serves the queue (`members` in `config/queues.yaml`). Each stage
of `relax` and each of the `rings` is judged as well. `{{ call.language }}` is judged for each language that
callers of the dialplan can have; what else is known only in a call is left out.

Wrong:

```yaml
- queue: {to: support, skills: {buyer: ">= 5"}}
```

Right:

```yaml
- queue: {to: support, skills: {buyer: ">= 3"}}
```

There are agents who sell and agents who speak English, but nobody does both:

Wrong:

```yaml
- language: {keys: {1: zh, 2: en}}
- queue: {to: support, skills: {seller: 4, "{{ call.language }}": 3}}
```

Right:

```yaml
- language: {keys: {1: zh, 2: en}}
- queue: {to: support, skills: {seller: 4, "{{ call.language }}": 1}}
```

Skills that are preferred or excluded count too, where one of them looks misspelt:

Wrong:

```yaml
- queue: {to: support, skills: "buyer and not seler"}
```

Right:

```yaml
- queue: {to: support, skills: "buyer and not seller"}
```
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial

from ivr.document.problems import Problem, nearest, suggestion
from ivr.flow.asking import Asked, asked
from ivr.flow.checks import at
from ivr.flow.choosing import Choosing
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.skill_text import SkillText
from ivr.flow.step import Place
from routing.expression import wanted
from routing.needs import ANYBODY, Expression, Has, least, met, named, written

ID = "skills_nobody_has"
SEVERITY = "warning"

Agents = Collection[Mapping[str, int]]


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if not site.agents:
        return
    judged: set[int] = set()
    for one in asked(dialplan):
        if id(one.step) in judged:  # told already, for callers of another language
            continue
        problems = list(_of(one, site))
        if problems:
            judged.add(id(one.step))
        yield from problems


def _of(one: Asked, site: Site) -> Iterator[Problem]:
    assert site.agents is not None
    everybody = site.agents.values()
    members = site.members.get(one.step.to, ANYBODY)
    serving = [skills for skills in everybody if met(members, skills)]
    yield from _misspelt(one, everybody)
    told: set[tuple[str, int]] = set()
    served = True
    for stage, required in enumerate(_stages(one)):
        lacking = [has for has in _lacking(required, serving, everybody) if has not in told]
        for skill, level in lacking:
            text, zh = _why(skill, level, everybody, serving, one.step.to)
            yield at(one.place(stage, skill), ID, text, SEVERITY, zh)
        told.update(lacking)
        if serving and not lacking and served and not any(met(required, each) for each in serving):
            served = False
            yield _nobody(one, stage, required)


def _stages(one: Asked) -> list[Expression]:
    return [one.first.required, *(stage.needs.required for stage in one.relax)]


def _lacking(required: Expression, serving: Agents, everybody: Agents) -> list[tuple[str, int]]:
    """Skills that are needed in any case and nobody has at the level, and those that nobody has at all."""
    needed, there = least(required), serving or everybody
    found = [(skill, level) for skill, level in needed.items() if not _some(skill, level, there)]
    nowhere = [name for name in wanted(required) if name not in needed and not _some(name, 1, everybody)]
    return found + [(name, 1) for name in nowhere]


def _some(skill: str, level: int, agents: Agents) -> bool:
    return any(met(Has(skill, level), agent) for agent in agents)


def _misspelt(one: Asked, agents: Agents) -> Iterator[Problem]:
    """Skills that are preferred, and those that are excluded and are nearly a skill that somebody has."""
    known = {name for agent in agents for name in agent}
    for name in (name for name, _ in one.first.preferred if name not in known):
        text, zh = _unknown(name, known)
        yield at(_place_of_preferred(one.step, name), ID, text, SEVERITY, zh)
    stages = _stages(one)
    asked_for = {name for required in stages for name in wanted(required)}
    barred = {name for required in stages for name in named(required)} - asked_for - known
    for name in sorted(name for name in barred if suggestion(name, known)):
        text, zh = _unknown(name, known)
        yield at(_place_of_barred(one.step, name), ID, text, SEVERITY, zh)


def _names(skill: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(skill)}(?![\w-])", text) is not None


def _place_of_barred(step: Choosing, skill: str) -> Place:
    for label in ("exclude", "skills", "relax"):
        place = step.place_where(label, partial(_names, skill))
        if place not in (step.place_of(label), step.place):
            return place
        if label == "skills" and isinstance(step.skills, SkillText) and _names(skill, step.skills.source):
            return place
    return step.place


def _place_of_preferred(step: Choosing, skill: str) -> Place:
    key = step.place_of(f"prefer {skill}:")
    return key if key != step.place_of("prefer") else step.place_where("prefer", skill.__eq__)


def _unknown(skill: str, known: Collection[str]) -> tuple[str, str]:
    return (
        f"no agent has the skill '{skill}'; {nearest(skill, known)}",
        f"没有坐席具备技能“{skill}”；{nearest(skill, known, 'zh')}",
    )


def _why(skill: str, level: int, agents: Agents, serving: Agents, queue: str) -> tuple[str, str]:
    """What nobody has, in English and in Chinese."""
    best = max((agent.get(skill, 0) for agent in serving), default=0)
    overall = max(agent.get(skill, 0) for agent in agents)
    if overall >= level and serving:
        return (
            f"no agent of queue '{queue}' has '{skill}' at level {level}; the best one has {best}",
            f"队列“{queue}”的坐席中没有人的“{skill}”达到 {level} 级；最高为 {best} 级",
        )
    if overall:
        return (
            f"no agent has '{skill}' at level {level}; the best one has {overall}",
            f"没有坐席的“{skill}”达到 {level} 级；最高为 {overall} 级",
        )
    return _unknown(skill, {name for agent in agents for name in agent})


def _nobody(one: Asked, stage: int, required: Expression) -> Problem:
    text = f"no agent meets '{written(required)}'; callers wait in vain"
    zh = f"没有坐席满足“{written(required)}”；来电者将一直等待"
    return at(one.place_of_stage(stage), ID, text, SEVERITY, zh)
