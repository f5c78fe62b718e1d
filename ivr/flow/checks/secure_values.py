"""A value taken in a `secure` block could get out: in an address that other systems write into their logs, or
into a step that keeps or logs what it is given. Such a step fails in the call.

Secure is what steps in `secure` save, in flows that are called from it as well, and what `set` makes of it.
It can be said to the caller, compared, and sent in `body` or `headers`.

Wrong:

```yaml
- secure:
    - collect: {save: card, prompt: {zh: 请输入卡号。, en: Please enter your card number.}}
- http: {get: "{{ env.CRM }}/cards/{{ card }}"}
```

Right:

```yaml
- secure:
    - collect: {save: card, prompt: {zh: 请输入卡号。, en: Please enter your card number.}}
- http: {post: "{{ env.CRM }}/cards", body: {card: "{{ card }}"}}
```

Wrong:

```yaml
- secure:
    - collect: {save: account, prompt: {zh: 请输入账号。, en: Please enter your account number.}}
- remember: {name: last_account, keep: "{{ account }}"}
```

Right:

```yaml
- secure:
    - collect: {save: account, prompt: {zh: 请输入账号。, en: Please enter your account number.}}
- if: account == '12345678'
  then: [{queue: vip}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan, Flow, steps_below
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.site import Site
from ivr.flow.sources import Written, sources
from ivr.flow.step import AddressMark, CallMark, SecretMark, Step, held, marked, values

ID = "secure_values"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    secure = _secure_names(dialplan) if dialplan.secures else set()
    for _, step in dialplan.steps() if secure else ():
        yield from _leaks(step, secure)


def _secure_names(dialplan: Dialplan) -> set[str]:
    """The variables that can hold a secure value."""
    names = {
        name for block in _secure_blocks(dialplan) for step in steps_below(block) for name in step.saves()
    }
    while True:
        more = {name for _, step in dialplan.steps() for name in _copies(step, names)} - names
        if not more:
            return names
        names |= more


def _secure_blocks(dialplan: Dialplan) -> list[Flow]:
    """The blocks of `secure` steps, and the flows that are called from them."""
    blocks = [block for _, step in dialplan.steps() if step.secures for _, block in step.children()]
    called: set[str] = set()
    for block in blocks:  # grows meanwhile
        for step in steps_below(block):
            for _, flow in marked(step, CallMark):
                if flow in dialplan.flows and flow not in called:
                    called.add(flow)
                    blocks.append(dialplan.flows[flow])
    return blocks


def _copies(step: Step, names: set[str]) -> Iterator[str]:
    """The variables into which a step puts one of these: `set` names each beside its value."""
    own = step.saves()
    for label, source in sources(step):
        target = label.rpartition(" ")[2]
        if target in own and not names.isdisjoint(source.names):
            yield target


def _leaks(step: Step, secure: set[str]) -> Iterator[Problem]:
    said = {id(template) for _, prompt in values(step, Prompt) for template in prompt.templates()}
    addresses = {label for label, _ in held(step, AddressMark)}
    free = {label for label, _ in held(step, SecretMark)}
    for label, source in sources(step):
        found = sorted(secure & source.names)
        field = label.split(" ")[0]
        if not found or id(source) in said or field in free or not isinstance(source, Template):
            continue
        place = Written(label, source).place(step)
        if field in addresses:
            text = f"the secure value '{found[0]}' would stand in an address; send it in 'body'"
            yield at(place, ID, text, SEVERITY, f"安全值“{found[0]}”会出现在网址中；请放在“body”里发送")
        else:
            text = f"'{step.verb}' cannot take the secure value '{found[0]}': it would be kept or logged"
            zh = f"“{step.verb}”不能使用安全值“{found[0]}”：它会被保存或记录"
            yield at(place, ID, text, SEVERITY, zh)
