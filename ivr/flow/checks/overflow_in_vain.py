"""Callers overflow into another queue, but nobody who serves it can do what they need, then or later.

Who goes on waiting in another queue (`overflow` in `config/queues.yaml`) still needs what this step asks
for, as far as `relax` has come, and the `members` of the other queue come on top. In these examples
`support` overflows after 5 minutes into `vip`, which only sellers serve, and no seller is a buyer at level 4.

Wrong:

```yaml
- queue: {to: support, skills: {buyer: 4}}
```

Right:

```yaml
- queue: {to: support, skills: {buyer: 4}, relax: [{after: 2m, skills: {buyer: 1}}]}
```

Or have these callers sent on before that, into a flow with a step `queue` of its own, which asks anew:

Right:

```yaml
main:
  - queue: {to: support, skills: {buyer: 4}, max_wait: 4m, on_timeout: others}
others:
  - queue: vip
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.asking import Asked, asked
from ivr.flow.checks import at
from ivr.flow.choosing import Choosing
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from routing.needs import ANYBODY, Expression, met, written

ID = "overflow_in_vain"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    told: set[tuple[int, str]] = set()
    for one in asked(dialplan):
        if not one.is_whole:
            continue
        for queue in _in_vain(one, site):
            if (id(one.step), queue) not in told:  # once, whatever language the caller speaks
                told.add((id(one.step), queue))
                yield _problem(one, queue)


def _in_vain(one: Asked, site: Site) -> Iterator[str]:
    """The queues further on whose agents can never serve this caller, though those of the first one can."""
    needs = [one.first.required, *(stage.needs.required for stage in one.relax)]
    if not _some(needs, one.step.to, site):
        return
    for queue in _further(one.step, site):
        if _some([ANYBODY], queue, site) and not _some(needs, queue, site):
            yield queue


def _further(step: Choosing, site: Site) -> Iterator[str]:
    """The queues that the step's callers may overflow into, one from the other."""
    been, waited = [step.to], 0.0
    while (overflow := site.overflow.get(been[-1])) and overflow.to not in been:
        waited += overflow.after
        if not step.waits_beyond(waited):
            return
        yield overflow.to
        been.append(overflow.to)


def _some(needs: list[Expression], queue: str, site: Site) -> bool:
    """Whether somebody who serves the queue meets one of these."""
    members = site.members.get(queue, ANYBODY)
    serving = [skills for skills in (site.agents or {}).values() if met(members, skills)]
    return any(met(each, skills) for each in needs for skills in serving)


def _problem(one: Asked, queue: str) -> Problem:
    last = written(one.relax[-1].needs.required if one.relax else one.first.required)
    text = (
        f"callers of this step overflow into '{queue}' and still need '{last}', which nobody there meets;"
        " relax what they need, or send them on by max_wait and on_timeout"
    )
    zh = (
        f"此步骤的来电者会溢出到“{queue}”，仍然要求“{last}”，而服务该队列的坐席都不满足；"
        "请放宽要求，或用 max_wait 和 on_timeout 转走"
    )
    return at(one.step.place_of("to"), ID, text, SEVERITY, zh)
