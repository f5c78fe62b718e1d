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

from collections.abc import Collection, Iterator

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
                text, zh = _told(name, site.queues, site.channels.get(name))
                yield at(step.place_of(label), ID, text, zh=zh)


def _told(name: str, queues: Collection[str], channel: str | None) -> tuple[str, str]:
    known, zh = nearest(name, queues), nearest(name, queues, "zh")
    if channel is not None:
        return (
            f"queue '{name}' takes no calls, its channel is {channel}; {known}",
            f"队列“{name}”不接电话，其渠道为 {channel}；{zh}",
        )
    return f"no queue named '{name}'; {known}", f"没有名为“{name}”的队列；{zh}"
