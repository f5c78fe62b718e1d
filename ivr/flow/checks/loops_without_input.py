"""Flows lead back to themselves without ever waiting for the caller: the call would run in circles.

A menu, collect, record, hotline or queue on every way round makes it right.

Wrong:

```yaml
welcome:
  - play: {zh: 您好。, en: Hello.}
  - goto: offers
offers:
  - play: {zh: 今日优惠。, en: Today's offers.}
  - goto: welcome
```

Wrong:

```yaml
main:
  - queue: {to: support, on_empty: nobody_there}
nobody_there:
  - play: {zh: 现在没有坐席。, en: Nobody is there now.}
  - goto: main
```

Right:

```yaml
welcome:
  - play: {zh: 您好。, en: Hello.}
  - goto: offers
offers:
  - menu:
      prompt: {zh: 重听请按星号键。, en: "To hear this again, press star."}
      keys: {"*": welcome}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import Step

ID = "loops_without_input"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    waiting = _waiting_flows(dialplan)
    quick = {name: dict.fromkeys(_quick(flow, waiting)[0]) for name, flow in dialplan.flows.items()}
    for name in dialplan.flows:
        way = _way_back(name, quick)
        if way and name == min(way):  # one complaint for each circle
            circle = " → ".join([*way, name])
            text = f"{circle} goes round without waiting for the caller; put a menu in between"
            zh = f"{circle} 循环而不等待来电者；请在中间加一个菜单"
            yield at(dialplan.place_of(f"flows {name}"), ID, text, zh=zh)


def _waiting_flows(dialplan: Dialplan) -> set[str]:
    """The flows that do not end without having waited, be it in a flow they call."""
    waiting: set[str] = set()
    while True:
        more = {name for name, flow in dialplan.flows.items() if _quick(flow, waiting)[1]}
        if more == waiting:
            return waiting
        waiting = more


def _quick(steps: tuple[Step, ...], waiting: set[str]) -> tuple[list[str], bool]:
    """Flows that these steps can lead to before any of them has waited, and whether one surely waits."""
    found: list[str] = []
    for step in steps:
        if step.waits:
            return [*found, *step.at_once()], True
        links = [flow for _, flow in step.links()]
        found += links
        if links and all(flow in waiting for flow in links):
            return found, True
        blocks = [_quick(block, waiting) for _, block in step.children()]
        found += [flow for flows, _ in blocks for flow in flows]
        if blocks and not step.passes() and all(waits for _, waits in blocks):
            return found, True
    return found, False


def _way_back(start: str, quick: Mapping[str, Mapping[str, None]]) -> list[str]:
    """The shortest way from a flow back to itself; empty when there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for flow in quick.get(way[-1], {}):
            if flow == start:
                return way
            if flow not in seen and flow in quick:
                seen.add(flow)
                ways.append([*way, flow])
    return []
