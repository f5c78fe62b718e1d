"""Opening hours are named that the dialplan does not have under `hours:`.

Wrong:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  office: {open: ["mon-fri 09:00-18:00"]}
flows:
  welcome:
    - hours: {of: ofice, closed: hangup}
```

Right:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  office: {open: ["mon-fri 09:00-18:00"]}
flows:
  welcome:
    - hours: {of: office, closed: hangup}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import HoursMark, marked

ID = "unknown_hours"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        for label, name in marked(step, HoursMark):
            if name not in dialplan.hours:
                text = f"no hours named '{name}'; {nearest(name, dialplan.hours)}"
                zh = f"没有名为“{name}”的服务时间；{nearest(name, dialplan.hours, 'zh')}"
                yield at(step.place_of(label), ID, text, zh=zh)
