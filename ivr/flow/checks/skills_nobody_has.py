"""A queue asks for skills that no agent of `config/agents.yaml` has, so that its callers wait in vain.

Skills are asked of one agent together. `{{ call.language }}` is judged for each language that callers of the
dialplan can have; what else is known only in a call is left out.

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
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Template
from ivr.flow.site import Site
from ivr.flow.step import SkillsMark, Step, held

ID = "skills_nobody_has"
SEVERITY = "warning"
_LANGUAGE = re.compile(r"\{\{\s*call\.language\s*\}\}")

Agents = Collection[Mapping[str, int]]


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if not site.agents:
        return
    agents = site.agents.values()
    for _, step in dialplan.steps():
        asked = list(held(step, SkillsMark))
        if asked and all(_missing(skills, dialplan.languages, agents) for _, skills in asked):
            label, skills = asked[0]
            yield from _told(step, label, skills, dialplan.languages, agents)


def _missing(skills: Mapping[Template, int], languages: Collection[str], agents: Agents) -> list[str]:
    """The languages whose callers nobody can serve."""
    return [language for language in sorted(languages) if not _served(_asked(skills, language), agents)]


def _asked(skills: Mapping[Template, int], language: str) -> dict[str, int]:
    """The skills that callers of a language need, as far as they are known before the call."""
    named = ((_LANGUAGE.sub(language, name.source), level) for name, level in skills.items())
    return {name: level for name, level in named if name and "{" not in name}


def _served(skills: Mapping[str, int], agents: Agents) -> bool:
    return any(all(agent.get(name, 0) >= level for name, level in skills.items()) for agent in agents)


def _told(
    step: Step, label: str, skills: Mapping[Template, int], languages: Collection[str], agents: Agents
) -> Iterator[Problem]:
    alone = [name for name, level in skills.items() if _missing({name: level}, languages, agents)]
    for name in alone:
        language = _missing({name: skills[name]}, languages, agents)[0]
        text, zh = _lacking(_LANGUAGE.sub(language, name.source), skills[name], agents)
        yield at(step.place_of(f"{label} {name.source}:"), ID, text, SEVERITY, zh)
    if not alone:
        language = _missing(skills, languages, agents)[0]
        all_of = ", ".join(f"{name} {level}" for name, level in _asked(skills, language).items())
        text = f"no agent has all of these skills: {all_of}; their callers wait in vain"
        zh = f"没有坐席同时具备这些技能：{all_of}；来电者将一直等待"
        yield at(step.place_of(f"{label}:"), ID, text, SEVERITY, zh)


def _lacking(skill: str, level: int, agents: Agents) -> tuple[str, str]:
    """What nobody has, in English and in Chinese."""
    best = max(agent.get(skill, 0) for agent in agents)
    if best:
        return (
            f"no agent has '{skill}' at level {level}; the best one has {best}",
            f"没有坐席的“{skill}”达到 {level} 级；最高为 {best} 级",
        )
    known = {name for agent in agents for name in agent}
    return (
        f"no agent has the skill '{skill}'; {nearest(skill, known)}",
        f"没有坐席具备技能“{skill}”；{nearest(skill, known, 'zh')}",
    )
