"""A way out of a queue that no caller is ever sent, because what it depends on is missing.

`on_closed` and `closing` need `hours` in the same step, `empty_after` needs `on_empty`.

Wrong:

```yaml
- queue: {to: support, on_closed: hangup}
```

Right:

```yaml
- queue: {to: support, hours: office, on_closed: hangup}
```

A queue is full only where it has a `max_length` in `config/queues.yaml`; here `vip` has none:

Wrong:

```yaml
- queue: {to: vip, on_full: hangup}
```

Right:

```yaml
- queue: {to: support, on_full: hangup}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import FullMark, QueueMark, Step, marked

ID = "dead_exits"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        for key, needed in step.without_effect():
            text = f"'{key}' has no effect without '{needed}'; write that as well, or take this out"
            zh = f"没有“{needed}”，“{key}”不起作用；请补写前者，或删除后者"
            yield at(step.place_of(f"{key}:"), ID, text, SEVERITY, zh)
        yield from _never_full(step, site)


def _never_full(step: Step, site: Site) -> Iterator[Problem]:
    if site.limited is None or site.queues is None:
        return
    for label, _ in marked(step, FullMark):
        for _, queue in marked(step, QueueMark):
            if queue in site.queues and queue not in site.limited:
                text = (
                    f"queue '{queue}' is never full: give it a 'max_length' in config/queues.yaml,"
                    " or take this out"
                )
                zh = f"队列“{queue}”永远不会满：请在 config/queues.yaml 中为其设置“max_length”，或删除此项"
                yield at(step.place_of(f"{label}:"), ID, text, SEVERITY, zh)
