"""An agent is asked for whom `config/agents.yaml` does not have.

Wrong:

```yaml
- queue: {to: support, agent: lii}
```

Right:

```yaml
- queue: {to: support, agent: li}
```

The agent whom the caller talked to last:

Right:

```yaml
- queue: {to: support, agent: last}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.choosing import LAST, Choosing
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site

ID = "unknown_agent"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if not site.agents:
        return
    allowed = {*site.agents, LAST}
    for _, step in dialplan.steps():
        name = step.agent.source.strip() if isinstance(step, Choosing) and step.agent.is_static else ""
        if name and name not in allowed:
            text = f"no agent named '{name}'; {nearest(name, allowed)}"
            zh = f"没有名为“{name}”的坐席；{nearest(name, allowed, 'zh')}"
            yield at(step.place_of("agent"), ID, text, zh=zh)
