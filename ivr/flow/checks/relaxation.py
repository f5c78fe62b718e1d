"""A relaxation that does not relax: a stage asks for more than before, or changes nothing.

Stages are taken one after the other as they are written; one that is to begin earlier than the one before it
waits for that. A stage may ask for other people than the one before it, but not for only some of the same; in
the end no more may be required than at first. What is known only in a call is not judged.

Wrong:

```yaml
- queue:
    to: support
    skills: {buyer: 2}
    relax: [{after: 45s, skills: {buyer: 3}}]
```

Right:

```yaml
- queue:
    to: support
    skills: {buyer: 3}
    relax: [{after: 45s, skills: {buyer: 2}}]
```

Wrong:

```yaml
- queue:
    to: support
    skills: {buyer: 3}
    relax: [{after: 45s, drop: seller}]
```

Right:

```yaml
- queue:
    to: support
    skills: {buyer: 3, seller: 1}
    relax: [{after: 45s, drop: seller}]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ivr.document.problems import Problem
from ivr.flow.asking import Asked, asked_by
from ivr.flow.checks import at
from ivr.flow.choosing import Choosing
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from routing.implication import same, stricter
from routing.needs import Stage, written

ID = "relaxation"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        if isinstance(step, Choosing) and step.relax:
            one = next(asked_by(step, dialplan.languages))  # what relaxes does so in every language
            yield from _order(one)
            if one.is_whole:
                yield from _nothing_new(one)
                yield from _tightening(one)


def _order(one: Asked) -> Iterator[Problem]:
    for stage, (before, this) in enumerate(pairwise(one.relax), 2):
        if this.after < before.after and this.after:
            text = (
                f"this stage comes behind one of {before.after:g} s and waits for it;"
                " write the stages in the order of their times"
            )
            zh = f"此阶段写在 {before.after:g} 秒的阶段之后，会等到那时；请按时间先后书写"
            yield at(one.step.place_of(f"relax {stage - 1} after"), ID, text, SEVERITY, zh)


def _nothing_new(one: Asked) -> Iterator[Problem]:
    first = Stage(one.first)
    for stage, (before, this) in enumerate(pairwise((first, *one.relax)), 1):
        if same(before.needs.required, this.needs.required):
            asks = written(this.needs.required)
            text = f"this stage changes nothing: '{asks}' is required before and after it"
            zh = f"此阶段没有改变任何要求：前后都要求“{asks}”"
            yield at(one.place_of_stage(stage), ID, text, SEVERITY, zh)


def _tightening(one: Asked) -> Iterator[Problem]:
    needs = [one.first.required, *(stage.needs.required for stage in one.relax)]
    begin, end = needs[0], needs[-1]
    if stricter(end, begin):
        text = f"in the end more is required than at first: '{written(end)}' after '{written(begin)}'"
        zh = f"最后的要求比最初更严：先是“{written(begin)}”，最后是“{written(end)}”"
        yield at(one.place_of_stage(len(one.relax)), ID, text, SEVERITY, zh)
        return
    for stage, (before, this) in enumerate(pairwise(needs), 1):
        if stricter(this, before):
            text = f"this stage requires more than before: '{written(this)}' after '{written(before)}'"
            zh = f"此阶段的要求比之前更严：先是“{written(before)}”，现在是“{written(this)}”"
            yield at(one.place_of_stage(stage), ID, text, SEVERITY, zh)
