"""A caller who presses no key goes round for ever: after the last try comes the same question again.

A line on which nobody is left would be kept busy until the engine gives up after 100 steps.

Wrong:

```yaml
main:
  - menu:
      prompt: {zh: 人工服务请按0。, en: For an operator press 0.}
      keys: {0: operator}
      give_up: main
operator:
  - queue: support
```

Right:

```yaml
main:
  - menu:
      prompt: {zh: 人工服务请按0。, en: For an operator press 0.}
      keys: {0: operator}
      give_up: operator
operator:
  - queue: support
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan, steps_below
from ivr.flow.site import Site
from ivr.flow.step import Place, SilenceMark, marked
from ivr.flow.ways import chart

ID = "silence_without_exit"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    traps = list(chart(dialplan, silent=True).traps())
    known = {flow for trap in chart(dialplan).traps() for flow in trap.flows} if traps else set()
    for trap in traps:
        question = next(_questions(dialplan, trap.walked), None)
        if question and known.isdisjoint(trap.flows):
            text = "a caller who presses no key is led back to this question for ever"
            yield at(question, ID, text, SEVERITY, "不按键的来电者会一直回到这个问题")


def _questions(dialplan: Dialplan, flows: tuple[str, ...]) -> Iterator[Place]:
    """Where it is written what comes after silence."""
    for flow in flows:
        for step in steps_below(dialplan.flows[flow]):
            yield from (step.place_of(label) for label, _ in marked(step, SilenceMark))
