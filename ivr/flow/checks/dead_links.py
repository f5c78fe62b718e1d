"""A flow is named that does not exist, by a step or at the top of the dialplan.

Judged against all names that the file declares, also those of flows that have faults of their own, so that
one fault does not make a second one. `repeat` stands in the keys of a menu only.

Wrong:

```yaml
welcome:
  - goto: seler
seller:
  - hangup:
```

Right:

```yaml
welcome:
  - goto: seller
seller:
  - hangup:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import RESERVED, KeyMark, Place, marked

ID = "dead_links"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for label, flow in _named_above(dialplan):
        if flow and flow not in dialplan.flows:
            yield _problem(dialplan, dialplan.place_of(label), flow)
    for _, step in dialplan.steps():
        for label, flow in step.links():
            if flow in dialplan.flows:
                continue
            if flow not in RESERVED:
                yield _problem(dialplan, step.place_of(label), flow)
            elif flow == "repeat" and label not in dict(marked(step, KeyMark)):
                text = "'repeat' has a meaning in the keys of a menu only"
                yield at(step.place_of(label), ID, text, zh="“repeat”只能用在菜单的按键中")


def _named_above(dialplan: Dialplan) -> Iterator[tuple[str, str]]:
    yield from (("start", dialplan.start), ("on_error", dialplan.on_error))
    yield from ((f"titles {flow}", flow) for flow in dialplan.titles)


def _problem(dialplan: Dialplan, place: Place, flow: str) -> Problem:
    text = f"no flow named '{flow}'; {nearest(flow, dialplan.flows)}"
    return at(place, ID, text, zh=f"没有名为“{flow}”的流程；{nearest(flow, dialplan.flows, 'zh')}")
