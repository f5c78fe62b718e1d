"""A step that no call gets to, because the one before never goes on: it leads elsewhere or ends the call.

Wrong:

```yaml
- hangup:
- play: {zh: 再见。, en: Goodbye.}
```

Right:

```yaml
- play: {zh: 再见。, en: Goodbye.}
- hangup:
```

A menu goes on with the next step only where a key, or `give_up`, says `continue`. The flow that `call` runs
may never come back:

Wrong:

```yaml
main:
  - call: goodbye
  - play: {zh: 您还在吗？, en: Are you still there?}
goodbye:
  - hangup: {zh: 再见。, en: Goodbye.}
```

Right:

```yaml
main:
  - call: greeting
  - play: {zh: 请讲。, en: Go ahead.}
greeting:
  - play: {zh: 您好。, en: Hello.}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.ways import Block, Chart, Ways, chart

ID = "unreachable_steps"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    ways = chart(dialplan)
    for block in ways.flows.values():
        for before, step in _behind(block, ways):
            text = f"no call gets to this step: '{before.step.verb}' before it never goes on"
            zh = f"没有呼叫能到达此步骤：前面的“{before.step.verb}”不会继续"
            yield at(step.step.place, ID, text, SEVERITY, zh)


def _behind(block: Block, chart: Chart) -> Iterator[tuple[Ways, Ways]]:
    """(step that never goes on, the step behind it), nested ones included."""
    for ways, following in zip(block, (*block[1:], None), strict=True):
        for _, nested in ways.blocks:
            yield from _behind(nested, chart)
        if not chart.goes_on(ways):
            if following:
                yield ways, following
            return
