"""A flow that no call can get to from `start` (or `on_error`): link it, or delete it.

Wrong:

```yaml
welcome:
  - hangup:
offers:
  - play: {zh: 今日优惠。, en: Today's offers.}
```

Right:

```yaml
welcome:
  - goto: offers
offers:
  - play: {zh: 今日优惠。, en: Today's offers.}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan, steps_below
from ivr.flow.site import Site

ID = "unreachable_flows"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    reached: set[str] = set()
    ahead = [dialplan.start, dialplan.on_error]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in dialplan.flows:
            continue
        reached.add(name)
        ahead += [flow for step in steps_below(dialplan.flows[name]) for _, flow in step.links()]
    for name in dialplan.flows:
        if name not in reached:
            text = f"no step leads to the flow '{name}'; link it or delete it"
            zh = f"没有步骤通向流程“{name}”；请连接它或删除它"
            yield at(dialplan.place_of(f"flows {name}"), ID, text, "warning", zh)
