"""A queue is named that `config/queues.yaml` does not have, or that takes no calls (`channel`).

Wrong:

```yaml
- queue: suport
```

Right:

```yaml
- queue: support
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import QueueMark, marked

ID = "unknown_queue"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if site.queues is None:
        return
    for _, step in dialplan.steps():
        for label, name in marked(step, QueueMark):
            if name not in site.queues:
                text = f"no queue named '{name}'; {nearest(name, site.queues)}"
                zh = f"没有名为“{name}”的队列；{nearest(name, site.queues, 'zh')}"
                yield at(step.place_of(label), ID, text, zh=zh)
