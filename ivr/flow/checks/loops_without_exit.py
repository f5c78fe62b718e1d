"""Flows that lead only to one another, so that the call can end in no way but by the caller hanging up.

The end of a flow, `hangup`, `return` and a queue are ways out.

Wrong:

```yaml
main:
  - menu:
      prompt: {zh: 营业时间请按1。, en: For our opening hours press 1.}
      keys: {1: hours}
      give_up: main
hours:
  - play: {zh: 我们每天营业。, en: We are open every day.}
  - goto: main
```

Right:

```yaml
main:
  - menu:
      prompt: {zh: 营业时间请按1。, en: For our opening hours press 1.}
      keys: {1: hours}
      give_up: hangup
hours:
  - play: {zh: 我们每天营业。, en: We are open every day.}
  - goto: main
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan, steps_below
from ivr.flow.site import Site
from ivr.flow.ways import chart

ID = "loops_without_exit"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for trap in chart(dialplan).traps():
        if any(step.waits for flow in trap.walked for step in steps_below(dialplan.flows[flow])):
            names = ", ".join(trap.flows)
            text = f"no way leads out of {names}: the call ends only when the caller hangs up"
            zh = f"没有路径离开 {names}：只有来电者挂机，通话才会结束"
            yield at(dialplan.place_of(f"flows {trap.flows[0]}"), ID, text, SEVERITY, zh)
