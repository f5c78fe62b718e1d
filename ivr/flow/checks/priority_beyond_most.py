"""A priority is beyond `priority: {most: …}` of `config/queues.yaml`, and counts as that.

Wrong:

```yaml
- queue: {to: vip, priority: 500}
```

Right:

```yaml
- queue: {to: vip, priority: 100}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.choosing import Choosing
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site

ID = "priority_beyond_most"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        if not isinstance(step, Choosing) or not re.fullmatch(r"\s*-?[0-9]{1,9}\s*", step.priority.source):
            continue
        priority = int(step.priority.source)
        if abs(priority) > site.most_priority:
            counts = site.most_priority if priority > 0 else -site.most_priority
            text = f"priority {priority} counts as {counts}: 'priority: most' in config/queues.yaml"
            zh = f"优先级 {priority} 按 {counts} 计：见 config/queues.yaml 的 priority: most"
            yield at(step.place_of("priority"), ID, text, SEVERITY, zh)
