"""Two dialplans answer the same number, or one of them names it twice; or two dialplans have one name.

A pattern and an exact number are no conflict: the exact number wins.

Wrong:

```yaml
dialplan: shop
numbers: ["95188", "95188"]
start: welcome
flows:
  welcome:
    - hangup:
```

Right:

```yaml
dialplan: shop
numbers: ["95188", "951xx"]
start: welcome
flows:
  welcome:
    - hangup:
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import Place

ID = "double_numbers"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for label, name, zh in _names(dialplan):
        place = dialplan.place_of(label)
        first = site.taken.get(name, place)
        if first != place:
            yield at(place, ID, f"{name} is taken already, in {first}", zh=f"{zh} 已在 {first} 使用")


def taken(dialplans: Iterable[Dialplan]) -> Mapping[str, Place]:
    """Where each number and each name of a dialplan stands first."""
    found: dict[str, Place] = {}
    for plan in dialplans:
        for label, name, _ in _names(plan):
            found.setdefault(name, plan.place_of(label))
    return found


def _names(plan: Dialplan) -> Iterator[tuple[str, str, str]]:
    """(label, what it is in English, in Chinese) of all that may be there only once."""
    if plan.name:
        yield "dialplan", f"the dialplan name '{plan.name}'", f"拨号方案名称“{plan.name}”"
    for index, number in enumerate(plan.numbers):
        yield f"numbers {index}", f"the number {number}", f"号码 {number}"
