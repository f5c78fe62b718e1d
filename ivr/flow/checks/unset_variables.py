"""A variable is read where nothing has set it: the step fails, and the call goes to `on_error`.

It is an error when nothing can have set it by then, whatever way the call took; the nearest name is told. It
is a warning when only some way leads there without it; such a way is told.

Wrong:

```yaml
- collect: {save: order, prompt: {zh: 请输入订单号。, en: Please enter your order number.}}
- say: {digits: "{{ ordr }}"}
```

Right:

```yaml
- collect: {save: order, prompt: {zh: 请输入订单号。, en: Please enter your order number.}}
- say: {digits: "{{ order }}"}
```

Wrong:

```yaml
main:
  - if: caller.number
    then:
      - http: {get: "{{ env.CRM }}/members/{{ caller.number }}", save: member}
  - goto: greeting
greeting:
  - if: member.level == 'diamond'
    then:
      - queue: vip
```

Right:

```yaml
main:
  - set: {member: ""}
  - if: caller.number
    then:
      - http: {get: "{{ env.CRM }}/members/{{ caller.number }}", save: member}
  - goto: greeting
greeting:
  - if: member.level == 'diamond'
    then:
      - queue: vip
```

A name that may be missing is no fault where the expression says so:

Right:

```yaml
main:
  - if: caller.number
    then:
      - http: {get: "{{ env.CRM }}/members/{{ caller.number }}", save: member}
  - if: member is defined and member.level == 'diamond'
    then:
      - queue: vip
  - play: {zh: "{{ member.name | default('您好') }}", en: "{{ member.name | default('Hello') }}"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.reads import FILLED
from ivr.flow.site import Site
from ivr.flow.variables import Read, Variables

ID = "unset_variables"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    variables = Variables(dialplan)
    for read in variables.unset_reads():
        yield _possible(read) if read.may else _certain(read, variables.names | FILLED)


def _certain(read: Read, names: frozenset[str]) -> Problem:
    text = f"nothing has set the variable '{read.name}' here; {nearest(read.name, names - {read.name})}"
    zh = f"此处没有任何步骤设置过变量“{read.name}”；{nearest(read.name, names - {read.name}, 'zh')}"
    return at(read.place, ID, text, SEVERITY, zh)


def _possible(read: Read) -> Problem:
    way = " → ".join(read.ways)
    text = f"the variable '{read.name}' may not be set here: it is not on some way by {way}"
    zh = f"变量“{read.name}”在此处可能没有设置：经过 {way} 的某条路径上没有设置它"
    return at(read.place, ID, text, "warning", zh)
